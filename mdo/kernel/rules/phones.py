"""A phone is a number that one may call, whichever form or cell of a list it is typed in, as imports ask.

What was written before stays as it is until somebody changes it.
"""

from functools import cache, partial
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper

from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.identifiers import NOT_A_PHONE, phone_of


@cache
def phones(model: type) -> tuple[str, ...]:
    """The attributes of a table that hold a phone."""
    mapper: Mapper[Any] = inspect(model)
    return tuple(one.key for one in mapper.column_attrs if one.key.endswith("phone"))


def check_phones(row: Any) -> None:
    """Refuses each phone of a row that is written anew and is no number, at its field. Raises RuleViolation."""
    attributes, model = inspect(row).attrs, row.__class__
    gather(*(partial(_check, name, attributes[name].history.added) for name in phones(model)))


def _check(name: str, added: Any) -> None:
    for value in added or ():
        if value and phone_of(value) is None:
            raise RuleViolation(NOT_A_PHONE, field=name, value=value)
