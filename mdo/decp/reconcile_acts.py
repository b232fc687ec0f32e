"""The later acts of a published record beside those of a contract that is kept: made, completed, or left as they are.

What the register says is never replaced: a value that it lacks is taken, another one is a conflict that is told.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from mdo.amendments import subcontracting
from mdo.amendments.rules import check_published
from mdo.amendments.states import AMENDMENT_ACTS
from mdo.contracts.lowering import check_lowering_after
from mdo.contracts.remarks import whole_months
from mdo.contracts.terms import initial_amount, is_in_force
from mdo.decp.acts import ActKind, LaterAct, add_change, amendment_of, in_order, subcontract_of
from mdo.decp.companies import Companies, Identity, key_of
from mdo.decp.import_outcome import ComparedAct
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.plans import Change, LineState
from mdo.kernel.labels import field_label
from models.amendments import Amendment, Subcontract, SubcontractChange
from models.contracts import Contract
from models.suppliers import Supplier

_OTHER_AMOUNT = N_(
    "not written: the file adds it to %(published)s €, and the contract stands at %(kept)s € here. Settle this first, "
    "then import the file again."
)
_OTHER_DURATION = N_(
    "not written: the file adds it to %(published)d months, and the contract lasts %(kept)d months here. Settle this "
    "first, then import the file again."
)
_ACT_FIRST = N_("not written: the act of subcontracting n° %(number)d is not the same here. Settle this first.")
_SAID = ("amount_excl_tax", "months")
_Values = Mapping[str, Any]


@contextmanager
def taken_back(session: AnySession, *, always: bool = False) -> Iterator[None]:
    """Takes out of the session what joins it meanwhile, when a rule says no (or in any case)."""
    before, is_refused = set(session.new), True
    try:
        yield
        is_refused = False
    finally:
        for row in set(session.new) - before if is_refused or always else ():
            if row in session:  # a change goes with its act
                session.expunge(row)


class ActsOfKept:
    """Brings the acts of a record to the rows of its contract, one after the other. Flushes nothing."""

    def __init__(self, session: AnySession, contract: Contract, companies: Companies, today: dt.date) -> None:
        self._session, self._contract, self._companies, self._today = session, contract, companies, today
        self._amendments = {row.number: row for row in contract.amendments}
        self._subcontracts = {row.number: row for row in contract.subcontracts}
        self._published: dict[int, dict[str, Any]] = {}  # by act of subcontracting, as it stands after what was read
        self._matched: set[SubcontractChange] = set()
        self._others: set[int] = set()  # acts of subcontracting of another company

    def bring(self, acts: Iterable[LaterAct]) -> tuple[ComparedAct, ...]:
        """What becomes of each act, in the order in which they are written."""
        by_kind = {
            ActKind.AMENDMENT: self._amendment,
            ActKind.SUBCONTRACT: self._subcontract,
            ActKind.CHANGE: self._change,
        }
        return tuple(by_kind[act.kind](act) for act in in_order(acts))

    # ---- Amendments -------------------------------------------------------------------------------------------------

    def _amendment(self, act: LaterAct) -> ComparedAct:
        row = self._amendments.get(act.number)
        if row is None:
            return self._made(act, self._make_amendment)
        conflicts = [] if act.fault is not None else [
            *_other_company(row, "supplier", row.supplier, act.company),
            *_other_company(row, "replaced", row.replaced, act.replaced),
        ]  # fmt: skip
        return self._compared(row, act, ("notified_on", "published_on"), conflicts, self._complete_amendment)

    def _make_amendment(self, act: LaterAct) -> None:
        row = amendment_of(self._contract, act, self._companies.supplier)
        try:
            with AMENDMENT_ACTS.moving(row):
                self._check_amendment(row, act)
        except RuleViolation:
            self._contract.amendments.remove(row)
            raise
        self._session.add(row)
        self._amendments[act.number] = row

    def _complete_amendment(self, row: Amendment, act: LaterAct, filled: _Values) -> None:
        with AMENDMENT_ACTS.moving(row):
            self._check_amendment(row, act)

    def _check_amendment(self, row: Amendment, act: LaterAct) -> None:
        self._check_start(row, act)
        check_published(row, self._today)
        check_lowering_after(self._session, row, self._today)

    def _check_start(self, row: Amendment, act: LaterAct) -> None:
        """A modification is published as a whole: what it adds holds where it is added to the same."""
        before = [
            other
            for other in self._contract.amendments
            if other is not row and other.number < row.number and is_in_force(other, self._today)
        ]
        amount = (initial_amount(self._contract) or Decimal(0)) + sum(other.amount_excl_tax for other in before)
        months = (whole_months(self._contract) or 0) + sum(other.months for other in before)
        start_amount, start_months = act.start or (amount, months)
        if row.amount_excl_tax and amount != start_amount:
            raise RuleViolation(_OTHER_AMOUNT, published=start_amount, kept=amount)
        if row.months and months != start_months:
            raise RuleViolation(_OTHER_DURATION, published=start_months, kept=months)

    # ---- Acts of subcontracting -------------------------------------------------------------------------------------

    def _subcontract(self, act: LaterAct) -> ComparedAct:
        self._published[act.number] = {name: act.values.get(name) for name in _SAID}
        row = self._subcontracts.get(act.number)
        if row is None:
            return self._made(act, self._make_subcontract)
        conflicts = [] if act.fault is not None else _other_company(row, "supplier", row.supplier, act.company)
        if conflicts:
            self._others.add(act.number)
        fillable = ("months", "notified_on", "published_on")
        return self._compared(row, act, fillable, conflicts, self._complete_subcontract)

    def _make_subcontract(self, act: LaterAct) -> None:
        row = subcontract_of(self._contract, act, self._companies.supplier)
        self._session.add(row)
        try:
            subcontracting.check_published(self._session, row, self._today)
        except RuleViolation:
            self._contract.subcontracts.remove(row)
            raise
        self._subcontracts[act.number] = row

    def _complete_subcontract(self, row: Subcontract, act: LaterAct, filled: _Values) -> None:
        subcontracting.check_published(self._session, row, self._today)

    # ---- Their changes ----------------------------------------------------------------------------------------------

    def _change(self, act: LaterAct) -> ComparedAct:
        of_act, before = self._subcontracts.get(act.number), self._published.get(act.number, {})
        said = {name: act.values[name] for name in _SAID if act.values.get(name) not in (None, before.get(name))}
        self._published[act.number] = {**before, **said}
        rows = [] if of_act is None else sorted(of_act.changes, key=lambda row: (row.notified_on, row.number))
        row = next((row for row in rows if row.notified_on == act.notified_on and row not in self._matched), None)
        if row is None or of_act is None:
            return self._made(act, self._make_change)
        self._matched.add(row)
        kept = _said_by(row, of_act, rows[: rows.index(row)])
        conflicts = [
            Change(field_label(SubcontractChange, name), kept.get(name), said.get(name))
            for name in _SAID
            if kept.get(name) != said.get(name)
        ]
        return self._compared(row, act, ("published_on",), conflicts, self._complete_change, ("published_on",))

    def _make_change(self, act: LaterAct) -> None:
        of_act = self._subcontracts.get(act.number)
        if of_act is None or act.number in self._others:
            raise RuleViolation(_ACT_FIRST, number=act.number)
        row = add_change(of_act, act)
        try:
            subcontracting.check_change(self._session, row, self._today)
        except RuleViolation:
            of_act.changes.remove(row)
            raise
        self._matched.add(row)

    def _complete_change(self, row: SubcontractChange, act: LaterAct, filled: _Values) -> None:
        subcontracting.check_change(self._session, row, self._today)

    # ---- What all of them share -------------------------------------------------------------------------------------

    def _made(self, act: LaterAct, make: Callable[[LaterAct], None]) -> ComparedAct:
        """An act that the register does not have."""
        if act.fault is not None:
            return ComparedAct(act, LineState.ERROR, fault=act.fault)
        try:
            with taken_back(self._session):
                make(act)
        except RuleViolation as refusal:
            return ComparedAct(act, LineState.ERROR, fault=refusal)
        return ComparedAct(act, LineState.CREATED)

    def _compared(
        self,
        row: Any,
        act: LaterAct,
        fillable: Iterable[str],
        conflicts: Iterable[Change],
        complete: Callable[[Any, LaterAct, _Values], None],
        names: Iterable[str] | None = None,
    ) -> ComparedAct:
        """An act that the register has: completed where nothing differs."""
        published = {"notified_on": act.notified_on, **act.values}
        said = {name: published[name] for name in names or published if published.get(name) is not None}
        other = {name: value for name, value in said.items() if getattr(row, name) != value}
        filled = {name: value for name, value in other.items() if name in fillable and getattr(row, name) is None}
        changes = tuple(Change(field_label(type(row), name), None, value) for name, value in filled.items())
        differs = (
            *conflicts,
            *(_change_of(row, name, value) for name, value in other.items() if name not in filled),
        )
        if act.fault is not None and (other or not act.values):
            return ComparedAct(act, LineState.ERROR, fault=act.fault)
        if differs:
            return ComparedAct(act, LineState.CONFLICT, conflicts=differs)
        if not filled:
            return ComparedAct(act, LineState.UNCHANGED)
        return self._completed(row, act, filled, changes, complete)

    def _completed(
        self,
        row: Any,
        act: LaterAct,
        filled: _Values,
        changes: tuple[Change, ...],
        complete: Callable[[Any, LaterAct, _Values], None],
    ) -> ComparedAct:
        for name, value in filled.items():
            setattr(row, name, value)
        try:
            complete(row, act, filled)
        except RuleViolation as refusal:
            for name in filled:
                setattr(row, name, None)
            return ComparedAct(act, LineState.ERROR, changes=changes, fault=refusal)
        return ComparedAct(act, LineState.CHANGED, changes)


def _change_of(row: Any, name: str, value: Any) -> Change:
    return Change(field_label(type(row), name), getattr(row, name), value)


def _other_company(row: Any, name: str, kept: Supplier | None, published: Identity | None) -> list[Change]:
    """A company that the register and the file say otherwise; the register knows its name, the file its identifier."""
    ours = None if kept is None else (kept.identifier_kind.value, kept.identifier)
    theirs = None if published is None else key_of(published)
    if ours == theirs:
        return []
    return [Change(field_label(type(row), name), None if kept is None else _named(kept), published and published["id"])]


def _named(supplier: Supplier) -> str:
    return f"{supplier.name} ({supplier.identifier})" if supplier.identifier else supplier.name


def _said_by(row: SubcontractChange, of_act: Subcontract, before: Iterable[SubcontractChange]) -> dict[str, Any]:
    """What a change of a subcontract changes: what only says again how it stood is left out."""
    standing = {name: getattr(of_act, name) for name in _SAID}
    for other in before:
        standing |= {name: value for name in _SAID if (value := getattr(other, name)) is not None}
    return {name: value for name in _SAID if (value := getattr(row, name)) not in (None, standing[name])}
