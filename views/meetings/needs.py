"""Whether a meeting is ready: the part of its page, what is said there of each need, and the needs of each kind."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.meetings.called import called
from mdo.meetings.fields import MEETING_NEED
from mdo.meetings.needs import BEFORE, Thing, missing_of, papers_of, said_of, say, things_of
from models.base import utc_now
from models.meetings import AgendaItem, Meeting
from models.readiness import CheckState, MeetingCheck, MeetingNeed
from views.base.attached import owner_to_change
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import clean_text
from views.base.filters import filters_of
from views.base.pages import Panel
from views.base.undoing import written
from views.base.view import BackofficeView
from views.base.words import date_in_words, moment_of, value_in_words
from views.meetings.forms import page_of
from views.meetings.ready import readiness_of
from views.security.gate import may

_LONGEST = 160


class NeedView(BackofficeView):
    """What meetings of each kind need besides their papers."""

    model = MeetingNeed
    route_base = "/besoins-des-reunions"
    order = ("kind", "asc")
    copied = ("label", "position", "days_before")
    carried = ("kind", "days_before")
    filters = filters_of(MEETING_NEED, "kind", "is_active")
    intro = N_(
        "What is seen to before a meeting of each kind, besides its place, agenda and convocation: the page of the "
        "meeting and the first page say what is missing."
    )


def ready_part(meeting: Meeting, may_change: bool) -> Panel | None:
    """What the meeting has of what it needs, each need with who saw to it; nothing once it is over or called off."""
    today = context_of(db.session).today
    if meeting.state not in BEFORE or day_of(meeting.start_at) < today:
        return None
    said = said_of(meeting.checks)
    things = _things(meeting, said)
    return Panel(
        gettext("Ready?"),
        "meetings/ready.html",
        {
            "meeting_id": meeting.id,
            "may_change": may_change,
            "ready": readiness_of(things),
            "lines": [_line(thing, said.get(thing.label)) for thing in _in_order(things)],
            "settings_url": url_for("NeedView.list", f_kind=meeting.kind.value) if may("can_edit", "NeedView") else "",
            "longest": _LONGEST,
        },
    )


def _things(meeting: Meeting, said: dict[str, MeetingCheck]) -> tuple[Thing, ...]:
    has_agenda = db.session.scalar(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id).limit(1))
    papers = papers_of(
        place=meeting.place,
        online_url=meeting.online_url,
        organiser_id=meeting.organiser_id,
        has_agenda=has_agenda is not None,
        instance_id=meeting.instance_id,
        event_id=meeting.event_id,
        convened_at=meeting.convened_at,
        state=meeting.state,
    )
    asked = [(need.id, need.label, need.days_before) for need in meeting.needs]
    states = {label: check.state for label, check in said.items()}
    return things_of(day_of(meeting.start_at), context_of(db.session).today, papers, asked, states)


def _in_order(things: tuple[Thing, ...]) -> list[Thing]:
    """What is open first, the most urgent before; then what is done."""
    return [*missing_of(things), *(thing for thing in things if thing.is_done)]


def _line(thing: Thing, check: MeetingCheck | None) -> dict[str, Any]:
    today = context_of(db.session).today
    is_paper = thing.paper is not None
    state = check.state if check is not None and not is_paper else CheckState.OPEN
    label = gettext(thing.label) if is_paper else thing.label
    return {
        "need_id": thing.need_id,
        "label": label[:1].upper() + label[1:],
        "state": "done" if thing.is_done else "late" if thing.is_late else "open",
        "words": value_in_words(CheckState.DONE if is_paper and thing.is_done else state),
        "is_done": thing.is_done,
        "is_not_needed": state is CheckState.NOT_NEEDED,
        "note": check.note or "" if check is not None and not is_paper else "",
        "who": str(check.user) if check is not None and check.user is not None and not is_paper else "",
        "when": moment_of(check.at, today) if check is not None and not is_paper else None,
        "due": "" if thing.is_done or is_paper else date_in_words(thing.due_on),
        "seen": check.version if check is not None else 0,
    }


class ReadyActs(BackofficeView):
    """What the page of a meeting says of its needs."""

    @expose("/<int:pk>/pret/<int:need_id>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def say_ready(self, pk: int, need_id: int) -> Any:
        """Says that a need is seen to, that this meeting does not have it, or that it is open again; with a note."""
        meeting = owner_to_change(self, pk, for_update=True)
        need = next((item for item in meeting.needs if item.id == need_id), None)
        wanted = request.form.get("state", "")
        if need is None or wanted not in set(CheckState):
            abort(404)
        note = (clean_text(request.form.get("note", "")) or "")[:_LONGEST]
        check = said_of(meeting.checks).get(need.label)
        seen = check.version if check is not None else 0
        back = page_of(pk, "ready")
        if request.form.get("seen") != str(seen):
            flash(_said_meanwhile(need, check, note), "warning")
            return redirect(back)

        def write() -> str:
            row = say(meeting, need, CheckState(wanted), note, now=utc_now(), user_id=context_of(db.session).actor_id)
            return gettext("%(need)s: %(state)s.", need=need, state=value_in_words(row.state).lower())

        written(gettext("Ready? – %(meeting)s", meeting=called(meeting)), write)
        return redirect(back)


def _said_meanwhile(need: MeetingNeed, check: MeetingCheck | None, note: str) -> str:
    now = value_in_words(check.state if check is not None else CheckState.OPEN).lower()
    who = str(check.user) if check is not None and check.user is not None else gettext("somebody")
    text = gettext("%(need)s: %(who)s said “%(state)s” meanwhile. Nothing was written.", need=need, who=who, state=now)
    return " ".join([text, *([gettext("Your note: “%(note)s”.", note=note)] if note else [])])
