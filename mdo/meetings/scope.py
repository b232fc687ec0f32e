"""What stands where its meeting does: who of those with limits reads it and writes it."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from mdo.instances.scope import deleted_in_body, readable_instances, sittings, writable_instances
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.placements import Carried, Clauses, Criterion, Guard, Places, WrittenRow
from mdo.kernel.scope.written import check_named, found, old_and_new
from mdo.people.scope import readable_people, reads_organisation
from models.attendance import Attendance
from models.meetings import Meeting
from models.organisations import Organisation
from models.placement import ByMeeting
from models.types import number_at

# By names of their own, as in `mdo.instances.scope`.
_meeting = Meeting.__table__.alias()
_organisation = Organisation.__table__.alias()


def readable_meetings(scope: Scope) -> Select[Any]:
    """Ids of the meetings of readable bodies and, but for an élu·e, of the network's: what hangs on them is read."""
    of_bodies = _meeting.c.instance_id.in_(readable_instances(scope))
    if scope.reach is Reach.ELECTED:
        return select(_meeting.c.id).where(of_bodies)
    # Those of the network; who comes to the sessions of an event, and what a jury says, is the mission's to know.
    of_network = and_(_meeting.c.instance_id.is_(None), _meeting.c.event_id.is_(None), _meeting.c.id.not_in(sittings()))
    return select(_meeting.c.id).where(or_(of_network, of_bodies))


def writable_meetings(scope: Scope) -> Select[Any]:
    """Ids of the meetings of the bodies that one may change."""
    return select(_meeting.c.id).where(_meeting.c.instance_id.in_(writable_instances(scope)))


def _of_meetings(placement: ByMeeting, scope: Scope) -> Criterion:
    meetings = readable_meetings(scope)
    if not placement.has_owner:
        return lambda cls: cls.meeting_id.in_(meetings)
    user_id = scope.user_id
    return lambda cls: or_(cls.meeting_id.in_(meetings), cls.owner_id == user_id)


def _of_own_meetings(
    model: Any, placement: ByMeeting, scope: Scope, today: dt.date, *, row_by_row: bool
) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = model.meeting_id.in_(writable_meetings(scope))
    return or_(clause, model.owner_id == scope.user_id) if placement.has_owner else clause


def _ask(session: Session, rows: Sequence[WrittenRow], scope: Scope, today: dt.date) -> set[int]:
    ids = {value for written in rows for value in old_and_new(written.row, "meeting_id")}
    asked = writable_meetings(scope)
    return found(ids, lambda some: session.connection().scalars(asked.where(_meeting.c.id.in_(some))))


def _check(written: WrittenRow, scope: Scope, meetings: Collection[int]) -> None:
    assert isinstance(written.placement, ByMeeting)
    if not (written.placement.has_owner and _stays_own(written.row, scope)):
        check_named(written.row, "meeting_id", Meeting, meetings)


def _stays_own(row: Any, scope: Scope) -> bool:
    return old_and_new(row, "owner_id") == {scope.user_id} and len(old_and_new(row, "meeting_id")) == 1


def _names_nobody_hidden(change: Any, scope: Scope) -> ColumnElement[bool]:
    """A line of attendance bears the name of whom it is about: a guest may be out of sight."""
    person, organisation = (number_at(change.fields, name, 0) for name in ("person_id", "organisation_id"))
    seen = select(_organisation.c.id).where(_organisation.c.id == organisation)
    return and_(
        or_(person.is_(None), person.in_(readable_people(scope))),
        or_(organisation.is_(None), seen.where(reads_organisation(_organisation.c, scope)).exists()),
    )


PLACES = Places(
    clauses=(Clauses(ByMeeting, _of_meetings, _of_own_meetings, Guard(_check, _ask), (deleted_in_body,)),),
    named={Attendance: _names_nobody_hidden},
    carried={
        "meeting_id": Carried(
            Meeting,
            frozenset({("MeetingView", "can_show"), ("PaperView", "can_show")}),
            readable_meetings,
            lambda scope, today: writable_meetings(scope),
        )
    },
)
