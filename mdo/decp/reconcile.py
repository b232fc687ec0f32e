"""A record of a contract that is kept already: what it brings, what it says otherwise, what stays as it is."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.contracts.file_days import followed
from mdo.contracts.rules import check_file
from mdo.contracts.terms import AWARDED_STATES
from mdo.decp.companies import Companies, Identity
from mdo.decp.import_outcome import KeptRecord, RecordOutcome
from mdo.decp.reading import TWICE, Incoming, ReadData, contract_of
from mdo.decp.reconcile_acts import ActsOfKept, taken_back
from mdo.decp.record import Data, initial_record
from mdo.decp.releases import (
    Difference,
    field_differences,
    last_publication,
    last_release_days,
    release_of,
    releases_of,
    settled,
)
from mdo.decp.vocabulary import FIELDS
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.plans import Change
from mdo.kernel.labels import field_label
from models.amendments import Amendment, Subcontract
from models.contracts import Contract, ContractHolder, ProcurementStep, StepState

_NOT_AWARDED = N_(
    "« %(number)s » is not awarded here: award and notify it on its page, then import the file again to see what it "
    "brings."
)
_BY_LOTS = N_(
    "« %(number)s » is bought by lots here: each lot is a contract of its own in the essential data. Give the lot this "
    "id, then import the file again."
)
_OUT_OF_REACH = N_(
    "This record is no longer in the register, or no longer within your reach: its line changes nothing."
)
_NOT_COMPLETED = N_("What the file says and the register lacks is not taken: %(rule)s")
# What is taken from the file where the register says nothing.
_COMPLETED = (
    "codeCPV", "offresRecues", "dureeMois", "dateNotification", "datePublicationDonnees", "typesPrix", "formePrix",
)  # fmt: skip
_STEP_DAYS = ("actual_on", "planned_on")
_BATCH = 500


def compared(session: AnySession, read: ReadData, today: dt.date) -> ReadData:
    """The same file, its contracts that exist beside those of the register. Writes nothing."""
    rows = read.of(RecordOutcome.EXISTING)
    if not rows:
        return read
    with _left_as_it_was(session):
        found = {row.rank: row for row in _brought(session, rows, today)}
    return replace(read, rows=tuple(found.get(row.rank, row) for row in read.rows))


def write_kept(session: AnySession, rows: Sequence[Incoming], today: dt.date) -> list[KeptRecord]:
    """Writes what `compared` said that these records bring, and what is published of each. Flushes."""
    with session.no_autoflush:
        written = [row.kept for row in _brought(session, rows, today) if row.kept is not None]
        contracts = [session.get_one(Contract, kept.contract_id) for kept in written]
        days = last_release_days(session, contracts)
    for kept, contract in zip(written, contracts, strict=True):
        if kept.release is not None:
            day = max(last_publication(kept.release), days.get(contract.id, dt.date.min))
            session.add(release_of(session, contract, kept.release, day))
    session.flush()
    return written


@contextmanager
def _left_as_it_was(session: AnySession) -> Iterator[None]:
    """Nothing that is tried meanwhile is written: new rows leave the session, stored ones are read again."""
    known = set(session.dirty)
    with session.no_autoflush:
        try:
            with taken_back(session, always=True):
                yield
        finally:
            for row in set(session.dirty) - known:
                session.expire(row)


def _brought(session: AnySession, rows: Sequence[Incoming], today: dt.date) -> Iterator[Incoming]:
    """Brings these records to the contracts that they are about, one after the other."""
    contracts = _contracts(session, [row.id for row in rows])
    companies = Companies(session, (identity for row in rows for identity in _identities(row)))
    published = releases_of(session, contracts.values())
    seen: set[Contract] = set()
    for row in rows:
        contract = contracts.get(row.id)
        fault = _fault(contract, seen)
        if contract is None or fault is not None:
            kept = None if contract is None else KeptRecord(contract.id)
            yield replace(row, fate=RecordOutcome.ERROR, faults=(fault or RuleViolation(_OUT_OF_REACH),), kept=kept)
            continue
        seen.add(contract)
        kept = _bring(session, contract, row, companies, published.get(contract.id), today)
        yield replace(row, fate=kept.fate, kept=kept)


def _contracts(session: AnySession, ids: Sequence[str]) -> dict[str, Contract]:
    """The contracts of these ids: that which bears it in the essential data before that which it numbers."""
    by_number: dict[str, Contract] = {}
    by_id: dict[str, Contract] = {}
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        asked = select(Contract).where(or_(Contract.open_data_id.in_(some), Contract.number.in_(some)))
        for contract in session.scalars(asked.options(*_LOADS)).unique():
            by_number[contract.number] = contract
            if contract.open_data_id is not None:
                by_id[contract.open_data_id] = contract
    return {row_id: found for row_id in ids if (found := by_id.get(row_id) or by_number.get(row_id)) is not None}


_LOADS = (
    selectinload(Contract.holders).joinedload(ContractHolder.supplier),
    selectinload(Contract.amendments).options(joinedload(Amendment.supplier), joinedload(Amendment.replaced)),
    selectinload(Contract.subcontracts).options(joinedload(Subcontract.supplier), selectinload(Subcontract.changes)),
    selectinload(Contract.lots),
    selectinload(Contract.periods),
    joinedload(Contract.framework),
)


def _identities(row: Incoming) -> Iterator[Identity]:
    for act in row.acts:
        if act.fault is None:
            yield from (identity for identity in (act.company, act.replaced) if identity is not None)


def _fault(contract: Contract | None, seen: set[Contract]) -> RuleViolation | None:
    """Why nothing is brought to a contract."""
    if contract is None:
        return None
    if contract in seen:
        return RuleViolation(TWICE, field="open_data_id")
    if contract.lots:
        return RuleViolation(_BY_LOTS, field="open_data_id", number=contract.number)
    if contract.state not in AWARDED_STATES:
        return RuleViolation(_NOT_AWARDED, field="state", number=contract.number)
    return None


def _bring(
    session: AnySession,
    contract: Contract,
    row: Incoming,
    companies: Companies,
    published: Data | None,
    today: dt.date,
) -> KeptRecord:
    changes, differences, refusal = _complete(contract, row.record, today)
    acts = ActsOfKept(session, contract, companies, today).bring(row.acts)
    release = settled(dict(row.record), published)
    return KeptRecord(contract.id, changes, differences, acts, refusal, None if release == published else release)


def _complete(
    contract: Contract, record: Mapping[str, object], today: dt.date
) -> tuple[tuple[Change, ...], tuple[Difference, ...], RuleViolation | None]:
    """Takes what the file lacks, where its rules allow it; what it says otherwise stays, and is told."""
    found = tuple(field_differences(initial_record(contract, None), dict(record)))
    names = [FIELDS[item.key] for item in found if item.now is None and item.key in _COMPLETED]
    if not names:
        return (), found, None
    before = {name: getattr(contract, name) for name in (*names, "ends_on")}
    try:
        award = contract_of(record, today)
        for name in names:
            setattr(contract, name, getattr(award, name))
        check_file(contract, today)
    except RuleViolation as refusal:
        for name, value in before.items():
            setattr(contract, name, value)
        return (), found, RuleViolation(_NOT_COMPLETED, rule=refusal)
    taken = tuple(
        Change(field_label(Contract, name), value, getattr(contract, name))
        for name, value in before.items()
        if getattr(contract, name) != value
    )
    differences = tuple(item for item in found if FIELDS[item.key] not in names)
    return (*taken, *_follow(contract, today)), differences, None


def _follow(contract: Contract, today: dt.date) -> Iterator[Change]:
    """The steps say the days that were just given to their file."""
    for step, values in followed(contract, today):
        for name, value in values.items():
            if name in _STEP_DAYS or value is StepState.SET_ASIDE:
                yield Change(field_label(ProcurementStep, name), getattr(step, name), value, step.label)
            setattr(step, name, value)
