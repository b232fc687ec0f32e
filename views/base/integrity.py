"""Database refusals in words: no SQL text or value ever reaches a page."""

import re

from sqlalchemy import CheckConstraint, Constraint, Index, Table
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.schema import ColumnCollectionConstraint

from mdo.kernel.base.database import is_full
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.refused import Refusal, Refused, refusal_of
from models.base import metadata
from views.base.refusals import busy

_DUPLICATE = N_("This value already exists: choose another one, or open the row that has it.")
IN_USE = N_("This row is still used elsewhere: end or detach what depends on it first.")
_GONE = N_("What was chosen is gone meanwhile: open the form again, then choose anew.")
_REFUSED = N_("Nothing was saved: a value is missing or outside its limits.")
_MISSING = N_("Fill this field.")
_STALE = N_("Someone saved this row at the same moment: check the values and save again.")

_CHECK_WORDS = {
    "planned_end_after_start": (N_("The planned end comes before the start."), "planned_end_on"),
    "end_after_start": (N_("The end comes before the start."), "ended_on"),
    "dates_ordered": (N_("The end comes before the start."), "end_on"),
    "convention_dates_ordered": (N_("The end comes before the start."), "convention_end_on"),
    "dissolved_after_created": (N_("The dissolution comes before the creation."), "dissolved_on"),
    "closed_after_opened": (N_("The end comes before the start."), "closed_on"),
    "person_or_organisation": (N_("Choose a person or an association."), "person"),
    "not_own_replacement": (N_("An account cannot replace itself."), "replacement"),
    "not_own_parent": (N_("A body cannot be attached to itself."), "parent"),
    "of_type_or_instance": (N_("Choose either a type of body or one body."), "instance"),
    "quorum_is_fraction": (
        N_("The quorum is a fraction: the numerator is at most the denominator."),
        "quorum_numerator",
    ),
}


def violation_of(error: SQLAlchemyError, table: Table | None = None, *, is_delete: bool = False) -> RuleViolation:
    """The sentence for a refused write, at its field where the database names one of `table`.

    Without a table, that of the row that was refused. `is_delete` says that rows were to go: others point to them. For
    want of room there is no sentence: the error goes on, to the page that says so.
    """
    if is_full(getattr(error, "orig", None)):
        raise error
    if isinstance(error, StaleDataError):
        return RuleViolation(_STALE)
    if isinstance(error, IntegrityError):
        refusal = refusal_of(error)
        if table is None and refusal.table is not None:
            table = metadata.tables.get(refusal.table)
        return _in_words(refusal, table, is_delete=is_delete)
    if isinstance(error, OperationalError):
        return busy()
    return RuleViolation(_REFUSED)


def _in_words(refusal: Refusal, table: Table | None, *, is_delete: bool) -> RuleViolation:
    of_table = table if table is not None and refusal.table in (None, table.name) else None
    match refusal.why:
        case Refused.IN_USE:
            return RuleViolation(IN_USE)
        case Refused.GONE:
            return RuleViolation(IN_USE if is_delete else _GONE, field=_field_of(refusal, of_table))
        case Refused.UNIQUE:
            return RuleViolation(_DUPLICATE, field=_field_of(refusal, of_table))
        case Refused.MISSING:
            return RuleViolation(_MISSING, field=refusal.column) if of_table is not None else RuleViolation(_REFUSED)
        case Refused.CHECK:
            name = refusal.constraint or ""
            for ending, (message, field) in _CHECK_WORDS.items():
                if name.endswith(ending):
                    return RuleViolation(message, field=field)
            return RuleViolation(_REFUSED, field=_checked_field(name, of_table))
    return RuleViolation(_REFUSED)


def _field_of(refusal: Refusal, table: Table | None) -> str | None:
    """The last column of what was refused, on either database: it is the one that tells rows apart."""
    if table is None:
        return None
    own: tuple[Constraint | Index, ...] = (*table.constraints, *table.indexes)
    for found in own:
        if refusal.constraint is not None and found.name == refusal.constraint:
            return str(list(found.columns)[-1].key) if isinstance(found, ColumnCollectionConstraint | Index) else None
    return refusal.column


def _checked_field(constraint_name: str, table: Table | None) -> str | None:
    """The column that a check is about, when it is about one."""
    for constraint in table.constraints if table is not None and constraint_name else ():
        if isinstance(constraint, CheckConstraint) and str(constraint.name) == constraint_name:
            words = set(re.findall(r"\w+", str(constraint.sqltext)))
            columns = [column.key for column in constraint.table.columns if column.name in words]
            return columns[0] if len(columns) == 1 else None
    return None
