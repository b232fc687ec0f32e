"""Letters to the people of a list: of which lists one writes to whom."""

import datetime as dt
import enum
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.mail.addressees import (
    Mailing,
    mailing_of_lines,
    mailing_of_mandates,
    mailing_of_organisations,
    mailing_of_people,
    mailing_of_referents,
)
from mdo.people.sitting import expired_among
from models.attendance import Attendance
from models.network import Referent
from models.organisations import Organisation
from models.people import Mandate, Person


class LetterKind(enum.StrEnum):
    """What the rows of a list are; the value names their ids in forms."""

    PERSON = "person"
    MANDATE = "mandate"
    ORGANISATION = "organisation"
    REFERENT = "referent"
    ATTENDANCE = "attendance"


MODELS: dict[LetterKind, Any] = {
    LetterKind.PERSON: Person,
    LetterKind.MANDATE: Mandate,
    LetterKind.ORGANISATION: Organisation,
    LetterKind.REFERENT: Referent,
    LetterKind.ATTENDANCE: Attendance,
}
_LOADS: dict[LetterKind, tuple[Any, ...]] = {
    LetterKind.PERSON: (),
    LetterKind.MANDATE: (Mandate.person, Mandate.organisation, Mandate.instance, Mandate.function),
    LetterKind.ORGANISATION: (),
    LetterKind.REFERENT: (Referent.user, Referent.arrondissement),
    LetterKind.ATTENDANCE: (Attendance.person, Attendance.organisation, Attendance.user),
}


def mailing_of(session: AnySession, kind: LetterKind, ids: Collection[int], today: dt.date) -> Mailing:
    """Those whom the rows of these ids are about, among the rows that the reader sees."""
    model = MODELS[kind]
    statement: Select[Any] = select(model).where(model.id.in_(ids)).order_by(model.id)
    rows = session.scalars(statement.options(*(joinedload(relation) for relation in _LOADS[kind]))).all()
    match kind:
        case LetterKind.PERSON:
            return mailing_of_people(rows, today)
        case LetterKind.MANDATE:
            return mailing_of_mandates(rows, today, expired_among(session, [row.id for row in rows], today))
        case LetterKind.ORGANISATION:
            return mailing_of_organisations(rows)
        case LetterKind.REFERENT:
            return mailing_of_referents(rows)
    return mailing_of_lines(rows, today)
