"""Later changes to the meetings of a series, on screen: what to change, what it makes of each, then one operation."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from mdo.days_off.avoided import periods_to_avoid
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import field_label
from mdo.series.planning import (
    MeetingChange,
    MeetingToBe,
    apply_plan,
    hosts_in_order,
    is_of_series_to_come,
    meetings_from,
    plan,
)
from models.journal import Door
from models.meetings import Meeting
from models.network import MeetingSeries, SlotRule
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import ChoiceField, WholeNumberField, clean_text, posted_ids
from views.base.hours import HourField, WeekdayField
from views.base.integrity import violation_of
from views.base.kept import typed_again
from views.base.moments import PARIS
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import date_in_words, hour_in_words, tone_of, value_in_words
from views.days_off.closures import closures_in_words

_LEFT = lazy_gettext("Empty: left as it is.")
ONE, FOLLOWING = "one", "following"


def series_label(name: str) -> Any:
    """The label of a field of a series, for a form."""
    return lazy_gettext(field_label(MeetingSeries, name))


class ChangeForm(FlaskForm):
    """What to change; what is left empty stays."""

    which = StringField(lazy_gettext("Which meetings"), default=FOLLOWING)
    start_minute = HourField(series_label("start_minute"), [Optional()], description=_LEFT)
    length_minutes = WholeNumberField(series_label("length_minutes"), [Optional()], description=_LEFT)
    first_host = SelectField(
        series_label("first_host"),
        [Optional()],
        choices=(),
        validate_choice=False,
        description=lazy_gettext("Empty: left as it is. The next mairies follow, and each meeting goes to its host's."),
    )
    place = StringField(
        lazy_gettext("Place"),
        [Length(max=200, message=lazy_gettext("At most %(max)d characters."))],
        filters=(clean_text,),
        description=_LEFT,
    )
    rule = ChoiceField(
        series_label("rule"),
        [Optional()],
        enum=SlotRule,
        choices=(),
        description=lazy_gettext("Empty: days stay. Otherwise each meeting takes the first possible day of its month."),
    )
    weekday = WeekdayField(series_label("weekday"), [Optional()])

    def check(self) -> None:
        """Raises RuleViolation for bounds, and for a form that changes nothing."""
        length = self.length_minutes.data
        if length is not None and not 15 <= length <= 720:
            raise RuleViolation(N_("From 15 to 720 minutes."), field="length_minutes")
        if self.rule.data is SlotRule.SAME_WEEKDAY and self.weekday.data is None:
            raise RuleViolation(N_("Choose a day from Monday to Friday."), field="weekday")
        if not any((self.start_minute.data is not None, length, self.first_host.data, self.place.data, self.rule.data)):
            raise RuleViolation(N_("Fill in what must change: an hour, a place, a host or the rule of the days."))

    @property
    def change(self) -> MeetingChange:
        ids = posted_ids([self.first_host.data or ""])
        return MeetingChange(
            start_minute=self.start_minute.data,
            length_minutes=self.length_minutes.data,
            place=self.place.data,
            first_host_id=ids[0] if ids else None,
            rule=self.rule.data,
            weekday=self.weekday.data,
        )


def meeting_lines(view: Any, series: MeetingSeries, meetings: Sequence[Meeting], *, may: bool) -> list[dict[str, Any]]:
    """The meetings of a series as its page lists them."""
    today = context_of(db.session).today
    shows = view.may("can_show", "MeetingView")
    return [
        {
            "title": meeting.title,
            "url": url_for("MeetingView.show", pk=meeting.id) if shows else None,
            "when": _when(meeting.start_at, meeting.end_at),
            "host": meeting.host.name if meeting.host else "",
            "place": meeting.place or "",
            "state": value_in_words(meeting.state),
            "tone": tone_of(meeting.state) or "muted",
            "change_url": view.url("change", pk=series.id, meeting=meeting.id)
            if may and is_of_series_to_come(meeting, today)
            else None,
        }
        for meeting in meetings
    ]


def change_page(view: Any, series: MeetingSeries) -> Any:
    """GET shows what may be changed; POST shows what it makes of each meeting, then applies it (`then=apply`)."""
    if not (view.may_change(series) and view.may("can_edit", "MeetingView")):
        abort(403)
    typed = typed_again()
    sent = typed if typed is not None else request.form if request.method == "POST" else request.args
    meetings = meetings_from(db.session, series)
    first = next((item for item in meetings if item.id in posted_ids(sent.getlist("meeting")[:1])), None)
    if first is None:
        abort(404)
    form = ChangeForm() if typed is None else ChangeForm(formdata=typed)
    page = _Page(view, series, first, form)
    if request.method != "POST" or typed is not None or not form.validate():
        return page.show(status=422 if form.errors else 200)
    try:
        form.check()
    except RuleViolation as violation:
        if violation.field:
            form[violation.field].errors = [violation.text(gettext)]
        else:
            flash(violation.text(gettext), "warning")
        return page.show(status=422)
    concerned = [first] if form.which.data == ONE else [item for item in meetings if item.start_at >= first.start_at]
    places = [place.id for place in series.instance.arrondissements] if series.instance is not None else ()
    today, periods = context_of(db.session).today, periods_to_avoid(db.session, places)
    planned = plan(concerned, form.change, hosts_in_order(db.session), periods, today)
    if request.form.get("then") != "apply":
        return page.show(planned)
    if _digest(planned) != request.form.get("seen"):
        flash(gettext("These meetings changed meanwhile: look again, then apply."), "warning")
        return page.show(planned, status=409)
    return _apply(page, planned)


def _apply(page: "_Page", planned: Sequence[MeetingToBe]) -> Any:
    through(db.session, Door.BULK, gettext("Change of a series: %(what)s", what=page.series))
    try:
        total = apply_plan(planned)
        entry_id = commit_undoable()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        violation = error if isinstance(error, RuleViolation) else violation_of(error, Meeting.__table__)
        flash(violation.text(gettext), "danger")
        return redirect(page.view.url("show", pk=page.series.id))
    flash_undoable(ngettext("%(num)d meeting changed.", "%(num)d meetings changed.", total), entry_id)
    return redirect(page.view.url("show", pk=page.series.id))


def _digest(planned: Sequence[MeetingToBe]) -> str:
    """What the reader saw, to be compared with what is about to be written."""
    return " ".join(f"{item.meeting.id}.{item.meeting.version}.{item.start_at:%y%m%d}" for item in planned)


class _Page:
    """The page of a change: its form and, once asked, what becomes of each meeting."""

    def __init__(self, view: Any, series: MeetingSeries, first: Meeting, form: ChangeForm) -> None:
        self.view, self.series, self.first, self.form = view, series, first, form

    def show(self, planned: Sequence[MeetingToBe] | None = None, status: int = 200) -> Any:
        title = gettext("Change the meetings of a series")
        pk = self.series.id
        return render(
            "series/change.html",
            status=status,
            title=title,
            crumbs=(*self.view.crumbs(), Crumb(str(self.series), self.view.url("show", pk=pk)), Crumb(title)),
            form=self.form,
            reaches=((ONE, gettext("This one only")), (FOLLOWING, gettext("This one and all that follow"))),
            hosts=[(str(row.id), row.name) for row in hosts_in_order(db.session).values()],
            first=self.first.id,
            first_words=f"{self.first.title} – {_when(self.first.start_at, self.first.end_at)}",
            rows=None if planned is None else [_row(item) for item in planned],
            changed=sum(1 for item in planned or () if item.is_changed),
            seen=_digest(planned or ()),
            action_url=self.view.url("change", pk=pk),
            cancel_url=self.view.url("show", pk=pk),
        )


def _row(item: MeetingToBe) -> dict[str, Any]:
    meeting = item.meeting
    before = (_when(meeting.start_at, meeting.end_at), str(meeting.host or ""), meeting.place or "")
    after = (_when(item.start_at, item.end_at), str(item.host or ""), item.place or "")
    why = closures_in_words(item.closures)
    note = ""
    if item.is_stuck:
        note = gettext("no possible day before the next meeting (%(why)s): its day stays", why=why)
    elif why:
        note = gettext("moved: %(why)s", why=why)
    return {
        "title": meeting.title,
        "pairs": list(zip(before, after, strict=True)),
        "is_changed": item.is_changed,
        "note": note,
    }


def _when(start: Any, end: Any) -> str:
    first, last = start.astimezone(PARIS), end.astimezone(PARIS)
    return gettext(
        "%(day)s, %(start)s to %(end)s", day=date_in_words(first), start=hour_in_words(first), end=hour_in_words(last)
    )
