"""Evening hours: each agent's own month, in her own count, and the totals that agents chose to share."""

from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_date
from werkzeug.wrappers import Response

from mdo.calendar.evening_columns import EVENING_COLUMNS, SHARED_COLUMNS
from mdo.calendar.evening_hours import count_own, evenings_in, is_shared, share, shared_totals
from mdo.calendar.evenings import Evening, total_of
from mdo.calendar.month import Month
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import PARIS
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_table
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import full_date
from views.calendar.words import hours_in_words, length_in_words
from views.security.gate import may, require_identity

_VIEW = "EveningView"
_PAGE = f"{_VIEW}.list"


class EveningView(BaseView):
    """The evenings of the reader and, with the right to it, the totals that are shared."""

    route_base = "/soirees"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> Any:
        """A month, by default the present one."""
        month, user_id = _month(), require_identity().id
        evenings = evenings_in(db.session, user_id, month)
        total, title = total_of(evenings), gettext("Evening hours")
        shared = shared_totals(db.session, month) if may("can_oversee", "EveningView") else None
        return render(
            "calendar/evenings.html",
            title=title,
            crumbs=(Crumb(title),),
            here=_in_words(month),
            export=_file("export", month) if evenings and may("can_export", _VIEW) else None,
            export_shared=_file("export_shared", month) if shared else None,
            month=month.written,
            previous=_step(month, -1),
            next=_step(month, 1),
            rows=[_row(item) for item in evenings],
            evenings=total.evenings,
            most=current_app.extensions["mdo_settings"].evenings_per_month,
            total=length_in_words(total.minutes),
            is_shared=is_shared(db.session, user_id),
            may_change=may("can_edit", "EveningView"),
            opens_meetings=may("can_show", "MeetingView"),
            shared=None
            if shared is None
            else [(name, item.evenings, length_in_words(item.minutes)) for name, item in shared],
        )

    @expose("/export")
    @has_access
    def export(self) -> Response:
        """One's own month as an Excel file."""
        month = _month()
        rows = evenings_in(db.session, require_identity().id, month)
        return send_table(
            title=gettext("My evenings"), columns=EVENING_COLUMNS, rows=rows, what=_VIEW, filters=_in_words(month)
        )

    @expose("/partagees/export")
    @has_access
    @permission_name("oversee")
    def export_shared(self) -> Response:
        """The totals that are shared, as an Excel file."""
        month = _month()
        rows = shared_totals(db.session, month)
        return send_table(
            title=gettext("Shared by the team"), columns=SHARED_COLUMNS, rows=rows, what=_VIEW, filters=_in_words(month)
        )

    @expose("/partage", methods=["POST"])
    @has_access
    @permission_name("edit")
    def share(self) -> Response:
        """Shares one's own total, or no longer."""
        is_on = request.form.get("share") == "1"
        text = gettext("Your total is shared.") if is_on else gettext("Your total is yours alone again.")
        through(db.session, Door.FORM, gettext("Evening hours"))
        share(db.session, require_identity().id, is_on=is_on)
        flash_undoable(text, commit_undoable())
        return _back()

    @expose("/compte/<int:meeting_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def count(self, meeting_id: int) -> Response:
        """Keeps what the reader counts for a meeting of hers; left empty, the rule counts again."""
        user_id = require_identity().id
        evening = next(
            (item for item in evenings_in(db.session, user_id, _month()) if item.meeting_id == meeting_id), None
        )
        if evening is None:
            abort(404)
        try:
            minutes = _minutes(request.form.get("minutes", ""))
            through(db.session, Door.FORM, gettext("Evening hours"))
            count_own(db.session, user_id, meeting_id, None if minutes == evening.by_rule else minutes)
            entry_id = commit_undoable()
        except RuleViolation as refusal:
            db.session.rollback()
            flash(refusal.text(gettext), "danger")
        else:
            flash_undoable(gettext("Saved: %(what)s.", what=evening.title), entry_id)
        return _back()


def _minutes(text: str) -> int | None:
    """What is typed, in minutes; None when empty, a number that the rule refuses when it is none."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else -1


def _month() -> Month:
    return Month.read(request.values.get("month", "")) or Month.of(context_of(db.session).today)


def _in_words(month: Month) -> str:
    words: str = format_date(month.first, "LLLL y")
    return words


def _file(endpoint: str, month: Month) -> Link:
    address = url_for(f"{_VIEW}.{endpoint}", month=month.written)
    return Link(gettext("Excel"), address, "file-earmark-spreadsheet", is_file=True)


def _back() -> Response:
    return redirect(url_for(_PAGE, month=_month().written), 303)


def _step(month: Month, step: int) -> Link:
    target = month.shifted(step)
    label = gettext("Next month") if step > 0 else gettext("Previous month")
    return Link(f"{label} ({format_date(target.first, 'LLLL y')})", url_for(_PAGE, month=target.written))


def _row(evening: Evening) -> dict[str, Any]:
    return {
        "id": evening.meeting_id,
        "title": " – ".join(filter(None, (evening.title, evening.body))),
        "day": full_date(evening.start_at.astimezone(PARIS).date()),
        "hours": hours_in_words(evening.start_at, evening.end_at),
        "by_rule": length_in_words(evening.by_rule),
        "shared": length_in_words(evening.shared) if evening.shared else "",
        "rule_minutes": evening.by_rule,
        "minutes": evening.minutes,
        "words": length_in_words(evening.minutes),
        "is_own": evening.own_count is not None,
    }
