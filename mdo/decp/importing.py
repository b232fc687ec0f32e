"""Writes the contracts of a file of essential data: their files, their suppliers, and what was published as it was."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from mdo.decp.acts import acts_made
from mdo.decp.companies import Companies, Identity, key_of
from mdo.decp.reading import Incoming, contract_of
from mdo.decp.releases import last_publication, release_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.contracts import Contract, ContractHolder, ContractState
from models.procurement import ProcedureCode


def stored_ids(session: AnySession) -> list[str]:
    """The ids in the essential data, and the numbers, of all the contracts of the register."""
    rows = session.execute(select(Contract.open_data_id, Contract.number), execution_options=WHOLE_REGISTER).all()
    return [text for row in rows for text in row if text]


def write_contracts(session: AnySession, rows: Sequence[Incoming], today: dt.date) -> list[Contract]:
    """Makes the files of these records, checked by `read_decp`, with what was published of each. Flushes.

    Modifications and acts of subcontracting become amendments and acts of the file, save those that the preview says
    are to be written by hand; the ground of an amendment, which the State's keys do not say, is left to be chosen.
    """
    identities = [identity for row in rows for identity in _identities(row)]
    companies = Companies(session, identities)
    for identity in identities:  # before the contracts: an undo deletes the last made first
        companies.supplier(identity)
    made = {row.id: _made(session, row, companies, today) for row in rows}
    session.flush()
    _link_frameworks(session, rows, made)
    session.flush()
    return list(made.values())


def _made(session: AnySession, row: Incoming, companies: Companies, today: dt.date) -> Contract:
    record = row.record
    contract = contract_of(record, today)
    contract.is_taken_over = True
    holders = {key_of(item["titulaire"]): item["titulaire"] for item in record["titulaires"]}
    contract.holders = [
        ContractHolder(supplier=companies.supplier(identity), position=position)
        for position, identity in enumerate(holders.values(), 1)
    ]
    session.add(contract)
    with session.no_autoflush:
        for act in acts_made(contract, row.acts, companies.supplier):
            session.add(act)
    if contract.ends_on is not None and contract.ends_on < today:
        contract.state = ContractState.ENDED
    session.add(release_of(session, contract, record, last_publication(record)))
    return contract


def _identities(row: Incoming) -> Iterator[Identity]:
    yield from (item["titulaire"] for item in row.record["titulaires"])
    yield from (act.company for act in row.acts if act.company is not None and act.fault is None)


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
