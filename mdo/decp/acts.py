"""What came after the award in a published record: its modifications and subcontracts, as acts of a contract's file.

The State's keys say neither on which ground a contract was amended nor when it was signed: these stay empty, and the
page of the amendment asks for them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mdo.amendments.rules import next_number
from mdo.amendments.states import bring_into_force
from mdo.decp import vocabulary as words
from mdo.decp.companies import Identity, Key, key_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.amendments import Amendment, AmendmentGround, Subcontract, SubcontractChange
from models.bounds import bounds_of
from models.contracts import Contract
from models.suppliers import Supplier
from models.types import CENT

Record = Mapping[str, Any]
_Holders = Mapping[Key, Identity]
_BY_HAND = N_("to be written by hand: its number is over %(most)d.")
_TWICE = N_("to be written by hand: the file has this number twice.")
_DAYS = N_("to be written by hand: its dates contradict each other or those of the contract.")
_HOLDERS = N_("to be written by hand: more than one holder changes at once.")
_NO_ACT = N_("to be written by hand: the file has no such act of subcontracting.")
_OWN = N_("to be written by hand: a holder is not its own subcontractor.")


class ActKind(StrEnum):
    """What an act is."""

    AMENDMENT = "amendment"
    SUBCONTRACT = "subcontract"
    CHANGE = "change"


@dataclass(frozen=True)
class LaterAct:
    """An act to write: its number, its days, what it says; `fault` says why it is left to be written by hand.

    `values` are columns of its row, in euros before tax and months; `company` is the new holder or the subcontractor;
    `start` is the amount and the duration that were published before an amendment, which says what it adds to them.
    """

    kind: ActKind
    number: int
    notified_on: dt.date | None
    values: Mapping[str, Any] = field(default_factory=dict)
    company: Identity | None = None
    replaced: Identity | None = None
    fault: RuleViolation | None = None
    start: tuple[Decimal, int] | None = None


def money_of(value: float) -> Decimal:
    """Euros with two decimals."""
    return Decimal(str(value)).quantize(CENT)


def later_acts(record: Record, today: dt.date) -> tuple[LaterAct, ...]:
    """The acts of a record that our schema takes, in the order in which they are written."""
    notified = dt.date.fromisoformat(record["dateNotification"])
    found = (*_amendments(record), *_subcontracts(record), *_changes(record))
    return tuple(act if act.fault else _checked(act, notified, today) for act in found)


def _checked(act: LaterAct, notified: dt.date, today: dt.date) -> LaterAct:
    """With the fault of its days, if they have one."""
    published = act.values["published_on"]
    is_in_order = act.notified_on is not None and notified <= act.notified_on <= today and published is not None
    if is_in_order and act.notified_on <= published <= today:
        return act
    return replace(act, fault=RuleViolation(_DAYS))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _items(record: Record, outer: str, inner: str, model: type) -> Iterator[tuple[Mapping[str, Any], int, Any]]:
    """The items of a list by rising ids, each with its id and why it cannot be numbered so."""
    most = (bounds_of(model.__table__.c.number) or (1, 1))[1]  # type: ignore[attr-defined]  # a mapped class
    seen: set[int] = set()
    for item in sorted((entry[inner] for entry in record.get(outer, ())), key=lambda item: int(item["id"])):
        fault = RuleViolation(_BY_HAND, most=most) if item["id"] > most else None
        if item["id"] in seen and model is not SubcontractChange:
            fault = RuleViolation(_TWICE)
        seen.add(item["id"])
        yield item, item["id"], fault


def _amendments(record: Record) -> Iterator[LaterAct]:
    amount, months = money_of(record["montant"]), record["dureeMois"]
    holders: _Holders = {key_of(item["titulaire"]): item["titulaire"] for item in record["titulaires"]}
    for item, number, fault in _items(record, "modifications", "modification", Amendment):
        day = _day(item["dateNotificationModification"])
        if fault is not None:
            yield LaterAct(ActKind.AMENDMENT, number, day, fault=fault)
            continue
        after, lasting = money_of(item.get("montant", amount)), item.get("dureeMois", months)
        values = {
            "amount_excl_tax": after - amount,
            "months": lasting - months,
            "published_on": _day(item["datePublicationDonneesModification"]),
        }
        act = LaterAct(ActKind.AMENDMENT, number, day, values, start=(amount, months))
        amount, months = after, lasting
        if "titulaires" in item:
            act, holders = _with_holders(act, item["titulaires"], holders)
        yield act


def _with_holders(act: LaterAct, titles: Sequence[Any], holders: _Holders) -> tuple[LaterAct, _Holders]:
    """One holder in the place of another is what an amendment says; more is written by hand."""
    try:
        after = {key_of(item["titulaire"]): item["titulaire"] for item in titles}
    except RuleViolation as violation:
        return replace(act, fault=violation), holders
    gone, come = holders.keys() - after.keys(), after.keys() - holders.keys()
    if not gone and not come:
        return act, holders
    if len(gone) != 1 or len(come) != 1:
        return replace(act, fault=RuleViolation(_HOLDERS)), holders
    return replace(act, company=after[come.pop()], replaced=holders[gone.pop()]), after


def _subcontracts(record: Record) -> Iterator[LaterAct]:
    holders = {key_of(item["titulaire"]) for item in record["titulaires"]}
    for item, number, fault in _items(record, "actesSousTraitance", "acteSousTraitance", Subcontract):
        values = {
            "amount_excl_tax": money_of(item["montant"]),
            "months": item["dureeMois"],
            "price_variation": next(
                kind for kind, text in words.PRICE_VARIATIONS.items() if text == item["variationPrix"]
            ),
            "published_on": _day(item["datePublicationDonnees"]),
        }
        company = item["sousTraitant"]
        act = LaterAct(ActKind.SUBCONTRACT, number, _day(item["dateNotification"]), values, company, fault=fault)
        try:
            is_own = key_of(company) in holders
        except RuleViolation as violation:
            yield replace(act, fault=violation)
            continue
        yield replace(act, fault=RuleViolation(_OWN)) if is_own else act


def _changes(record: Record) -> Iterator[LaterAct]:
    known = {act.number: act for act in _subcontracts(record) if act.fault is None}
    outer, inner = "modificationsActesSousTraitance", "modificationActeSousTraitance"
    for item, number, fault in _items(record, outer, inner, SubcontractChange):
        day = _day(item["dateNotificationModificationSousTraitance"])
        values = {
            "amount_excl_tax": money_of(item["montant"]) if "montant" in item else None,
            "months": item.get("dureeMois"),
            "published_on": _day(item["datePublicationDonnees"]),
        }
        act = LaterAct(ActKind.CHANGE, number, day, values, fault=fault)
        of_act = known.get(number)
        if of_act is None:
            act = replace(act, fault=RuleViolation(_NO_ACT))
        elif day is None or of_act.notified_on is None or day < of_act.notified_on or not _says_something(values):
            act = replace(act, fault=RuleViolation(_DAYS))
        yield act


def _says_something(values: Mapping[str, Any]) -> bool:
    return values["amount_excl_tax"] is not None or values["months"] is not None


def in_order(acts: Iterable[LaterAct]) -> list[LaterAct]:
    """Amendments, then acts of subcontracting, by their numbers; then the changes of these by their days."""
    kinds = list(ActKind)

    def rank(act: LaterAct) -> tuple[int, int, dt.date]:
        is_change = act.kind is ActKind.CHANGE
        return kinds.index(act.kind), 0 if is_change else act.number, act.notified_on or dt.date.max

    return sorted(acts, key=rank)


# ---- Writing ---------------------------------------------------------------------------------------------------------


SupplierOf = Callable[[Identity], Supplier]


def acts_made(
    contract: Contract, acts: Iterable[LaterAct], supplier_of: SupplierOf
) -> Iterator[Amendment | Subcontract]:
    """The rows of the acts that have no fault, on a new file; its end and its holders follow them."""
    made: dict[int, Subcontract] = {}
    for act in in_order(act for act in acts if act.fault is None):
        if act.kind is ActKind.AMENDMENT:
            amendment = amendment_of(contract, act, supplier_of)
            bring_into_force(amendment)
            yield amendment
        elif act.kind is ActKind.SUBCONTRACT:
            made[act.number] = subcontract_of(contract, act, supplier_of)
            yield made[act.number]
        else:
            add_change(made[act.number], act)


def amendment_of(contract: Contract, act: LaterAct, supplier_of: SupplierOf) -> Amendment:
    """The amendment that a modification is, not in force yet."""
    subject = words.AMENDMENT_SUBJECT.format(number=act.number)
    row = Amendment(contract=contract, number=act.number, subject=subject, notified_on=act.notified_on, **act.values)
    if act.company is not None and act.replaced is not None:
        row.ground = AmendmentGround.NEW_HOLDER
        row.supplier, row.replaced = supplier_of(act.company), supplier_of(act.replaced)
    return row


def subcontract_of(contract: Contract, act: LaterAct, supplier_of: SupplierOf) -> Subcontract:
    """The act of subcontracting, as it was published."""
    assert act.company is not None  # each has one
    return Subcontract(
        contract=contract,
        number=act.number,
        subject=words.SUBCONTRACT_SUBJECT.format(number=act.number),
        supplier=supplier_of(act.company),
        notified_on=act.notified_on,
        **act.values,
    )


def add_change(subcontract: Subcontract, act: LaterAct) -> SubcontractChange:
    """The change of an act of subcontracting, after those that it has."""
    row = SubcontractChange(number=next_number(subcontract.changes), notified_on=act.notified_on, **act.values)
    subcontract.changes.append(row)
    return row
