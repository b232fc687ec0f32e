"""Stored forms: what the journal, the lock and undo hold of a value, in JSON."""

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper

from models.accounts import Role, User
from models.base import Record
from models.types import UtcDateTime

# Kept by the machine, or secret: never in the journal, never in a form's opening values.
UNTRACKED = frozenset(
    {
        "id",
        "version",
        "created_at",
        "updated_at",
        "sort_key",
        "sequence",
        "token_hash",
        "last_read_at",  # of live links: a reading is in the access log
        "read_count",
        "password",
        "last_login",
        "login_count",
        "fail_login_count",
        "created_on",
        "changed_on",
        "created_by_fk",
        "changed_by_fk",
        "total_excl_tax",  # of lines: computed from what was typed
        "total_incl_tax",
        "content",  # of files: their size and SHA-256 tell which
        "stored_as",
        "access_needs",  # of who comes to an event: erased when it is over, so kept nowhere else
        "food",
        "has_evaluated",  # beside the answer, it would tell whose it is
        "told_at",
        "site_url",
    }
)
# What the journal says of a value that it never holds.
SECRETS = {User: "password"}
VALUE_UNSAID = "changed"
_MACHINE_KEPT_BY_FAB_ONLY = frozenset({"created_on", "changed_on"})
_COLLECTIONS = {User: ("roles",), Role: ("permissions",)}


def stored(value: Any) -> Any:
    """A value as JSON holds it: dates in ISO form, members of closed lists by value, decimals as text."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    return value


def restored(mapper: Mapper[Any], field: str, value: Any) -> Any:
    """A stored form as the column holds it."""
    if value is None:
        return None
    python_type = mapper.columns[field].type.python_type
    column_type = mapper.columns[field].type
    enum_class = getattr(column_type, "enum_class", None)
    if enum_class is not None:
        return enum_class(value)
    if python_type is dt.date:
        return dt.date.fromisoformat(value)
    if python_type is dt.datetime or isinstance(column_type, UtcDateTime):
        return dt.datetime.fromisoformat(value)
    if python_type is Decimal:
        return Decimal(value)
    return value


def tracked_columns(model: type) -> tuple[str, ...]:
    """The columns of a table that a person can change."""
    hidden = UNTRACKED - _MACHINE_KEPT_BY_FAB_ONLY if issubclass(model, Record) else UNTRACKED
    mapper: Mapper[Any] = inspect(model)
    return tuple(attribute.key for attribute in mapper.column_attrs if attribute.key not in hidden)


def tracked_collections(model: type) -> tuple[str, ...]:
    """The many-to-many relations of a table that are part of its rows."""
    if model in _COLLECTIONS:
        return _COLLECTIONS[model]
    mapper: Mapper[Any] = inspect(model)
    return tuple(
        relation.key for relation in mapper.relationships if relation.secondary is not None and not relation.viewonly
    )


# What the machine notes of its own work: no one undoes it, and a job's row is written in the transaction of an import,
# whose journal entry is the import's alone.
# What left by mail is in its own rows, one a recipient: nothing takes it back.
_OF_THE_MACHINE = frozenset(
    {"UserSession", "LoginAttempt", "Upload", "Job", "OutgoingMail", "MailRecipient", "DigestSending"}
)


def is_tracked(row: Any) -> bool:
    """Whether the journal follows this row: every business table, users and roles."""
    return isinstance(row, Record | User | Role) and type(row).__name__ not in _OF_THE_MACHINE
