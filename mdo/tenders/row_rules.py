"""What is asked of contracts, whose award knows the tenders, and of the rows of tenders, whatever door writes them."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import inspect, select

from mdo.contracts.family import follow_lots
from mdo.contracts.rules import check_contract, check_group, check_removal
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.relations import is_brought_back, is_set
from mdo.kernel.rules import declared
from mdo.kernel.rules.declared import RowRules
from mdo.kernel.rules.responsible import name_responsible
from mdo.tenders.award_rules import check_award
from mdo.tenders.holders import check_holder, check_someone_holds
from mdo.tenders.remedies import check_ending, check_regularisation
from mdo.tenders.rules import (
    check_as_judged,
    check_mark,
    check_only_tender,
    check_opinion,
    check_opinion_kept,
    check_round,
    check_round_removal,
    check_tender,
    check_tender_kept,
    rounds_of,
)
from mdo.tenders.tables import check_criterion, check_unmarked
from models.amendments import Amendment, Evaluation, Renewal, Subcontract
from models.contracts import Contract, ContractHolder
from models.execution import Invoice, OrderState, PurchaseOrder
from models.tenders import AwardCriterion, CommitteeOpinion, NegotiationRound, Tender, TenderMark


def _write_contract(session: AnySession, row: Contract, today: dt.date) -> None:
    with session.no_autoflush:  # they ask what was set since the row was read
        check_award(session, row)
        check_ending(session, row)
        check_contract(session, row, today)
        name_responsible(session, row, row.allotment or row.framework)


def _written_contract(session: AnySession, row: Contract, today: dt.date) -> None:
    """The file, and the one that it is a lot of, which goes on with its lots."""
    _write_contract(session, row, today)
    with session.no_autoflush:
        if row.allotment is not None and is_set(row, ("state",)):
            follow_lots(row.allotment)


def _stored_contract(session: AnySession, row: Contract, today: dt.date) -> None:
    """The file, and what was done on it since: a contract that is awarded no longer has no order and no invoice."""
    _write_contract(session, row, today)
    if row.state in AWARDED_STATES or not is_set(row, ("state",)):
        return
    issued = select(PurchaseOrder).where(PurchaseOrder.state == OrderState.ISSUED)
    for model, statement in ((PurchaseOrder, issued), *((model, select(model)) for model in _OF_AWARDED)):
        part = session.scalars(statement.where(model.contract_id == row.id).order_by(model.id).limit(1)).first()
        if part is not None:
            declared.RULES[model].written(session, part, today)


_OF_AWARDED: tuple[Any, ...] = (Invoice, Amendment, Renewal, Subcontract, Evaluation)


def _write_holder(session: AnySession, row: ContractHolder, today: dt.date) -> None:
    if inspect(row.contract).persistent:
        session.expire(row.contract, ["holders"])  # as an undo has just written them
    check_holder(session, row)


def _undo_holder(session: AnySession, row: ContractHolder, today: dt.date) -> Callable[[], None]:
    contract = row.contract

    def someone_is_left() -> None:
        if inspect(contract).persistent:
            session.expire(contract, ["holders"])
        if inspect(contract).persistent and not contract.lots:
            check_someone_holds(contract, contract.holders)
            check_group(contract)

    return someone_is_left


def _write_tender(session: AnySession, row: Tender, today: dt.date) -> None:
    check_tender(row, today)
    check_only_tender(session, row)
    check_as_judged(row)
    check_regularisation(session, row, today)


def _write_mark(session: AnySession, row: TenderMark, today: dt.date) -> None:
    if not is_brought_back(row.tender):  # its marks are those that it had
        check_mark(row, row.tender, row.criterion)


def _write_round(session: AnySession, row: NegotiationRound, today: dt.date) -> None:
    check_round(row.number, row.held_on, row.contract, rounds_of(session, row.contract), today)


def _write_opinion(session: AnySession, row: CommitteeOpinion, today: dt.date) -> None:
    check_opinion(row, row.contract, today)
    check_opinion_kept(session, row, is_deleted=False)


RULES: Mapping[type, RowRules] = {
    Contract: RowRules(
        _written_contract,
        _stored_contract,
        removal=lambda session, row, today: check_removal(row),
    ),
    ContractHolder: RowRules(_write_holder, undone=_undo_holder),
    Tender: RowRules(_write_tender, removal=lambda session, row, today: check_tender_kept(row)),
    AwardCriterion: RowRules(
        lambda session, row, today: check_criterion(session, row),
        removal=lambda session, row, today: check_unmarked(session, row.contract_id),
    ),
    TenderMark: RowRules(_write_mark),
    NegotiationRound: RowRules(
        _write_round,
        removal=lambda session, row, today: check_round_removal(row, row.contract, rounds_of(session, row.contract)),
    ),
    CommitteeOpinion: RowRules(
        _write_opinion, removal=lambda session, row, today: check_opinion_kept(session, row, is_deleted=True)
    ),
}
