"""What was published stays as it was: a change of a published value goes as a modification, or does not go at all."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from mdo.decp.record import MOST_HOLDERS, Data, record_of
from mdo.decp.vocabulary import FIELDS, LISTS, LONGEST_TITLE
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from models.amendments import Subcontract
from models.contracts import Contract, ContractHolder
from models.decp import OpenDataRelease

# Lists whose items are published one by one, each known by its rank; what an item is under, and the day it was.
_ITEMS = {
    "modifications": ("modification", "datePublicationDonneesModification"),
    "actesSousTraitance": ("acteSousTraitance", "datePublicationDonnees"),
    "modificationsActesSousTraitance": ("modificationActeSousTraitance", "datePublicationDonnees"),
}
_GROWING = tuple(_ITEMS)


@dataclass(frozen=True)
class Difference:
    """A published value that the file says otherwise today."""

    key: str
    published: Any
    now: Any

    @property
    def is_later_act(self) -> bool:
        """Whether it is a modification or an act of subcontracting, and not a field of the file."""
        return self.key in LISTS

    @property
    def label(self) -> str:
        """What was changed, as a message id: the label of a field, or the name of a list."""
        name = FIELDS.get(self.key)
        return LISTS.get(self.key, self.key) if name is None else FIELD_LABELS[Contract][name]


class ChangedSince(RuleViolation):
    """A published value is said otherwise in the file today: it is not published as the same."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(
            N_("A published value is never edited: « %(what)s » was changed since. Put it back, and write the change "
               "as an amendment."),
            field="released_on",
        )  # fmt: skip
        self.difference = difference

    def words(self, translate: Any) -> dict[str, Any]:
        return {"what": translate(self.difference.label)}


def releases_of(session: AnySession, contracts: Iterable[Contract]) -> Mapping[int, Data]:
    """The last published record of each contract that has one, by its id."""
    ids = [contract.id for contract in contracts]
    statement = (
        select(OpenDataRelease)
        .where(OpenDataRelease.contract_id.in_(ids))
        .order_by(OpenDataRelease.released_on, OpenDataRelease.id)
    )
    return {release.contract_id: json.loads(release.content) for release in session.scalars(statement)}


def last_release_days(session: AnySession, contracts: Iterable[Contract]) -> Mapping[int, dt.date]:
    """The day of the last publication that was noted of each contract that has one, by its id."""
    contract_id, ids = OpenDataRelease.contract_id, [contract.id for contract in contracts]
    asked = select(contract_id, func.max(OpenDataRelease.released_on)).where(contract_id.in_(ids))
    return {row[0]: row[1] for row in session.execute(asked.group_by(contract_id))}


def settled(now: Data, published: Data | None) -> Data:
    """The record to publish: what was published as it was, then what came since."""
    if published is None:
        return now
    record = {key: value for key, value in published.items() if key not in _GROWING}
    for key in _GROWING:
        before, after = _by_name(published.get(key, [])), _by_name(now.get(key, []))
        items = [*published.get(key, []), *(item for name, item in after.items() if name not in before)]
        if items:
            record[key] = items
    return record


def differences(now: Data, published: Data | None) -> tuple[Difference, ...]:
    """The published values that the file says otherwise today."""
    if published is None:
        return ()
    found = field_differences(now, published)
    for key in _GROWING:
        before, after = _by_name(_told(key, published)), _by_name(_told(key, now))
        found.extend(Difference(key, item, after.get(name)) for name, item in before.items() if after.get(name) != item)
    return tuple(found)


def field_differences(now: Data, published: Data) -> list[Difference]:
    """The same of the contract as it was awarded, without what came after."""
    return [
        Difference(key, published.get(key), now.get(key))
        for key in FIELDS
        if not _is_same(key, published.get(key), now.get(key))
    ]


