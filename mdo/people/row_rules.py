"""What is asked of the rows of people, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping, Sequence

from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules, Rule, nothing
from mdo.people.mandate_rules import Neighbours, check_mandate, others_of
from mdo.people.persons import check_person
from models.people import Mandate, Person


def _write_mandate(session: AnySession, row: Mandate, today: dt.date) -> None:
    if row.instance is not None and row.function is not None:  # else the form has already asked for them
        check_mandate(row, others_of(session, row), today)


def _rule_of_mandates(session: AnySession, rows: Sequence[Mandate]) -> Rule:
    """Many mandates at once: those that share a holder or a seat with them are read together."""
    neighbours = Neighbours(session, rows)
    return lambda session, row, today: check_mandate(row, neighbours.of(row), today, is_written=True)


RULES: Mapping[type, RowRules] = {
    Person: RowRules(lambda session, row, today: check_person(row, today)),
    Mandate: RowRules(_write_mandate, nothing, together=_rule_of_mandates),
}
