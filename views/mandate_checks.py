"""The rules of a mandate, for each form that writes one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.context import context_of
from mdo.instances.rules import rules_of
from mdo.people.ages import check_minimum_age
from mdo.people.mandates import check_dates, check_overlap
from models.people import Mandate
from views.base.database import db


def check_mandate(row: Mandate) -> None:
    """The rules of a mandate, against the others of the same holder in the same body."""
    today = context_of(db.session).today
    check_dates(row)
    others: Sequence[Mandate] = ()
    if row.instance is not None and row.function is not None:
        holder = Mandate.person == row.person if row.person is not None else Mandate.organisation == row.organisation
        if not (row.person is not None and row.person.id is None):
            others = db.session.scalars(
                select(Mandate)
                .where(Mandate.instance == row.instance, holder)
                .options(joinedload(Mandate.function), joinedload(Mandate.instance))
            ).all()
    check_overlap(row, [other for other in others if other is not row])
    if row.person is not None and row.instance is not None:
        check_minimum_age(row.person.birth_year, rules_of(row.instance).minimum_age, row.start_on or today)
