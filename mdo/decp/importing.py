"""Writes the contracts of a file of essential data: their files, their suppliers, and what was published as it was."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from mdo.context import AnySession, context_of
from mdo.decp.acts import acts_made
from mdo.decp.companies import Identity, Key, checked_supplier, key_of
from mdo.decp.reading import Incoming, contract_of
from mdo.scope import WHOLE_REGISTER
from models.contracts import Contract, ContractHolder, ContractState
from models.open_data import OpenDataRelease
from models.procurement import ProcedureCode
from models.suppliers import Supplier

_LATER_DATES = (
    ("modifications", "modification", "datePublicationDonneesModification"),
    ("actesSousTraitance", "acteSousTraitance", "datePublicationDonnees"),
    ("modificationsActesSousTraitance", "modificationActeSousTraitance", "datePublicationDonnees"),
)


def stored_ids(session: AnySession) -> list[str]:
    """The ids in the essential data, and the numbers, of all the contracts of the register."""
    rows = session.execute(select(Contract.open_data_id, Contract.number), execution_options=WHOLE_REGISTER).all()
    return [text for row in rows for text in row if text]


def write_contracts(session: AnySession, rows: Sequence[Incoming], today: dt.date) -> list[Contract]:
    """Makes the files of these records, checked by `read_decp`, with what was published of each. Flushes.

    Modifications and acts of subcontracting become amendments and acts of the file, save those that the preview says
    are to be written by hand; the ground of an amendment, which the State's keys do not say, is left to be chosen.
    """
    suppliers = _suppliers(session, rows)
    made = {row.id: _made(session, row, suppliers, today) for row in rows}
    session.flush()
    _link_frameworks(session, rows, made)
    session.flush()
    return list(made.values())


def _made(session: AnySession, row: Incoming, suppliers: Mapping[Key, Supplier], today: dt.date) -> Contract:
    record = row.record
    contract = contract_of(record, today)
    keys = list(dict.fromkeys(key_of(item["titulaire"]) for item in record["titulaires"]))
    contract.holders = [
        ContractHolder(supplier=suppliers[key], position=position) for position, key in enumerate(keys, 1)
    ]
    session.add(contract)
    with session.no_autoflush:
        for act in acts_made(contract, row.acts, lambda identity: suppliers[key_of(identity)]):
            session.add(act)
    if contract.ends_on is not None and contract.ends_on < today:
        contract.state = ContractState.ENDED
    content = json.dumps(record, ensure_ascii=False, sort_keys=True)
    session.add(
        OpenDataRelease(
            contract=contract,
            released_on=_last_publication(record),
            content=content,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            released_by_id=context_of(session).actor_id,
        )
    )
    return contract


def _companies(row: Incoming) -> Iterator[Identity]:
    yield from (item["titulaire"] for item in row.record["titulaires"])
    yield from (act.company for act in row.acts if act.company is not None and act.fault is None)


def _suppliers(session: AnySession, rows: Sequence[Incoming]) -> dict[Key, Supplier]:
    """The suppliers of these records, found by their identifiers or made."""
    wanted = {key_of(company): company for row in rows for company in _companies(row)}
    found: dict[Key, Supplier] = {}
    identifiers = sorted({identifier for _, identifier in wanted if identifier})
    for start in range(0, len(identifiers), 500):
        statement = select(Supplier).where(Supplier.identifier.in_(identifiers[start : start + 500]))
        for supplier in session.scalars(statement):
            found[(supplier.identifier_kind.value, supplier.identifier)] = supplier
    for key, identity in wanted.items():
        if key not in found:
            found[key] = checked_supplier(identity)
            session.add(found[key])
    return found


def _last_publication(record: Mapping[str, Any]) -> dt.date:
    """The day of the last publication that the record tells of."""
    days = [record["datePublicationDonnees"]]
    for outer, inner, name in _LATER_DATES:
        days += [item[inner][name] for item in record.get(outer, [])]
    return dt.date.fromisoformat(max(days))


def _link_frameworks(session: AnySession, rows: Sequence[Incoming], made: Mapping[str, Contract]) -> None:
    """Ties the marchés subséquents to their accords-cadres, in the file or in the register, where they last so long."""
    for row in rows:
        framework_id = row.record.get("idAccordCadre")
        framework = made.get(framework_id) if framework_id else None
        if framework is None and framework_id:
            framework = session.scalars(select(Contract).where(Contract.open_data_id == framework_id)).first()
        contract = made[row.id]
        if framework is None or framework is contract or not framework.has_subsequent_contracts:
            continue
        last_day, concluded = framework.ends_on, contract.notified_on
        is_over = last_day is not None and concluded is not None and concluded > last_day
        if not is_over and framework.procedure is contract.procedure:
            contract.framework, contract.procedure = framework, ProcedureCode.SUBSEQUENT
