"""What of the journal a reader without limits reads: what the screens show of the same rows, and no more.

Read by `mdo.kernel.scope.reading`. An entry is read by the table of its rows, as the role has it; what belongs to an
account, by that account; what suppliers offered, as `mdo.kernel.scope.awards` says. A table without a screen is
read by nobody, but one's own rows by oneself. The program, which is nobody, reads it all.

A reader with limits reads no journal. Where she puts rows back (`mdo.kernel.base.context.read_deletions`), she reads
the deletions of those that she would write, were they still there: by the place that each had.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from mdo.kernel.base.context import Context
from mdo.kernel.scope.awards import AwardAccess, open_contracts, sight_of
from mdo.kernel.scope.limits import Reach, Scope
from mdo.kernel.scope.options import Narrowing
from mdo.kernel.scope.placements import CLAUSES, NAMED, opened_rows
from models.base import Model
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.placement import ByMeeting, OfNetwork, OwnedByUser
from models.types import number_at

_LISTED, _SHOWN = "can_list", "can_show"

# The screens of each table, as its domain declares them: to see one of them is to read the changes of its rows. Nothing
# of those that are personal but contact details: they need the right to these besides.
SCREENS: dict[str, tuple[str, ...]] = {}
PERSONAL: set[str] = set()
_PERSONAL_DATA = ("PersonalData", "can_read")

# By a name of its own: a loader that reads a table under another name writes that name over the table's own.
_change = JournalChange.__table__.alias()
_entry = JournalEntry.__table__.alias()


def journal_criteria(context: Context) -> tuple[Narrowing, ...]:
    """The options that narrow the journal for a reader without limits."""
    if context.scope.user_id is None:
        return ()
    return _criteria(context.rights, context.scope.user_id, sight_of(context))


@lru_cache(maxsize=32)
def readable_models(rights: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """The tables of which these rights show a list or a record."""
    return tuple(
        name
        for name, views in sorted(SCREENS.items())
        if any((view, right) in rights for view in views for right in (_LISTED, _SHOWN))
        and (name not in PERSONAL or _PERSONAL_DATA in rights)
    )


@lru_cache(maxsize=128)
def _criteria(rights: frozenset[tuple[str, str]], user_id: int, sight: AwardAccess) -> tuple[Narrowing, ...]:
    read = _readable(_change.c, rights, user_id, sight)
    shown: Select[Any] = select(_change.c.id).where(read)
    return (
        Narrowing(JournalChange, _readable(JournalChange, rights, user_id, sight)),
        Narrowing(JournalEntry, lambda cls: shown.where(_change.c.entry_id == cls.id).exists()),
    )


def _readable(change: Any, rights: frozenset[tuple[str, str]], user_id: int, sight: AwardAccess) -> Any:
    models = readable_models(rights)
    # One's own settings have no screen of rows, and are taken back as the rest.
    is_own = change.owner_id == user_id
    clauses = [or_(change.model.in_(models), is_own), or_(change.owner_id.is_(None), is_own)]
    # Of a table whose rows are not all read with the same rights, those that are there still: the others may be any.
    clauses += [or_(change.model != model.__name__, change.row_id.in_(ids)) for model, ids in opened_rows(rights)]
    if sight is not AwardAccess.ALL:
        clauses.append(or_(change.contract_id.is_(None), change.contract_id.in_(open_contracts(sight))))
    return and_(*clauses)


def is_written_by_import(model: Any, entry_id: int, user_id: int | None) -> ColumnElement[bool]:
    """Whether a row is one that an import of this account made or changed; of another's it tells nothing.

    Whether the reader sees the row is asked beside it, of the table of the row.
    """
    written = _change.c.model == model.__name__, _change.c.action != ChangeAction.DELETE
    is_own = _entry.c.id == _change.c.entry_id, _entry.c.door == Door.IMPORT, _entry.c.actor_id == user_id
    rows: Select[Any] = select(_change.c.row_id).where(_change.c.entry_id == entry_id, *written, *is_own)
    found: ColumnElement[bool] = model.id.in_(rows)
    return found


# ---- Deletions, for a reader with limits -----------------------------------------------------------------------------


def deletions_criteria(scope: Scope, rights: frozenset[tuple[str, str]]) -> tuple[Narrowing, ...]:
    """The options that open to a limited reader the deletions of the rows that she would write."""
    hers: Select[Any] = select(_change.c.id).where(_is_hers(_change.c, scope, rights))
    return (
        Narrowing(JournalChange, _is_hers(JournalChange, scope, rights)),
        Narrowing(JournalEntry, lambda cls: hers.where(_change.c.entry_id == cls.id).exists()),
    )


def _is_hers(change: Any, scope: Scope, rights: frozenset[tuple[str, str]]) -> ColumnElement[bool]:
    """By what places the rows of each table: those of a body, which are most, are asked once for all of them."""
    names = _by_placement(readable_models(rights))
    clauses = [change.model.in_(names[OwnedByUser]) & (change.owner_id == scope.user_id)]
    if scope.reach is Reach.ARRONDISSEMENTS:
        asked: dict[Any, list[str]] = defaultdict(list)
        for kind, declared in CLAUSES.items():
            for way in declared.deleted:
                asked[way] += names[kind]
        clauses += [
            *(change.model.in_(models) & way(change, scope) for way, models in asked.items()),
            *(
                (change.model == name) & (_held(change, column) == scope.user_id)
                for name, column in _owners()
                if name in readable_models(rights)
            ),
        ]
    hidden = [or_(change.model != model.__name__, sees(change, scope)) for model, sees in NAMED.items()]
    clauses = [or_(*clauses), *hidden]
    return and_(change.action == ChangeAction.DELETE, *clauses)


@cache
def _by_placement(models: tuple[str, ...]) -> Mapping[type, list[str]]:
    """These tables, by the kind of what places their rows."""
    found: dict[type, list[str]] = defaultdict(list)
    for mapper in Model.registry.mappers:
        if mapper.class_.__name__ in models:
            found[type(mapper.class_.__placement__)].append(mapper.class_.__name__)
    return found


@cache
def _owners() -> tuple[tuple[str, str], ...]:
    """The tables whose rows an account writes wherever they are, each with the column that names it."""
    found = []
    for mapper in Model.registry.mappers:
        placement = getattr(mapper.class_, "__placement__", None)
        if isinstance(placement, OfNetwork):
            found.append((mapper.class_.__name__, placement.owner))
        elif isinstance(placement, ByMeeting) and placement.has_owner:
            found.append((mapper.class_.__name__, "owner_id"))
    return tuple(found)


def _held(change: Any, column: str) -> Any:
    """What a column of a deleted row held, a number."""
    return number_at(change.fields, column, 0)
