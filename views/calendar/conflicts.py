"""« Conflits d'agenda » of a meeting: beside its dates as they are typed, and once it is saved. They never stop it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, flash, request, url_for
from werkzeug.datastructures import MultiDict

from config import Settings
from mdo.calendar.conflict_search import findings_on
from mdo.calendar.conflicts import USUAL_LENGTH, MeetingInMind
from mdo.kernel.base.context import context_of
from mdo.kernel.states.acts import Act
from mdo.meetings.called import is_of_network
from models.bounds import LAST_DAY
from models.meetings import Meeting, MeetingKind
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.forms import RecordForm
from views.base.moments import parse_moment
from views.base.pages import Link, Panel
from views.base.words import language
from views.calendar.words import Advice, advice_of
from views.security.gate import may

_FIELDS = ("start_at", "end_at", "place", "room", "kind", "instance", "is_public", "organiser", "facilitators")


def is_open_to_all(kind: Any, is_public: bool) -> bool:
    """Whether a meeting is said in public: open to all, or a public meeting by its kind."""
    return is_public or kind == MeetingKind.PUBLIC


class AgendaConflicts:
    """For the view of the meetings: what its form and its page say of a date, and the meeting as a file."""

    def advice(self, names: Iterable[str], form: RecordForm, row: Any) -> Panel | None:
        """The panel under the section of the dates."""
        if "start_at" not in names or "start_at" not in form:
            return None
        planned = _planned_in(form, row)
        is_network = "kind" in form and form["kind"].data == MeetingKind.NETWORK
        advice = _advice(planned, is_network=is_network) if planned is not None else None
        url = url_for("CalendarView.conflicts", meeting=row.id if row is not None else None)
        data = {
            "advice": advice,
            "url": url,
            "fields": " ".join(name for name in _FIELDS if name in form),
            "after": "end_at" if "end_at" in names else "start_at",
        }
        return Panel(gettext("Conflicts of this date"), "calendar/conflicts.html", data)

    def act_advice(self, act: Act, row: Meeting) -> Panel | None:
        """Under the new date of a meeting that is moved."""
        url = url_for("CalendarView.conflicts", meeting=row.id, instance=row.instance_id, kind=row.kind.value)
        data = {"advice": None, "url": url, "fields": "start_at end_at", "after": "end_at"}
        return Panel(gettext("Conflicts of this date"), "calendar/conflicts.html", data)

    def record_actions(self, row: Meeting) -> tuple[Link, ...]:
        """Last, the meeting as a file for one's own calendar."""
        links: tuple[Link, ...] = super().record_actions(row)  # type: ignore[misc]  # the view beside which this stands
        if not may("can_list", "CalendarView"):
            return links
        file = url_for("CalendarView.meeting_file", pk=row.id)
        return (*links, Link(gettext("Put in my own calendar"), file, "calendar-range"))

    def after_save(self, row: Meeting) -> None:
        """Without a script, the warnings are read once it is saved: those that its page does not say itself."""
        planned = MeetingInMind(
            row.start_at,
            row.end_at,
            row.id,
            row.instance_id,
            row.place or "",
            row.room or "",
            row.organiser_id,
            frozenset(user.id for user in row.facilitators),
            is_open_to_all(row.kind, row.is_public),
        )
        advice = _advice(planned, is_network=is_of_network(row))
        is_said = self._comes_to_its_page(row)
        warnings = [
            remark.text
            for remark in (advice.remarks if advice else ())
            if remark.tone == "warning" and not (is_said and remark.is_of_day)
        ]
        if warnings:
            flash(gettext("Saved all the same; about this date: %(remarks)s", remarks=" ".join(warnings)), "warning")

    def _comes_to_its_page(self, row: Meeting) -> bool:
        """Whether the reader comes to the page of the meeting once it is saved."""
        view: Any = self
        if request.form.get("then"):
            return False
        is_new = (request.endpoint or "").endswith(".add")
        address: str = view.saved_url(row) if is_new else view.return_url(row)
        own_page: str = view.url("show", pk=row.id)
        return urlsplit(address).path == own_page


def conflicts_of_address(args: MultiDict[str, str]) -> Advice | None:
    """The same for what a form holds, given by an address; None without a date that can be read."""
    start_at = parse_moment(args.get("start_at", "")[:40])
    if start_at is None:
        return None
    end_at = parse_moment(args.get("end_at", "")[:40])
    planned = MeetingInMind(
        start_at,
        end_at if end_at is not None and end_at > start_at else start_at + USUAL_LENGTH,
        _first(args, "meeting"),
        _first(args, "instance"),
        args.get("place", "")[:200],
        args.get("room", "")[:120],
        _first(args, "organiser"),
        frozenset(posted_ids(args.getlist("facilitators")[:50])),
        is_open_to_all(args.get("kind"), bool(args.get("is_public"))),
    )
    return _advice(planned, is_network=planned.instance_id is None and args.get("kind") == MeetingKind.NETWORK)


def _first(args: MultiDict[str, str], name: str) -> int | None:
    return next(iter(posted_ids(args.getlist(name)[:1])), None)


def _planned_in(form: RecordForm, row: Any) -> MeetingInMind | None:
    values = {name: form[name].data if name in form else None for name in _FIELDS}
    start_at, end_at = values["start_at"], values["end_at"]
    if start_at is None:
        return None
    return MeetingInMind(
        start_at,
        end_at if end_at is not None and end_at > start_at else start_at + USUAL_LENGTH,
        row.id if row is not None else None,
        values["instance"],
        values["place"] or "",
        values["room"] or "",
        values["organiser"],
        frozenset(values["facilitators"] or ()),
        is_open_to_all(values["kind"], bool(values["is_public"])),
    )


def _advice(planned: MeetingInMind, *, is_network: bool) -> Advice | None:
    """None for a day that is past, of which nothing can be moved any more, and for one that no register takes."""
    if not context_of(db.session).today <= planned.day <= LAST_DAY:
        return None
    settings: Settings = current_app.extensions["mdo_settings"]
    findings = findings_on(
        db.session,
        planned,
        is_network=is_network,
        language=language(),
        most_evenings=settings.evenings_per_month,
    )
    return advice_of(findings, may_open=may("can_show", "MeetingView"))
