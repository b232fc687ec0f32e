"""Series of meetings of the network, on screen: asked for in a form, looked at line by line, then created at once."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from wtforms.validators import InputRequired, Optional

from mdo.days_off.avoided import periods_to_avoid
from mdo.days_off.days import Period, known_until, school_periods
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import HOUR, RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from mdo.kernel.labels import enum_label
from mdo.series.dates import check_asked, rotation
from mdo.series.fields import MEETING_SERIES
from mdo.series.planning import check_kind, create_series, hosts_in_order, meetings_from
from models.instances import Instance
from models.journal import Door
from models.meetings import Meeting, MeetingKind
from models.network import MeetingSeries
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import add_violation, assign
from views.base.fields import parse_date, posted_ids
from views.base.forms import RecordForm, form_class
from views.base.hours import HourField, WeekdayField, day_name
from views.base.integrity import violation_of
from views.base.kept import KEPT, keeps_typing, typed_again
from views.base.pages import Crumb, FactGroup, FormPage, FormSection, Panel, TabContent
from views.base.record import TabSource
from views.base.relations import Relation
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import date_in_words
from views.days_off.told import reminders
from views.series.changes import change_page, meeting_lines, series_label
from views.series.lines import PreviewLine, asked_of, checked_lines, computed_lines, typed_lines

NAMES = tuple(name for _, names in MEETING_SERIES.sections for name in names)
_DEFAULT_START = 18 * 60 + 30


class _Clock(FlaskForm):
    start_minute = HourField(
        series_label("start_minute"),
        [InputRequired(lazy_gettext("Fill this field."))],
        default=_DEFAULT_START,
        description=lazy_gettext("On a clock in Paris, in summer as in winter: 18:30 for an evening."),
    )
    weekday = WeekdayField(
        series_label("weekday"),
        [Optional()],
        description=lazy_gettext("For the rule of the same day of the week; otherwise leave it empty."),
    )


def _form_type() -> type[RecordForm]:
    plain = tuple(name for name in NAMES if name not in {"start_minute", "weekday"})
    relations = {"instance": Relation(is_writable_only=True)}
    return type("SeriesForm", (_Clock, form_class(MeetingSeries, plain, relations, (), "SeriesView")), {})


SeriesForm = _form_type()


def periods_of(instance_id: int | None) -> Sequence[Period]:
    """What a series steps over: the dates to avoid of the city and, of a body, those of its arrondissements."""
    body = db.session.get(Instance, instance_id) if instance_id is not None else None
    return periods_to_avoid(db.session, [place.id for place in body.arrondissements] if body is not None else ())


def _asked_series(form: RecordForm) -> MeetingSeries:
    """The series that a form asks for, before anything is stored. Raises RuleViolation."""
    series = MeetingSeries()
    with db.session.no_autoflush:
        for name in NAMES:
            assign(series, name, form[name].data)
        check_asked(asked_of(form))
        check_kind(series)
    return series


class SeriesView(BackofficeView):
    """Series of meetings of a body or of the network: what was asked, and the meetings that came of it."""

    model = MeetingSeries
    route_base = "/series"
    order = ("first_on", "desc")
    relations = {"instance": Relation(is_writable_only=True)}
    lookups = frozenset(("instance",))
    intro = N_(
        "A series gives the meetings of a body, or of the network, their days for a year or a term: each then lives by "
        "itself."
    )
    empty_text = N_("No series yet: the first one takes a minute.")
    # What was asked is history; the meetings change from their own list.
    read_only = frozenset(NAMES) - {"title"}

    def fact_groups(self, row: MeetingSeries, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """The hour as on a clock, the day of the week by its name."""
        said = {
            "start_minute": gettext(HOUR, hour=row.start_minute // 60, minute=row.start_minute % 60),
            "weekday": day_name(row.weekday) if row.weekday is not None else "",
        }
        return tuple(
            replace(
                group,
                facts=tuple(cell._replace(text=said[cell.name]) if cell.name in said else cell for cell in group.facts),
            )
            for group in super().fact_groups(row, may_open)
        )

    def tabs(self, row: MeetingSeries) -> tuple[TabSource, ...]:
        """The meetings of the series first, each with what may be changed from it on."""
        if not self.may("can_list", "MeetingView"):
            return super().tabs(row)
        title = gettext("Meetings")

        def fill() -> TabContent:
            may = self.may("can_edit") and self.may("can_edit", "MeetingView") and self.may_change(row)
            lines = meeting_lines(self, row, meetings_from(db.session, row), may=may)
            panel = Panel(title, "series/meetings.html", {"rows": lines})
            return TabContent("meetings", title, (panel,))

        return (TabSource("meetings", title, fill, (Meeting, Meeting.series_id == row.id)), *super().tabs(row))

    # ---- Asking and looking -------------------------------------------------------------------------------------

    @expose("/add", methods=["GET", "POST"])
    @has_access
    @keeps_typing
    def add(self) -> Any:
        """GET shows what to ask; POST computes the days and shows them, each line to be changed. Writes nothing."""
        typed = typed_again()
        form = SeriesForm() if typed is None else SeriesForm(formdata=typed)
        if request.method != "POST":
            self._propose(form)
        elif typed is None and request.form.get("then") != "back" and form.validate():
            try:
                _asked_series(form)
                return self._preview(form, computed_lines(form, periods_of(form["instance"].data)))
            except RuleViolation as violation:
                add_violation(form, violation)
        return self._ask_days(form)

    def _propose(self, form: RecordForm) -> None:
        """A year of the usual meetings from next month on, hosted by the mairie whose turn it is."""
        today = context_of(db.session).today
        first = add_months(today.replace(day=1), 1)
        asked = posted_ids(request.args.getlist("instance"))[:1]
        kind = MeetingKind.PLENARY if asked else MeetingKind.NETWORK
        form["kind"].data = kind
        form["title"].data = gettext(enum_label(kind))
        if asked:
            form["instance"].take(asked)
        form["first_on"].data = first
        form["last_on"].data = add_months(first, 12) - dt.timedelta(days=1)
        last_host = db.session.scalars(
            select(Meeting.host_id)
            .where(Meeting.instance_id.is_(None), Meeting.host_id.is_not(None))
            .order_by(Meeting.start_at.desc())
            .limit(1)
        ).first()
        hosts = list(hosts_in_order(db.session))
        if asked:
            return  # a body meets at home
        turn = rotation(hosts, last_host, 2)[1] or (hosts[0] if hosts else None)
        if turn is not None:
            form["first_host"].take([turn])

    def _ask_days(self, form: RecordForm) -> Any:
        title = gettext("Plan a series of meetings")
        page = FormPage(
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            form=form,
            sections=tuple(FormSection(gettext(section), names) for section, names in MEETING_SERIES.sections),
            action_url=self.url("add"),
            cancel_url=self.url("list"),
            submit_label=gettext("See the dates"),
            error_count=sum(1 for name in NAMES if form[name].errors) + len(form.form_errors),
            is_typed_again=KEPT in request.form,
        )
        return render("base/form.html", status=422 if page.error_count else 200, page=page, locked_labels={})

    def _preview(self, form: RecordForm, lines: Sequence[PreviewLine], status: int = 200) -> Any:
        title = gettext("Dates of the series")
        hosts = hosts_in_order(db.session)
        known = known_until(school_periods(db.session))
        last = form["last_on"].data
        sent = typed_again() or request.form
        body = form["instance"].data
        is_public = form["kind"].data is MeetingKind.PUBLIC
        days = [day for line in lines if line.is_kept and (day := parse_date(line.day))] if is_public else []
        return render(
            "series/preview.html",
            status=status,
            title=title,
            crumbs=(*self.crumbs(), Crumb(gettext("Plan a series of meetings"), self.url("add")), Crumb(title)),
            lines=lines,
            kept=sum(1 for line in lines if line.is_kept),
            wrong=sum(1 for line in lines if line.errors),
            hosts=[(str(row.id), row.name) for row in hosts.values()],
            unknown_from=date_in_words(known) if known is not None and last is not None and last > known else "",
            has_no_holidays=known is None,
            reminders=reminders(db.session.get(Instance, body) if body else None, *days),
            told_urls=[
                url_for("DateToAvoidView.told", field=f"day_{line.number}", body=body, public=1 if is_public else None)
                for line in lines
            ],
            fields=[(name, value) for name in NAMES for value in sent.getlist(name)],
            create_url=self.url("create"),
            back_url=self.url("add"),
            cancel_url=self.url("list"),
        )

    # ---- Creating -----------------------------------------------------------------------------------------------

    @expose("/create", methods=["POST"])
    @has_access
    @permission_name("add")
    @keeps_typing
    def create(self) -> Any:
        """Creates the series and the meetings of its kept lines, as one entry of the journal."""
        typed = typed_again()
        form = SeriesForm() if typed is None else SeriesForm(formdata=typed)
        if typed is not None or not form.validate():
            return self._ask_days(form) if typed is None else self._preview(form, typed_lines(typed))
        lines = typed_lines(request.form)
        kept = checked_lines(lines, periods_of(form["instance"].data), hosts_in_order(db.session))
        if kept is None:
            return self._preview(form, lines, 422)
        through(db.session, Door.FORM, gettext("Series of meetings: %(what)s", what=form["title"].data))
        try:
            series = _asked_series(form)
            meetings = create_series(db.session, series, kept)
            total, pk = len(meetings), series.id
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            violation = error if isinstance(error, RuleViolation) else violation_of(error, MeetingSeries.__table__)
            flash(violation.text(gettext), "danger")
            return self._preview(form, lines, 409)
        flash_undoable(gettext("Meetings created: %(count)d.", count=total), entry_id)
        return redirect(self.url("show", pk=pk))

    # ---- Changing what follows ----------------------------------------------------------------------------------

    @expose("/change/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def change(self, pk: int) -> Any:
        """Changes one meeting of a series, or this one and all that follow: asked, looked at, then applied."""
        return change_page(self, self.fetch(pk))
