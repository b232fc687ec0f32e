"""Deleted rows come back with their own ids: with the parts that went with them, and with what they stand on.

Through the session, so that scope, rules, journal and search text follow like for any other change.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from mdo.kernel.base.context import TAKING_BACK, AnySession, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import forget_put_back
from mdo.kernel.journal.followers import FOLLOWERS, HELD, Followers
from mdo.kernel.journal.taking_back import Line, holders_of, rows_back, take_back
from mdo.kernel.journal.touched import Changed, RowKey, few_names, found_there, is_part_of_any, model_named, wanted_by
from mdo.kernel.journal.undo import GONE, bring_back_pairs, changes_of, check_age, check_kind
from mdo.kernel.rules.row_rules import check_rows
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold_register
from models.journal import ChangeAction, Door, JournalChange


def restore(session: AnySession, change: JournalChange, today: dt.date, *, with_supports: bool = False) -> Any:
    """Brings back a deleted row with its id and the parts that went with it (the lines of an order); returns it.

    Its version goes on from the last. What it stood on and that was deleted too comes back `with_supports`, and is else
    a reason to refuse. Raises RuleViolation.
    """
    put_back(session, [change], change.label, today, with_supports=with_supports)
    return session.get_one(model_named(change.model), change.row_id)


def put_back(
    session: AnySession, changes: Sequence[JournalChange], summary: str, today: dt.date, *, with_supports: bool = False
) -> int:
    """The same for several rows, as one operation of the journal; returns how many came back, parts included."""
    for change in changes:
        if change.action is not ChangeAction.DELETE:
            raise RuleViolation(N_("Only a deleted row can be restored."))
        check_age(change.entry, today)
        check_kind(model_named(change.model))
    hold_register(session)
    if found_there(session, {(change.model, change.row_id) for change in changes}):
        raise RuleViolation(N_("This row exists: it was restored already."))
    through(session, Door.RESTORE, summary)
    coming = coming_back(session, changes, today)
    if coming.supports and not with_supports:
        raise RuleViolation(GONE, names=few_names(change.label for change in changes))
    session.info[TAKING_BACK] = True
    try:
        take_back(session, coming.changes)
        for rows in rows_back(session, coming.changes):
            check_rows(session, rows, today)
        session.flush()
    finally:
        forget_put_back(session)
        del session.info[TAKING_BACK]
    bring_back_pairs(session, _pairs_that_went_with(session, coming.changes))
    return len(coming.changes)


class ComingBack(NamedTuple):
    """The deletions that are taken back, last first; `supports` are those that nobody asked for by name.

    They are what the others stand on, and was deleted too: the person of a mandate, the body of a seat.
    """

    changes: list[Changed]
    supports: list[Changed]


def coming_back(session: AnySession, changes: Sequence[JournalChange], today: dt.date) -> ComingBack:
    """What comes back with these rows: their parts, and what they stand on.

    Raises RuleViolation when what one of them stands on does not come back any more.
    """
    coming = {part.id: part for part in with_their_parts(session, changes)}
    own = set(coming)
    while wanted := wanted_by(session, list(coming.values())):
        found = {(change.model, change.row_id): change for change in _last_deletions(session, wanted)}
        for key, names in wanted.items():
            if key not in found:
                raise RuleViolation(GONE, names=few_names(names.values()))
            check_age(found[key].entry, today)
        coming.update((part.id, part) for part in with_their_parts(session, list(found.values())))
    ordered = [coming[number] for number in sorted(coming, reverse=True)]
    return ComingBack(ordered, [change for change in ordered if change.id not in own])


def out_of_reach(coming: ComingBack, hers: Collection[int]) -> list[Changed]:
    """Of what others stand on, what is elsewhere for a reader whose deletions are `hers`, by their ids in the journal.

    A person is where her mandates are: she comes back with one of them.
    """
    placed = holders_of(change for change in coming.changes if change.id in hers)
    holders = {held.holder.__name__ for held in HELD}
    return [
        change
        for change in coming.supports
        if change.id not in hers and not (change.model in holders and change.row_id in placed)
    ]


def check_reach(coming: ComingBack, hers: Collection[int]) -> None:
    """Raises RuleViolation where `out_of_reach` finds something."""
    if out_of_reach(coming, hers):
        raise RuleViolation(
            N_(
                "This row depends on others that were deleted too and are outside your arrondissements: ask the "
                "mission to put them back. Nothing was changed."
            )
        )


def names_of_holders(session: AnySession, changes: Sequence[Line]) -> dict[tuple[type, int], str]:
    """Who held the mandates among these deletions, by their key, even where only that mandate put them in sight."""
    ids = holders_of(changes)
    called: dict[tuple[type, int], str] = {}
    for held in HELD:
        rows = session.execute(held.named(sorted(ids)), execution_options=WHOLE_REGISTER)
        found = {row_id: " ".join(filter(None, names)) for row_id, *names in rows}
        gone = _last_deletions(session, sorted((held.holder.__name__, row_id) for row_id in ids - found.keys()))
        found |= {change.row_id: change.label for change in gone}
        called |= {(held.holder, row_id): name for row_id, name in found.items()}
    return called


def with_their_parts(session: AnySession, changes: Sequence[JournalChange]) -> list[Changed]:
    """The deletions of rows, and those of their parts in the same operations, that are still gone: last first."""
    found: list[Changed] = []
    for entry in {change.entry_id: change.entry for change in changes}.values():
        wanted = {(change.model, change.row_id) for change in changes if change.entry_id == entry.id}
        deleted = [one for one in changes_of(session, entry) if one.action is ChangeAction.DELETE]
        grows = True
        while grows:
            parts = {(one.model, one.row_id) for one in deleted if is_part_of_any(one, wanted)} - wanted
            wanted |= parts
            grows = bool(parts)
        there = found_there(session, wanted)
        found += [one for one in deleted if (one.model, one.row_id) in wanted - there]
    return found


def _last_deletions(session: AnySession, keys: Iterable[RowKey]) -> Iterable[JournalChange]:
    """The last deletion of each of these rows, whoever sees it: what is written is judged by scope and rights."""
    for name, row_id in keys:
        statement = (
            select(JournalChange)
            .join(JournalChange.entry)
            .options(contains_eager(JournalChange.entry))
            .where(
                JournalChange.model == name,
                JournalChange.row_id == row_id,
                JournalChange.action == ChangeAction.DELETE,
            )
            .order_by(JournalChange.id.desc())
            .limit(1)
        )
        yield from session.scalars(statement, execution_options=WHOLE_REGISTER)


def _pairs_that_went_with(session: AnySession, coming: Sequence[Changed]) -> list[JournalChange]:
    return [pair for followers in FOLLOWERS for pair in _followers_that_went(session, followers, coming)]


def _followers_that_went(
    session: AnySession, followers: Followers, coming: Sequence[Changed]
) -> Iterator[JournalChange]:
    leaders = {change.id: change.row_id for change in coming if change.model == followers.leader.__name__}
    if not leaders:
        return
    entries = select(JournalChange.entry_id).where(JournalChange.id.in_(leaders))
    went = session.scalars(
        select(JournalChange).where(
            JournalChange.entry_id.in_(session.scalars(entries, execution_options=WHOLE_REGISTER).all()),
            JournalChange.model == followers.model.__name__,
            JournalChange.action == ChangeAction.DELETE,
        ),
        execution_options=WHOLE_REGISTER,
    )
    yield from (row for row in went if set(leaders.values()) & set(followers.leaders_of(row)))
