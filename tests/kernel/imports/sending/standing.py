"""Writes what stands in the register before a workbook comes (`sent/register.py`, and ALREADY of the module)."""

import datetime as dt
from types import ModuleType
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import PARIS
from models.instances import College, Instance, InstanceType, MandateFunction, Membership, Seat
from models.meetings import Meeting, MeetingKind, MeetingState
from models.organisations import OrganisationKind
from models.text import fold
from tests.kernel.imports.sent import register
from tests.support import factories as make

_CODES = {
    register.CQ: "conseil_quartier",
    register.CC: "conseil_citoyen",
    "conseil d'arrondissement des enfants": "conseil_enfants",
}
_KINDS = {"bureau": MeetingKind.BUREAU}
_STATES = {"tenue": MeetingState.HELD}
# Rules that no body has here.
_NO_RULE = dict.fromkeys(("term_months", "max_consecutive_terms", "minimum_age"))


def key_of(body: str) -> str:
    """A body as the modules call it (« conseil de quartier Gerland »), capitals and punctuation aside."""
    return fold(body)


def body_key(body: Instance) -> str:
    """The same of a stored body."""
    return fold(f"{body.type.label} {body.name}")


def stand(session: Session, module: ModuleType) -> None:
    """Writes it all; commits."""
    for kind, code in _CODES.items():
        row = session.scalars(select(InstanceType).filter_by(code=code)).one()
        row.membership = Membership.CLOSED
        for name in _NO_RULE:
            setattr(row, name, None)
        session.execute(delete(College).where(College.type_id == row.id))
        session.add_all(College(type=row, name=name) for name in register.COLLEGES.get(kind, ()))
    session.flush()
    with make.together():
        for kind, name, numbers, others in register.BODIES:
            make.InstanceFactory(
                name=name,
                type=session.scalars(select(InstanceType).filter_by(code=_CODES[kind])).one(),
                arrondissements=list(numbers),
                aliases="\n".join(others) or None,
                created_on=None,
            )
        for name in register.DIRECTIONS:
            make.OrganisationFactory(name=name, kind=OrganisationKind.DIRECTION)
        for name in register.ASSOCIATIONS:
            make.OrganisationFactory(name=name)
    bodies = {body_key(body): body for body in session.scalars(select(Instance))}
    _already(session, module.ALREADY, bodies)
    session.commit()
    session.expire_all()


def _already(session: Session, already: dict[str, Any], bodies: dict[str, Instance]) -> None:
    for seat in already.get("seats", ()):
        body = bodies[key_of(seat["body"])]
        college = session.scalars(select(College).filter_by(type_id=body.type_id, name=seat["college"])).one()
        session.add(Seat(instance=body, number=int(seat["number"]), college=college))
    for known in already.get("people", ()):
        make.PersonFactory(last_name=known["last_name"], first_name=known["first_name"])
    for fact in already.get("members", ()):
        mandate = fact["mandate"]
        make.MandateFactory(
            instance=bodies[key_of(mandate["body"])],
            person=make.PersonFactory(last_name=fact["person"]["last_name"], first_name=fact["person"]["first_name"]),
            function=session.scalars(select(MandateFunction).filter_by(code="membre")).one(),
            start_on=mandate["start"],
            planned_end_on=None,
        )
    for meeting in already.get("meetings", ()):
        start = dt.datetime.combine(meeting["day"], dt.time(18, 30), PARIS).astimezone(dt.UTC)
        session.add(
            Meeting(
                title=f"Bureau du {meeting['day']:%d/%m/%Y}",
                kind=_KINDS[meeting["kind"]],
                state=_STATES[meeting["state"]],
                instance=bodies[key_of(meeting["body"])],
                start_at=start,
                end_at=start + dt.timedelta(hours=2),
            )
        )
    session.flush()
