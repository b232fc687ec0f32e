"""What is kept back until an award, from those without limits too: who sees it, as its domain declares it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select

from mdo.kernel.base.context import Context
from models.placement import AfterAward

Right = tuple[str, str]


class AwardAccess(StrEnum):
    """How much of the tenders a reader sees."""

    ALL = "all"
    AWARDED = "awarded"
    NOTHING = "nothing"


@dataclass(frozen=True)
class KeptBack:
    """The right of those who see it all and of those who see it after the award, and what is open to these.

    `rows(model, placement, sight)` are ids of a table, `contracts(sight)` those of contracts, for the journal.
    """

    written_with: Right
    read_with: Right
    rows: Callable[[Any, AfterAward, AwardAccess], Select[Any]]
    contracts: Callable[[AwardAccess], Select[Any]]


KEPT_BACK: dict[str, KeptBack] = {}


def _declared() -> KeptBack:
    if not KEPT_BACK:
        raise LookupError("No domain declared what is kept back: import mdo.domains before rows are read.")
    return KEPT_BACK["kept_back"]


def sight_of(context: Context) -> AwardAccess:
    """How much of the tenders the reader of a session sees; the program itself, which is nobody, sees them all."""
    if context.scope.user_id is None or _declared().written_with in context.rights:
        return AwardAccess.ALL
    return AwardAccess.AWARDED if _declared().read_with in context.rights else AwardAccess.NOTHING


def is_sealed(row: Any) -> bool:
    """Whether a row says what suppliers offered."""
    placement = getattr(type(row), "__placement__", None)
    return isinstance(placement, AfterAward) and (not placement.kinds or row.kind in placement.kinds)


def readable_after_award(model: type, sight: AwardAccess) -> Callable[[Any], ColumnElement[bool]] | None:
    """The criterion of a model for a reader who does not write tenders; None leaves it open."""
    placement = getattr(model, "__placement__", None)
    if isinstance(placement, AfterAward):
        ids = _declared().rows(model, placement, sight)
        return lambda cls: cls.id.in_(ids)
    return None


def open_contracts(sight: AwardAccess) -> Select[Any]:
    """Ids of the contracts whose entries of the journal a reader who does not write tenders may read."""
    return _declared().contracts(sight)