def _by_name(items: Iterable[Data]) -> dict[tuple[Any, ...], Data]:
    """The items of a list that grows by what names each: its id and, for a change of a subcontract, its day."""
    found: dict[tuple[Any, ...], Data] = {}
    for item in items:
        (inner,) = item.values()
        found.setdefault((inner["id"], inner.get("dateNotificationModificationSousTraitance")), item)
    return found


def _told(key: str, record: Data) -> Iterable[Data]:
    """The items of a list that grows; of modifications, without what only says again how the contract stood."""
    items: list[Data] = record.get(key, [])
    if key != "modifications":
        return items
    known: Data = {name: record[name] for name in ("montant", "dureeMois")}
    known["titulaires"] = _companies(record["titulaires"])
    told = []
    for item in sorted(items, key=lambda item: int(item["modification"]["id"])):
        inner = dict(item["modification"])
        for name, before in known.items():
            value = _companies(inner[name]) if name == "titulaires" and name in inner else inner.get(name)
            if name in inner and value == before:
                del inner[name]
            elif name in inner:
                inner[name] = known[name] = value
        told.append({"modification": inner})
    return told


def _companies(holders: Sequence[Data]) -> list[Data]:
    """The holders that the consolidation reads, in an order of their own."""
    return sorted(holders[:MOST_HOLDERS], key=lambda item: str(item["titulaire"]["id"]))


def _is_same(key: str, published: Any, now: Any) -> bool:
    """Whether a file says what was published, as far as it can: a record from elsewhere may hold more."""
    if published == now:
        return True
    if published is None or now is None:
        return key == "idAccordCadre" or (key == "tauxAvance" and not published and not now)
    match key:
        case "objet":
            return bool(" ".join(published.split())[:LONGEST_TITLE].strip() == " ".join(now.split()))
        case "techniques" | "typesPrix":
            return all(set(values) <= set(published[name]) for name, values in now.items())
        case "titulaires":
            return bool(published[:MOST_HOLDERS] == now)
    return False


def records_of(session: AnySession, contracts: Sequence[Contract], day: dt.date) -> Data:
    """The file of these contracts, published values kept. Raises IncompleteData for the first that cannot be made."""
    published = releases_of(session, contracts)
    records = [settled(record_of(contract, day), published.get(contract.id)) for contract in contracts]
    return {"marches": {"marche": records}}


def notified_between(session: AnySession, since: dt.date | None, until: dt.date | None) -> Sequence[Contract]:
    """The contracts notified in a period, both days included, by the day of notification; lots are contracts."""
    lot = aliased(Contract)
    statement = (
        select(Contract)
        .where(Contract.notified_on.is_not(None), ~select(lot.id).where(lot.allotment_id == Contract.id).exists())
        .order_by(Contract.notified_on, Contract.id)
        .options(
            selectinload(Contract.holders).joinedload(ContractHolder.supplier),
            selectinload(Contract.amendments),
            selectinload(Contract.subcontracts).selectinload(Subcontract.changes),
            selectinload(Contract.allotment).selectinload(Contract.lots),
            selectinload(Contract.lots),
            joinedload(Contract.framework),
        )
    )
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
        raise ChangedSince(changed[0])
    if published is not None and settled(now, published) == published:
        raise RuleViolation(N_("Nothing is new since the last publication."), field="released_on")
    _note_day(contract, day)
    release = release_of(session, contract, settled(now, published), day)
    session.add(release)
    session.flush()
    return release


def last_publication(record: Mapping[str, Any]) -> dt.date:
    """The day of the last publication that a record tells of; one that is in no calendar is left aside."""
    days = [record["datePublicationDonnees"]]
    for outer, (inner, name) in _ITEMS.items():
        days += [item[inner][name] for item in record.get(outer, [])]
    return max(day for text in days if (day := _day(text)) is not None)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def release_of(session: AnySession, contract: Contract, record: Mapping[str, Any], day: dt.date) -> OpenDataRelease:
    """What is kept of a record that is published."""
    content = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return OpenDataRelease(
        contract=contract,
        released_on=day,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        released_by_id=context_of(session).actor_id,
    )


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
