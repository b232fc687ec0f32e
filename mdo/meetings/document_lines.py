"""Who is on the sign-in sheet of a meeting: the list that was frozen, else who sits on its day, or who sat last."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.periods import day_of
from mdo.meetings.attendance import came_as, holder_of, is_visitor, juror_line, jurors, registered
from mdo.network.answering import answers_clause
from mdo.people.sitting import expired_among, sitting
from models.attendance import Attendance, Presence
from models.documents import Document, DocumentKind
from models.events import EventQuality, EventRegistration
from models.instances import College
from models.meetings import Meeting
from models.network import Referent
from models.people import Mandate
from models.text import fold

_HIDDEN = "…"


@dataclass(frozen=True)
class RosterLine:
    """A line of the sheet. `key` finds it when the sheet comes back: a12 an attendance, m34 a mandate, u5 an account,
    e6 a registration, j7 a juror.

    `came_as` is told of who is registered for an event and says no body. `represented_by` is a name. `college` is None
    for those of none. `is_expired`: the mandate is over, as are all those of the body.
    """

    key: str
    name: str
    quality: str = ""
    college: College | None = None
    presence: Presence = Presence.EXPECTED
    represented_by: str = ""
    is_visitor: bool = False
    is_expired: bool = False
    came_as: EventQuality | None = None


@dataclass(frozen=True)
class PaperCollege:
    """The lines of a college, by name; `name` is empty for those of no college."""

    name: str
    lines: tuple[RosterLine, ...]


def attendances_of(session: AnySession, meeting: Meeting) -> Sequence[Attendance]:
    """All that is recorded of who was convened or came, with the names, in one statement."""
    statement = (
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id)
        .options(
            joinedload(Attendance.person),
            joinedload(Attendance.organisation),
            joinedload(Attendance.user),
            joinedload(Attendance.college),
            joinedload(Attendance.registration),
            joinedload(Attendance.represented_by).joinedload(Attendance.person),
            joinedload(Attendance.represented_by).joinedload(Attendance.organisation),
            joinedload(Attendance.represented_by).joinedload(Attendance.user),
        )
    )
    return sorted(session.scalars(statement).unique(), key=lambda row: (fold(str(row)), row.id))


def lines_of(session: AnySession, meeting: Meeting) -> list[RosterLine]:
    """The members of the sheet by name: guests and visitors have a block of their own (`visitors_of`)."""
    if meeting.convened_at is not None:
        rows = [row for row in attendances_of(session, meeting) if not _is_aside(row)]
        over = expired_among(session, [row.mandate_id for row in rows], day_of(meeting.start_at))
        found = [replace(_of_attendance(row), is_expired=row.mandate_id in over) for row in rows]
    elif meeting.event_id is not None:
        found = [_of_registration(row) for row in registered(session, meeting.event_id)]
    elif meeting.juries:
        found = _of_jury(session, meeting)
    elif meeting.instance_id is None:
        found = _of_network(session, meeting)
    else:
        found = _of_body(session, meeting)
    return sorted(found, key=lambda line: (fold(line.name), line.key))


def visitors_of(session: AnySession, meeting: Meeting) -> list[RosterLine]:
    """The guests and the visitors that are known, by name."""
    known = {line.key for line in lines_of(session, meeting)}
    found = [_of_attendance(row) for row in attendances_of(session, meeting) if _is_aside(row)]
    return [line for line in found if line.key not in known]


def names_in(session: AnySession, document: Document) -> int:
    """How many people a document of a meeting names, by its list as it stands now; 1 for a paper that names none."""
    meeting = document.meeting
    if document.kind not in (DocumentKind.SIGN_IN_SHEET, DocumentKind.MINUTES) or meeting is None:
        return 1
    return max(1, len(lines_of(session, meeting)) + len(visitors_of(session, meeting)))


def _is_aside(row: Attendance) -> bool:
    return is_visitor(row) or row.presence is Presence.GUEST


def grouped(lines: Iterable[RosterLine]) -> list[PaperCollege]:
    """The lines by college, in the order of colleges; those of none come last."""
    colleges: dict[int, College] = {}
    by_college: dict[int, list[RosterLine]] = defaultdict(list)
    for line in lines:
        number = line.college.id if line.college is not None else 0
        if line.college is not None:
            colleges[number] = line.college
        by_college[number].append(line)
    order = sorted(colleges.values(), key=lambda college: (college.position, fold(college.name), college.id))
    found = [PaperCollege(college.name, tuple(by_college[college.id])) for college in order]
    return [*found, PaperCollege("", tuple(by_college[0]))] if by_college[0] else found


def _of_attendance(row: Attendance) -> RosterLine:
    return RosterLine(
        f"a{row.id}",
        str(row),
        row.quality or "",
        row.college,
        row.presence,
        str(row.represented_by) if row.represented_by is not None else "",
        is_visitor(row),
        came_as=came_as(row),
    )


def _of_registration(row: EventRegistration) -> RosterLine:
    """Somebody who has a place, before the list is settled."""
    if row.instance is None:
        return RosterLine(f"e{row.id}", row.name, came_as=row.quality)
    return RosterLine(f"e{row.id}", row.name, row.instance.name)


def _of_body(session: AnySession, meeting: Meeting) -> list[RosterLine]:
    """One line a holder, whatever mandates they add up in the body that day; where none is in force, who sat last."""
    statement = (
        select(Mandate)
        .options(
            joinedload(Mandate.person),
            joinedload(Mandate.organisation),
            joinedload(Mandate.function),
            joinedload(Mandate.college),
        )
        .order_by(Mandate.id)
    )
    known = {_holder_of(row): row for row in attendances_of(session, meeting)}
    by_holder: dict[Any, list[Mandate]] = defaultdict(list)
    found = sitting(session, statement, meeting.instance_id, day_of(meeting.start_at))
    for mandate in found.mandates:
        by_holder[_holder_of(mandate)].append(mandate)
    lines = (_of_mandates(held, known.get(holder)) for holder, held in by_holder.items())
    return [replace(line, is_expired=found.are_expired) for line in lines]


def _holder_of(row: Mandate | Attendance) -> tuple[str, int | None]:
    return ("person", row.person_id) if row.person_id is not None else ("organisation", row.organisation_id)


def _of_mandates(held: Sequence[Mandate], marked: Attendance | None) -> RosterLine:
    first = held[0]
    functions = [mandate.function.label for mandate in held if mandate.function.is_bureau]
    organisation = [str(first.organisation)] if first.person_id is not None and first.organisation is not None else []
    college = next((mandate.college for mandate in held if mandate.college is not None), None)
    quality = ", ".join(dict.fromkeys([*functions, *organisation]))
    if marked is not None:
        return RosterLine(f"a{marked.id}", str(marked), marked.quality or quality, college, marked.presence)
    return RosterLine(f"m{first.id}", str(first.person or first.organisation or _HIDDEN), quality, college)


def _of_jury(session: AnySession, meeting: Meeting) -> list[RosterLine]:
    known = {holder_of(row): row for row in attendances_of(session, meeting)}
    found = []
    for juror in jurors(session, meeting):
        marked = known.get(holder_of(juror_line(juror)))
        line = RosterLine(f"j{juror.id}", str(juror), juror.capacity or "")
        found.append(line if marked is None else _of_attendance(marked))
    return found


def _of_network(session: AnySession, meeting: Meeting) -> list[RosterLine]:
    statement = (
        select(Referent)
        .where(answers_clause(day_of(meeting.start_at)))
        .options(joinedload(Referent.user), joinedload(Referent.arrondissement))
        .order_by(Referent.arrondissement_id, Referent.id)
    )
    known = {row.user_id: row for row in attendances_of(session, meeting) if row.user_id is not None}
    found: dict[int, RosterLine] = {}
    for referent in session.scalars(statement):
        marked = known.get(referent.user_id)
        found.setdefault(
            referent.user_id,
            RosterLine(
                f"u{referent.user_id}" if marked is None else f"a{marked.id}",
                str(referent.user),
                referent.arrondissement.name,
                None,
                Presence.EXPECTED if marked is None else marked.presence,
            ),
        )
    return list(found.values())
