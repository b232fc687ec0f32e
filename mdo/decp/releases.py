"""What was published stays as it was: a change of a published value goes as a modification, or does not go at all."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mdo.context import AnySession, context_of
from mdo.decp.record import Data, record_of
from mdo.errors import RuleViolation
from mdo.messages import N_
from models.amendments import Subcontract
from models.contracts import Contract
from models.open_data import OpenDataRelease

# Lists whose items are published one by one, each known by its rank.
_GROWING = ("modifications", "actesSousTraitance", "modificationsActesSousTraitance")


@dataclass(frozen=True)
class Difference:
    """A published value that the file says otherwise today."""

    key: str
    published: Any
    now: Any


def releases_of(session: AnySession, contracts: Iterable[Contract]) -> Mapping[int, Data]:
    """The last published record of each contract that has one, by its id."""
    ids = [contract.id for contract in contracts]
    statement = (
        select(OpenDataRelease)
        .where(OpenDataRelease.contract_id.in_(ids))
        .order_by(OpenDataRelease.released_on, OpenDataRelease.id)
    )
    return {release.contract_id: json.loads(release.content) for release in session.scalars(statement)}


def settled(now: Data, published: Data | None) -> Data:
    """The record to publish: what was published as it was, then what came since."""
    if published is None:
        return now
    record = {key: value for key, value in published.items() if key not in _GROWING}
    for key in _GROWING:
        items = [*published.get(key, []), *now.get(key, [])[len(published.get(key, [])) :]]
        if items:
            record[key] = items
    return record


def differences(now: Data, published: Data | None) -> tuple[Difference, ...]:
    """The published values that the file says otherwise today."""
    if published is None:
        return ()
    found = [
        Difference(key, published.get(key), now.get(key))
        for key in sorted({*published, *now} - set(_GROWING))
        if published.get(key) != now.get(key)
    ]
    for key in _GROWING:
        before, after = published.get(key, []), now.get(key, [])
        found.extend(
            Difference(key, item, after[index] if index < len(after) else None)
            for index, item in enumerate(before)
            if index >= len(after) or after[index] != item
        )
    return tuple(found)


def records_of(session: AnySession, contracts: Sequence[Contract], day: dt.date) -> Data:
    """The file of these contracts, published values kept. Raises IncompleteData for the first that cannot be made."""
    published = releases_of(session, contracts)
    records = [settled(record_of(contract, day), published.get(contract.id)) for contract in contracts]
    return {"marches": {"marche": records}}


def notified_between(session: AnySession, since: dt.date | None, until: dt.date | None) -> Sequence[Contract]:
    """The contracts notified in a period, both days included, by the day of notification; lots are contracts."""
    statement = select(Contract).where(Contract.notified_on.is_not(None)).order_by(Contract.notified_on, Contract.id)
    if since is not None:
        statement = statement.where(Contract.notified_on >= since)
    if until is not None:
        statement = statement.where(Contract.notified_on <= until)
    return session.scalars(statement).all()


def publish(session: AnySession, contract: Contract, day: dt.date) -> OpenDataRelease:
    """Keeps what is published of a contract on a day, and notes the day on it and on what came since. Flushes.

    Raises IncompleteData when something is missing, RuleViolation (field `released_on`) for a day before the
    notification, when nothing is new, or when a published value is said otherwise today.
    """
    if contract.notified_on is not None and day < contract.notified_on:
        raise RuleViolation(
            N_("Nothing is published before the notification (%(day)s)."), field="released_on", day=contract.notified_on
        )
    published = releases_of(session, [contract]).get(contract.id)
    now = record_of(contract, day)
    changed = differences(now, published)
    if changed:
        raise RuleViolation(
            N_("A published value is never edited: %(key)s was changed since. Put it back, and write the change as an "
               "amendment."),
            field="released_on", key=changed[0].key,
        )  # fmt: skip
    if published is not None and settled(now, published) == published:
        raise RuleViolation(N_("Nothing is new since the last publication."), field="released_on")
    _note_day(contract, day)
    content = json.dumps(settled(now, published), ensure_ascii=False, sort_keys=True)
    release = OpenDataRelease(
        contract=contract,
        released_on=day,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        released_by_id=context_of(session).actor_id,
    )
    session.add(release)
    session.flush()
    return release


def _note_day(contract: Contract, day: dt.date) -> None:
    contract.published_on = contract.published_on or day
    for amendment in contract.amendments:
        if _is_new(amendment, day):
            amendment.published_on = day
    for act in contract.subcontracts:
        _note_act(act, day)


def _note_act(act: Subcontract, day: dt.date) -> None:
    for row in (act, *act.changes):
        if _is_new(row, day):
            row.published_on = day


def _is_new(row: Any, day: dt.date) -> bool:
    return row.published_on is None and row.notified_on is not None and row.notified_on <= day
