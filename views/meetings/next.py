"""What comes next for a meeting on the day that it is: the first buttons of its page."""

from collections.abc import Iterator
from dataclasses import replace

from flask import current_app, url_for
from sqlalchemy import select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.periods import PARIS
from mdo.meetings.states import day_of, following_of, is_session, is_to_come, took_place
from models.attendance import Attendance, Presence
from models.base import utc_now
from models.documents import Document, DocumentKind, PaperKind
from models.meetings import AgendaItem, Meeting, MeetingState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Link
from views.documents.pages import WORD
from views.meetings.page import act_label
from views.security.gate import may

_ATTENDANCE = "AttendanceView"


def next_links(meeting: Meeting) -> tuple[Link, ...]:
    """The next thing to do, then the one after it where it may be done at once; for a reader who may change it.

    Before the day: what is missing, then to convene; then to write to them, and to prepare the sheet. On the day: the
    attendance, and to close once it has begun. After: the attendance while nobody is marked, to close, then the
    minutes, begun and written, approved and published. To close is the main action once somebody is marked.
    """
    return tuple(_first_two(meeting, _next(meeting)))


def _first_two(meeting: Meeting, links: Iterator[Link]) -> Iterator[Link]:
    for link, style in zip(links, ("primary", "secondary"), strict=False):
        is_early = _closes(link) and not is_marked(meeting)
        yield replace(link, style="secondary" if is_early else style)


def _closes(link: Link) -> bool:
    return ("to", MeetingState.HELD.value) in link.fields


def is_marked(meeting: Meeting) -> bool:
    """Whether it was said of somebody convened or come what became of them."""
    marked = select(Attendance.id).where(Attendance.meeting_id == meeting.id, Attendance.presence != Presence.EXPECTED)
    return db.session.scalar(marked.limit(1)) is not None


def _next(meeting: Meeting) -> Iterator[Link]:
    if is_session(meeting) and took_place(meeting.state):
        return  # nobody writes the minutes of a session: what is next is on the page of its event
    today, now = context_of(db.session).today, utc_now()
    will_be = is_to_come(meeting.start_at, today, now)
    is_today = day_of(meeting) == today
    is_over = day_of(meeting) < today or (is_today and _is_over(meeting))
    has_list = meeting.convened_at is not None and meeting.state is MeetingState.PREPARED
    is_convened = meeting.state is MeetingState.CONVENED or has_list
    if is_convened and (not is_marked(meeting) if is_over else is_today):
        if may("can_edit", _ATTENDANCE):
            yield attendance_link(meeting.id)
    elif will_be and meeting.state in (MeetingState.PREPARED, MeetingState.CONVENED):
        yield from _missing(meeting)
        if meeting.state is MeetingState.CONVENED:
            yield from _before_the_day(meeting)
    elif meeting.state is MeetingState.HELD and _lacks(meeting, DocumentKind.MINUTES):
        yield _paper_link(meeting, PaperKind.MINUTES, gettext("Begin the minutes"))
    step = _next_step(meeting, will_be=will_be)
    if step is None:
        return
    # The list is settled first, then the message leaves: « convened » is said by itself once it did from here.
    if step is MeetingState.CONVENED and has_list and may("can_edit", "MailView"):
        yield convocation_link(meeting)
        if current_app.extensions["mdo_settings"].mail_server is not None:
            return
    if step is MeetingState.CONVENED and not has_list and may("can_edit", _ATTENDANCE):
        yield Link(gettext("Convene"), url_for(f"{_ATTENDANCE}.convene", meeting_id=meeting.id), "send")
        return
    yield step_link(meeting, step)


def attendance_link(meeting_id: int) -> Link:
    """To the attendance: the page of the desk or, on a phone, that of the evening (static/js/phone.js)."""
    desk = url_for(f"{_ATTENDANCE}.show", meeting_id=meeting_id)
    phone = url_for(f"{_ATTENDANCE}.roll_call", meeting_id=meeting_id)
    return Link(gettext("Attendance (action)"), desk, "check2-square", phone_url=phone)


def step_link(meeting: Meeting, step: MeetingState) -> Link:
    fields = (("to", step.value), ("origin", meeting.state.value))
    url = url_for("MeetingView.change_state", pk=meeting.id)
    return Link(act_label(meeting, step), url, "check-lg", is_post=True, fields=fields)


def told_link(meeting: Meeting) -> Link:
    """« Les membres sont convoqués », or those who registered told: by one press of a meeting in preparation."""
    return step_link(meeting, MeetingState.CONVENED)


def convocation_link(meeting: Meeting) -> Link:
    """To the page of the message that convenes: it sends it, or gives what to copy where no mail server is set."""
    sends = current_app.extensions["mdo_settings"].mail_server is not None
    words = gettext("Send the convocation") if sends else gettext("Prepare the convocation")
    return Link(words, url_for("MailView.compose", pk=meeting.id), "send" if sends else "envelope")


def _is_over(meeting: Meeting) -> bool:
    """Whether the last hour of its own day has passed."""
    now = utc_now()
    return day_of(meeting) == now.astimezone(PARIS).date() and meeting.end_at <= now


def _missing(meeting: Meeting) -> Iterator[Link]:
    """What is to be completed before the members are told."""
    if not (meeting.place or meeting.online_url) or meeting.organiser_id is None:
        yield Link(gettext("Complete"), url_for("MeetingView.edit", pk=meeting.id), "pencil", act="edit")
    elif is_session(meeting):  # it has the programme of its event
        return
    elif db.session.scalar(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id).limit(1)) is None:
        yield Link(gettext("Complete the agenda"), f"{url_for('MeetingView.show', pk=meeting.id)}#agenda", "list-check")


def _before_the_day(meeting: Meeting) -> Iterator[Link]:
    """What is left to do once the members were told."""
    if meeting.convened_at is not None and may("can_export", "MailView"):
        yield Link(write_words(meeting), url_for("MailView.write_to_meeting", pk=meeting.id), "envelope")
    if _lacks(meeting, DocumentKind.SIGN_IN_SHEET):
        yield _paper_link(meeting, PaperKind.SIGN_IN_SHEET, gettext("Prepare the sign-in sheet"))


def write_words(meeting: Meeting) -> str:
    """« Écrire aux membres », or to those who registered for its event."""
    return gettext("Write to those who registered") if is_session(meeting) else gettext("Write to the members")


def _paper_link(meeting: Meeting, kind: PaperKind, words: str) -> Link:
    fields = (("kind", kind.value), ("format", WORD))
    return Link(words, url_for("PaperView.make", pk=meeting.id), "file-earmark-word", is_post=True, fields=fields)


def _lacks(meeting: Meeting, kind: DocumentKind) -> bool:
    """Whether nobody made this paper yet, for who may."""
    if not may("can_edit", "PaperView"):
        return False
    of_kind = select(Document.id).where(
        Document.meeting_id == meeting.id, Document.kind == kind, ~Document.is_withdrawn
    )
    return db.session.scalar(of_kind.limit(1)) is None


def _next_step(meeting: Meeting, *, will_be: bool) -> MeetingState | None:
    """The next state of an ordinary life, by the day: one that may be reached by one press."""
    if meeting.state in (MeetingState.POSTPONED, MeetingState.CANCELLED):
        return None
    following = [state for state in following_of(meeting) if not (will_be and took_place(state))]
    if not will_be:
        following = [state for state in following if took_place(state)]
    return following[0] if following else None
