"""The rules of a mandate, for each form that writes one."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mdo.context import context_of
from mdo.instances.rules import rules_of
from mdo.people.ages import check_minimum_age
from mdo.people.mandates import check_dates, check_end_reason, check_overlap, check_place, check_seat_is_free
from mdo.people.renewal import check_term_limit
from models.instances import Instance
from models.people import Mandate
from views.base.database import db


def check_mandate(row: Mandate) -> None:
    """Every rule of a mandate, against the others of the same holder or seat in the same body."""
    check_dates(row)
    check_end_reason(row)
    if row.instance is None or row.function is None:
        return  # the form has already asked for them
    check_place(row)
    check_term_limit(row)
    others = _others(row)
    check_overlap(row, others)
    check_seat_is_free(row, others)
    if row.person is not None:
        day = row.start_on or context_of(db.session).today
        check_minimum_age(row.person.birth_year, rules_of(row.instance).minimum_age, day)


def _others(row: Mandate) -> Sequence[Mandate]:
    same = []
    if row.person is not None and row.person.id is not None:
        same.append(Mandate.person_id == row.person.id)
    if row.organisation is not None:
        same.append(Mandate.organisation_id == row.organisation.id)
    if row.seat is not None:
        same.append(Mandate.seat_id == row.seat.id)
    if not same:
        return ()
    statement = (
        select(Mandate)
        .where(Mandate.instance_id == row.instance.id, or_(*same))
        .options(
            joinedload(Mandate.function), joinedload(Mandate.person), joinedload(Mandate.instance).joinedload(Instance.type)
        )
    )
    return [other for other in db.session.scalars(statement) if other is not row]
