"""School holidays of zone A, on screen, and the ministry's calendar loaded from its file after a preview."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mdo.days_off.days import Period, check_holiday
from mdo.days_off.ministry_file import MOST_BYTES, ComparedPeriod, Read, compare, read_calendar
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.journal import Door
from models.network import SchoolHoliday
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import clean_text, parse_date
from views.base.filters import DateFilter
from views.base.integrity import violation_of
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import date_in_words

SOURCE_URL = "https://data.education.gouv.fr/explore/dataset/fr-en-calendrier-scolaire/"
_MOST_PERIODS = 200
_MOST_LABEL = 120


class SchoolHolidayView(BackofficeView):
    """School holidays of zone A."""

    model = SchoolHoliday
    route_base = "/vacances-scolaires"
    order = ("start_on", "desc")
    intro = N_("Zone A, both days included: no meeting of a series of the network falls on these days.")
    filters = (DateFilter("end_on", N_("Until"), SchoolHoliday.end_on),)

    def list_actions(self) -> Sequence[Link]:
        if not self._may_load():
            return ()
        return (Link(gettext("Load the ministry’s calendar"), self.url("load"), "upload"),)

    def _may_load(self) -> bool:
        return self.may("can_add") and self.may("can_edit")

    @expose("/load", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def load(self) -> Any:
        """GET asks for the file, POST shows what it would add and change. Writes nothing."""
        if not self._may_load():
            abort(403)
        if request.method != "POST":
            return self._page()
        sent = request.files.get("file")
        try:
            content = sent.stream.read(MOST_BYTES + 1) if sent is not None else b""
            read = read_calendar(content, context_of(db.session).today)
        except RuleViolation as violation:
            return self._page(error=violation.text(gettext), status=422)
        return self._page(read=read, compared=compare(read.periods, _stored()))

    @expose("/load/apply", methods=["POST"])
    @has_access
    @permission_name("add")
    def apply(self) -> Any:
        """Writes the ticked periods, as one entry of the journal."""
        if not self._may_load():
            abort(403)
        periods = _ticked(request.form.getlist("period"))
        if not periods:
            flash(gettext("Tick at least one period first."), "warning")
            return redirect(self.url("load"))
        through(db.session, Door.IMPORT, gettext("School holidays loaded from the ministry’s calendar"))
        try:
            total = _write(compare(periods, _stored()))
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            violation = error if isinstance(error, RuleViolation) else violation_of(error, SchoolHoliday.__table__)
            flash(violation.text(gettext), "danger")
            return redirect(self.url("load"))
        flash_undoable(ngettext("%(num)d period loaded.", "%(num)d periods loaded.", total), entry_id)
        return redirect(self.url("list"))

    def _page(
        self, *, read: Read | None = None, compared: Sequence[ComparedPeriod] = (), error: str = "", status: int = 200
    ) -> Any:
        title = gettext("Load the ministry’s calendar")
        return render(
            "days_off/school_holidays.html",
            status=status,
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            source_url=SOURCE_URL,
            is_read=read is not None,
            over=read.over if read is not None else 0,
            errors=[(number, violation.text(gettext)) for number, violation in (read.errors if read else ())],
            rows=[_row(item) for item in compared],
            to_write=sum(1 for item in compared if not item.is_same),
            error=error,
            load_url=self.url("load"),
            apply_url=self.url("apply"),
            cancel_url=self.url("list"),
        )


def _stored() -> Sequence[SchoolHoliday]:
    return db.session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.start_on)).all()


def _row(item: ComparedPeriod) -> dict[str, Any]:
    period, stored = item.period, item.stored
    return {
        "label": period.label,
        "start": date_in_words(period.start_on),
        "end": date_in_words(period.end_on),
        "state": "same" if item.is_same else "new" if item.is_new else "changed",
        "before": f"{stored.label}, {date_in_words(stored.start_on)} – {date_in_words(stored.end_on)}"
        if stored is not None and not item.is_same
        else "",
        "value": f"{period.start_on.isoformat()}/{period.end_on.isoformat()}/{period.label}",
    }


def _ticked(values: Sequence[str]) -> list[Period]:
    """The periods that the preview sent back; what is none is left out."""
    found = []
    for value in values[:_MOST_PERIODS]:
        first, _, rest = value.partition("/")
        last, _, label = rest.partition("/")
        start, end, words = parse_date(first), parse_date(last), clean_text(label)
        if start is not None and end is not None and words:
            found.append(Period(words[:_MOST_LABEL], start, end))
    return found


def _write(compared: Sequence[ComparedPeriod]) -> int:
    """Adds and changes the periods; returns how many. Raises RuleViolation for two on a common day."""
    total = 0
    rows = list(_stored())
    with db.session.no_autoflush:
        for item in compared:
            if item.is_same:
                continue
            row = item.stored if item.stored is not None else SchoolHoliday()
            row.label, row.start_on, row.end_on = item.period.label, item.period.start_on, item.period.end_on
            if item.stored is None:
                rows.append(row)
                db.session.add(row)
            total += 1
        for row in rows:
            check_holiday(row, rows)
    return total
