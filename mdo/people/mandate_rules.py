"""Every rule of one mandate, in the order in which a person would fix them: forms and imports call this."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mdo.bounds import check_bounds
from mdo.context import AnySession
from mdo.errors import RuleViolation
from mdo.instances.rules import rules_of
from mdo.messages import N_
from mdo.people.ages import check_minimum_age
from mdo.people.mandates import check_dates, check_end_reason, check_overlap, check_place, check_seat_is_free
from mdo.people.renewal import check_term_limit
from mdo.relations import target_of
from models.instances import Instance
from models.people import Mandate


def check_mandate(mandate: Mandate, others: Sequence[Mandate], today: dt.date) -> None:
    """Checks a mandate whose body and function are known; `others` are those of the same holder or seat there.

    The minimum age counts on the day of the start, or today when it is unknown. Raises RuleViolation.
    """
    if target_of(mandate, "person") is None and target_of(mandate, "organisation") is None:
        raise RuleViolation(N_("Name the person, or the association that holds the mandate."), field="person_id")
    check_bounds(mandate)
    check_dates(mandate)
    check_end_reason(mandate)
    check_place(mandate)
    check_overlap(mandate, others)
    check_seat_is_free(mandate, others)
    check_term_limit(mandate)
    if mandate.person is not None:
        minimum_age = rules_of(mandate.instance).minimum_age
        check_minimum_age(mandate.person.birth_year, minimum_age, mandate.start_on or today)


def others_of(session: AnySession, mandate: Mandate) -> list[Mandate]:
    """The other stored mandates of the same holder or seat in the same body, with what the rules read; one statement.

    The mandate may be new, and its relations not flushed yet.
    """
    same = [
        getattr(Mandate, f"{relation}_id") == target
        for relation in ("person", "organisation", "seat")
        if isinstance(target := target_of(mandate, relation), int)
    ]
    if not same:
        return []
    statement = (
        select(Mandate)
        .where(Mandate.instance_id == target_of(mandate, "instance"), or_(*same))
        .options(
            joinedload(Mandate.function),
            joinedload(Mandate.person),
            joinedload(Mandate.organisation),
            joinedload(Mandate.instance).joinedload(Instance.type),
        )
        .order_by(Mandate.id)
    )
    with session.no_autoflush:
        return [other for other in session.scalars(statement) if other is not mandate]
