"""Database refusals in words: no SQL text or value ever reaches a page (fab.md §0-11)."""

import re

from sqlalchemy import CheckConstraint, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from mdo.database import is_full
from mdo.errors import RuleViolation
from mdo.messages import N_
from views.base.refusals import busy

_DUPLICATE = N_("This value already exists: choose another one, or open the row that has it.")
_IN_USE = N_("This row is still used elsewhere: end or detach what depends on it first.")
_REFUSED = N_("Nothing was saved: a value is missing or outside its limits.")
_MISSING = N_("Fill this field.")
_STALE = N_("Someone saved this row at the same moment: check the values and save again.")

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?:\w+\.\w+, )*(\w+)\.(\w+)")
_POSTGRESQL_UNIQUE = re.compile(r'unique constraint "(\w+)"')
_NULL = re.compile(r'NOT NULL constraint failed: \w+\.(\w+)|null value in column "(\w+)"')
_CHECK = re.compile(r'(?:CHECK constraint failed: |check constraint ")(?:ck_)?(\w+)')
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


def violation_of(error: SQLAlchemyError, table: Table, *, is_delete: bool = False) -> RuleViolation:
    """The sentence for a refused write on `table`, at its field where the database names one.

    For want of room there is none: the error goes on, to the page that says so.
    """
    if is_full(getattr(error, "orig", None)):
        raise error
    if isinstance(error, StaleDataError):
        return RuleViolation(_STALE)
    text = str(getattr(error, "orig", error))
    if isinstance(error, IntegrityError):
        if is_delete or "FOREIGN KEY" in text or "foreign key" in text:
            return RuleViolation(_IN_USE if is_delete else _REFUSED)
        field = _unique_field(text, table)
        if field:
            return RuleViolation(_DUPLICATE, field=field)
        found = _NULL.search(text)
        if found:
            return RuleViolation(_MISSING, field=found[1] or found[2])
        found = _CHECK.search(text)
        for name, (message, checked_field) in _CHECK_WORDS.items():
            if found and found[1].endswith(name):
                return RuleViolation(message, field=checked_field)
        return RuleViolation(_REFUSED, field=_checked_field(found[1], table) if found else None)
    if isinstance(error, OperationalError):
        return busy()
    return RuleViolation(_REFUSED)


def _checked_field(constraint_name: str, table: Table) -> str | None:
    """The column that a check is about, when it is about one."""
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint) and str(constraint.name).endswith(constraint_name):
            words = set(re.findall(r"\w+", str(constraint.sqltext)))
            columns = [column.key for column in table.columns if column.name in words]
            return columns[0] if len(columns) == 1 else None
    return None


def _unique_field(text: str, table: Table) -> str | None:
    """The last column of what must be unique, on either database: it is the one that tells rows apart."""
    found = _SQLITE_UNIQUE.search(text)
    if found and found[1] == table.name:
        return found[2]
    found = _POSTGRESQL_UNIQUE.search(text)
    indexes = (index for index in table.indexes if index.unique)
    constraints = (item for item in table.constraints if isinstance(item, UniqueConstraint))
    for unique in (*constraints, *indexes):
        if found and unique.name == found[1]:
            return str(list(unique.columns)[-1].key)
    return None
