"""What the essential data of a contract lack, or what the ministry's consolidation would refuse.

Each fault is a refusal with the field of the form at fault; all of them are told at once.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from mdo.contracts.places import place_fault
from mdo.contracts.remarks import whole_months
from mdo.contracts.terms import initial_amount, is_in_force
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.specific import checked_cpv
from mdo.suppliers.rules import check_supplier
from models.amendments import Subcontract
from models.contracts import Contract, GroupKind
from models.procurement import ProcedureCode
from models.suppliers import Supplier

MAX_MONTHS = 180
_ID = re.compile(r"[A-Za-z0-9/\-_ .#]{1,16}")
_FIRST_YEAR, _LAST_YEAR = 2010, 2039
_SHORTEST_OBJECT = 5
_MISSING = N_("« %(label)s » is missing: the essential data ask for it.")
_NEEDED = (
    "cpv", "procedure", "tenders_received", "firm_months", "notified_on", "price_form", "price_type",
)  # fmt: skip


class IncompleteData(RuleViolation):
    """The essential data of a contract cannot be made: `faults` say why, field by field."""

    def __init__(self, contract: Contract, faults: tuple[RuleViolation, ...]) -> None:
        self.contract, self.faults = contract, faults
        super().__init__(N_("%(contract)s: %(fault)s"), field=faults[0].field, contract=str(contract), fault=faults[0])


def identifier_of(contract: Contract) -> str:
    """The id of a contract in the essential data: its own, else its number."""
    return contract.open_data_id or contract.number


def procedure_of(contract: Contract) -> ProcedureCode | None:
    """The procedure as published: a subsequent contract has that of its framework."""
    if contract.procedure is ProcedureCode.SUBSEQUENT:
        return contract.framework.procedure if contract.framework is not None else None
    return contract.procedure


def faults_of(contract: Contract, day: dt.date) -> tuple[RuleViolation, ...]:
    """All that stops the essential data of a contract on the day of the file; empty when they can be made."""
    return (
        *_missing(contract),
        *_identity(contract),
        *_bounds(contract),
        *_place(contract),
        *_holders(contract),
        *_amendments(contract, day),
        *(fault for row in _acts(contract) for fault in _subcontract(row, day)),
        *_date("notified_on", contract.notified_on, day),
    )


def _acts(contract: Contract) -> list[Subcontract]:
    return [row for row in contract.subcontracts if row.notified_on is not None]


def _label(model: type, name: str) -> str:
    return FIELD_LABELS[model][name]


def _missing(contract: Contract) -> Iterator[RuleViolation]:
    for name in _NEEDED:
        if getattr(contract, name) is None:
            yield _Labelled(_MISSING, Contract, name)
    if initial_amount(contract) is None:
        yield _Labelled(_MISSING, Contract, "amount_excl_tax")
    if not contract.holders:
        yield _Labelled(_MISSING, Contract, "holders")
    if contract.procedure is ProcedureCode.SUBSEQUENT and procedure_of(contract) not in _PUBLISHED:
        yield RuleViolation(
            N_("A subsequent contract is published with the procedure of its framework contract: fill it there."),
            field="framework",
        )


_PUBLISHED = frozenset(ProcedureCode) - {ProcedureCode.SUBSEQUENT}


def _identity(contract: Contract) -> Iterator[RuleViolation]:
    if not _ID.fullmatch(identifier_of(contract)):
        yield RuleViolation(
            N_("The id in the essential data has 16 characters at most: letters without accent, digits, « / - _ . # »"
               " and spaces."),
            field="open_data_id",
        )  # fmt: skip
    try:
        checked_cpv(contract.cpv)
    except RuleViolation as refusal:
        yield refusal
    if len(contract.title.strip()) < _SHORTEST_OBJECT:
        yield RuleViolation(N_("The object has 5 characters at least."), field="title")


def _bounds(contract: Contract) -> Iterator[RuleViolation]:
    months = whole_months(contract)
    if months is not None and months > MAX_MONTHS:
        yield RuleViolation(
            N_("%(months)d months, renewals included: the ministry takes %(most)d at most."),
            field="firm_months",
            months=months,
            most=MAX_MONTHS,
        )
    amount = initial_amount(contract)
    if amount is not None:
        yield from _amount("amount_excl_tax", amount)
    if contract.tenders_received is not None and contract.tenders_received < 1:
        yield RuleViolation(N_("At least one tender was received."), field="tenders_received")
    rate = contract.advance_rate
    if rate is not None and not contract.has_advance:
        yield RuleViolation(N_("A rate is said and no advance is granted: correct one of them."), field="advance_rate")


def _amount(field: str, amount: Decimal) -> Iterator[RuleViolation]:
    if amount < 1:
        yield RuleViolation(N_("The amount is 1 € at least."), field=field)
    if str(int(amount)).startswith("123456789"):
        yield RuleViolation(N_("The ministry refuses an amount that looks typed at random."), field=field)


def _place(contract: Contract) -> Iterator[RuleViolation]:
    fault = place_fault(contract)
    if fault is not None:
        yield fault


def _holders(contract: Contract) -> Iterator[RuleViolation]:
    if contract.group_kind is not GroupKind.NONE and len(contract.holders) == 1:
        yield RuleViolation(
            N_("A grouping has at least two members: add the others, or choose « no grouping »."), field="holders"
        )
    for holder in contract.holders:
        yield from _supplier(holder.supplier, "holders")


def _supplier(supplier: Supplier, field: str) -> Iterator[RuleViolation]:
    if not supplier.identifier:
        yield RuleViolation(
            N_("« %(name)s » has no identifier: the essential data ask for its SIRET number."),
            field=field,
            name=supplier.name,
            supplier=supplier.id,
        )
        return
    try:
        check_supplier(supplier)
    except RuleViolation as violation:
        yield RuleViolation(
            N_("« %(name)s »: %(rule)s"), field=field, name=supplier.name, supplier=supplier.id, rule=violation
        )


def _date(field: str, value: dt.date | None, day: dt.date) -> Iterator[RuleViolation]:
    if value is None:
        return
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        yield RuleViolation(N_("The ministry takes dates from 2010 to 2039."), field=field)
    if value > day:
        yield RuleViolation(
            N_("%(date)s comes after the day of the file: it is published once it is past."), field=field, date=value
        )


def _amendments(contract: Contract, day: dt.date) -> Iterator[RuleViolation]:
    """What the schema refuses in modifications, which say the amount and the duration as they stand after each."""
    amount, months = initial_amount(contract) or Decimal(0), whole_months(contract) or 0
    for row in sorted((row for row in contract.amendments if is_in_force(row, day)), key=lambda row: row.number):
        amount, months = amount + row.amount_excl_tax, months + row.months
        if row.supplier is not None:
            yield from _supplier(row.supplier, "amendments")
        of_row = [*_date("amendments", row.notified_on, day)]
        if row.amount_excl_tax:
            of_row += _amount("amendments", amount)
        if row.months:
            of_row += _months("amendments", months)
        for fault in of_row:
            yield RuleViolation(N_("Amendment %(name)s: %(rule)s"), field="amendments", name=str(row), rule=fault)


def _months(field: str, months: int) -> Iterator[RuleViolation]:
    if not 1 <= months <= MAX_MONTHS:
        yield RuleViolation(
            N_("%(months)d months: the essential data take 1 to %(most)d."), field=field, months=months, most=MAX_MONTHS
        )


def _subcontract(row: Subcontract, day: dt.date) -> Iterator[RuleViolation]:
    if row.notified_on is None or row.notified_on > day:
        return
    yield from _supplier(row.supplier, "subcontracts")
    if row.months is None:
        yield RuleViolation(
            N_("The duration of the subcontract %(name)s is missing."), field="subcontracts", name=str(row)
        )
    of_row = [*_date("subcontracts", row.notified_on, day), *_amount("subcontracts", row.amount_excl_tax)]
    if row.months is not None:
        of_row += _months("subcontracts", row.months)
    for change in row.changes:
        if change.notified_on > day:
            continue
        of_row += _date("subcontracts", change.notified_on, day)
        if change.amount_excl_tax is not None:
            of_row += _amount("subcontracts", change.amount_excl_tax)
        if change.months is not None:
            of_row += _months("subcontracts", change.months)
    for fault in of_row:
        yield RuleViolation(N_("Subcontract %(name)s: %(rule)s"), field="subcontracts", name=str(row), rule=fault)


class _Labelled(RuleViolation):
    """A refusal that names a field by its label, in the language of the reader."""

    def __init__(self, message: str, model: type, name: str) -> None:
        super().__init__(message, field=name)
        self._label = _label(model, name)

    def words(self, translate: Any) -> dict[str, Any]:
        return {"label": translate(self._label)}
