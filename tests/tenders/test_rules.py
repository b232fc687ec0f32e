"""What may be written of tenders, and what stands between a tender and the award."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.undo import undo
from mdo.tenders.award import retain
from mdo.tenders.rules import check_opinion, check_opinion_kept, check_round, check_tender, rounds_of
from mdo.tenders.tables import CriterionLine, TypedMark, remove_round, write_criteria, write_marks, write_round
from models.contracts import Contract, ContractState, Technique
from models.journal import JournalEntry
from models.procurement import ProcedureCode, ProcedureTemplate
from models.tenders import (
    AwardCriterion,
    CommitteeAct,
    CommitteeOpinion,
    CommitteeSense,
    NegotiationRound,
    Tender,
    TenderMark,
)
from tests.support import TODAY
from tests.support import factories as make
from tests.support import procurement as buy
from tests.support import tenders as bid

_DAY = dt.timedelta(days=1)


def _contract(**fields) -> Contract:
    return Contract(**{"state": ContractState.PROCEDURE, "technique": Technique.NONE, "lots": [], **fields})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"is_admissible": False}, "inadmissible_reason"),
        ({"is_admissible": False, "inadmissible_reason": "Hors délai"}, None),
        ({"inadmissible_reason": "Hors délai"}, "inadmissible_reason"),
        ({"received_at": dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)}, None),
        ({"received_at": dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)}, "received_at"),
        ({"low_asked_on": TODAY}, None),
        ({"low_asked_on": TODAY + _DAY}, "low_asked_on"),
        ({"low_answer": "Marge réduite"}, "low_asked_on"),
        ({"is_admissible": False, "inadmissible_reason": "Hors délai", "is_retained": True}, "is_admissible"),
        ({"contract": _contract(state=ContractState.NEED)}, "contract"),
        ({"contract": _contract(lots=[Contract()])}, "contract"),
    ],
)
def test_what_a_tender_may_say(fields, field) -> None:
    tender = Tender(**{"contract": _contract(), "is_admissible": True, "is_retained": False, **fields})
    if field is None:
        check_tender(tender, TODAY)
    else:
        with pytest.raises(RuleViolation) as refusal:
            check_tender(tender, TODAY)
        assert refusal.value.field == field


@pytest.mark.parametrize(
    ("procedure", "is_allowed"),
    [
        (ProcedureCode.OPEN, False),
        (ProcedureCode.RESTRICTED, False),
        (ProcedureCode.ADAPTED, True),
        (ProcedureCode.NEGOTIATED, True),
        (ProcedureCode.DIRECT, True),
        (ProcedureCode.SUBSEQUENT, True),
        (ProcedureCode.DIALOGUE, True),
    ],
)
def test_an_appel_d_offres_is_not_negotiated(procedure, is_allowed) -> None:
    contract = _contract(procedure=procedure)
    if is_allowed:
        check_round(1, TODAY, contract, [], TODAY)
    else:
        with pytest.raises(RuleViolation, match="L2124-2"):
            check_round(1, TODAY, contract, [], TODAY)


@pytest.mark.parametrize(("held_on", "passes"), [
    (TODAY - 3 * _DAY, False), (TODAY - 2 * _DAY, True), (TODAY, True), (TODAY + _DAY, False),
])  # fmt: skip
def test_rounds_follow_one_another_and_are_not_still_to_come(held_on, passes) -> None:
    rounds = [NegotiationRound(number=1, held_on=TODAY - 2 * _DAY)]
    contract = _contract(procedure=ProcedureCode.ADAPTED)
    if passes:
        check_round(2, held_on, contract, rounds, TODAY)
    else:
        with pytest.raises(RuleViolation):
            check_round(2, held_on, contract, rounds, TODAY)


@pytest.mark.parametrize(("kind", "needs", "passes"), [
    (CommitteeAct.AWARD, True, True), (CommitteeAct.AWARD, False, False), (CommitteeAct.OPINION, False, True),
])  # fmt: skip
def test_the_committee_awards_formal_procedures_alone(kind, needs, passes) -> None:
    contract = _contract()
    contract.template = ProcedureTemplate(needs_committee=needs)
    opinion = CommitteeOpinion(kind=kind, held_on=TODAY)
    if passes:
        check_opinion(opinion, contract, TODAY)
    else:
        with pytest.raises(RuleViolation):
            check_opinion(opinion, contract, TODAY)


# ---- The tables ------------------------------------------------------------------------------------------------------


def _lines(*given: tuple[str, str], rows=()) -> list[CriterionLine]:
    lines = []
    for number, (name, weight) in enumerate(given):
        row = rows[number] if number < len(rows) else None
        known = {"id": row.id, "version": row.version} if row is not None else {}
        lines.append(CriterionLine(name, Decimal(weight) if weight else None, name == "Prix", **known))
    return lines


@pytest.mark.db
@pytest.mark.parametrize(
    ("given", "passes"),
    [
        ((("Valeur", "60"), ("Prix", "40")), True),
        ((("Valeur", "60"),), True),  # to be completed: nothing is ranked meanwhile
        ((("Valeur", "60"), ("Prix", "40.01")), False),
        ((("Valeur", "60"), ("valeur", "40")), False),
        ((("Valeur", "0"),), False),
        ((("Valeur", ""),), False),
        ((("", "60"),), False),
        ((("Prix", "60"), ("Prix", "40")), False),
    ],
)
def test_what_the_table_of_criteria_takes(session, given, passes) -> None:
    contract = buy.ContractFactory(state=ContractState.PROCEDURE)
    if passes:
        write_criteria(session, contract, _lines(*given))
        found = session.scalars(select(AwardCriterion).order_by(AwardCriterion.position))
        assert [(row.name, row.weight) for row in found] == [(name, Decimal(weight)) for name, weight in given]
    else:
        with pytest.raises(RuleViolation):
            write_criteria(session, contract, _lines(*given))


@pytest.mark.db
def test_criteria_change_no_more_once_tenders_are_marked_but_their_name_may_be_corrected(session) -> None:
    contract = buy.ContractFactory(state=ContractState.PROCEDURE)
    row = bid.AwardCriterionFactory(contract=contract, name="Valer", weight=Decimal(100))
    bid.TenderMarkFactory(tender=bid.TenderFactory(contract=contract), criterion=row)
    for given in ((("Valer", "90"),), (("Valer", "100"), ("Prix", "1")), (("", ""),)):
        with pytest.raises(RuleViolation):
            write_criteria(session, contract, _lines(*given, rows=[row]))
    write_criteria(session, contract, _lines(("Valeur", "100"), rows=[row]))
    assert row.name == "Valeur"


@pytest.mark.db
def test_a_table_of_criteria_opened_before_another_was_saved_is_not_written(session) -> None:
    contract = buy.ContractFactory(state=ContractState.PROCEDURE)
    row = bid.AwardCriterionFactory(contract=contract, name="Valeur", weight=Decimal(100))
    lines = _lines(("Valeur technique", "100"), rows=[row])
    row.name = "Méthode"
    session.flush()
    with pytest.raises(RuleViolation):
        write_criteria(session, contract, lines)


@pytest.mark.db
def test_marks_are_one_s_own_and_only_what_changed_is_written(session) -> None:
    contract = buy.ContractFactory(state=ContractState.PROCEDURE)
    criterion = bid.AwardCriterionFactory(contract=contract, weight=Decimal(100))
    tender = bid.TenderFactory(contract=contract)
    mine, other = make.UserFactory(), make.UserFactory()
    case = (tender.id, criterion.id)
    assert not write_marks(session, contract, mine.id, 0, {case: TypedMark(Decimal("12.5"), "Clair")})
    assert not write_marks(session, contract, other.id, 0, {case: TypedMark(Decimal(9))})
    assert {(row.assessor_id, row.mark) for row in session.scalars(select(TenderMark))} == {
        (mine.id, Decimal("12.5")),
        (other.id, Decimal(9)),
    }
    bid.NegotiationRoundFactory(contract=contract)
    assert not write_marks(session, contract, mine.id, 1, {case: TypedMark(Decimal("12.5"), "Clair")})
    assert len(session.scalars(select(TenderMark)).all()) == 2
    assert not write_marks(session, contract, other.id, 0, {case: TypedMark(None)})
    assert len(session.scalars(select(TenderMark)).all()) == 1


@pytest.mark.db
@pytest.mark.parametrize(("mark", "is_taken"), [("0", True), ("20", True), ("20.01", False), ("12.345", False)])
def test_a_mark_is_from_0_to_20_with_two_decimals(session, mark, is_taken) -> None:
    contract = buy.ContractFactory(state=ContractState.PROCEDURE)
    case = (bid.TenderFactory(contract=contract).id, bid.AwardCriterionFactory(contract=contract).id)
    refused = write_marks(session, contract, make.UserFactory().id, 0, {case: TypedMark(Decimal(mark))})
    assert (case not in refused) == is_taken


@pytest.mark.db
def test_a_round_keeps_what_the_tenders_ask_after_it(session) -> None:
    contract = buy.ContractFactory(state=ContractState.PROCEDURE, procedure=ProcedureCode.ADAPTED)
    tender = bid.TenderFactory(contract=contract, amount_excl_tax=Decimal(40000))
    held = write_round(session, contract, None, TODAY, "", {tender.id: Decimal(38000)}, TODAY)
    assert (held.number, [row.amount_excl_tax for row in tender.revisions]) == (1, [Decimal(38000)])
    write_round(session, contract, held, TODAY, "", {tender.id: None}, TODAY)
    session.refresh(tender)
    assert not tender.revisions


# ---- The award -------------------------------------------------------------------------------------------------------


def _to_award(procedure=ProcedureCode.ADAPTED, **fields) -> tuple[Contract, Tender, Tender]:
    buy.ProcedureTemplateFactory(code=procedure)
    contract = buy.ContractFactory(state=ContractState.PROCEDURE, procedure=procedure, **fields)
    criterion = bid.AwardCriterionFactory(contract=contract, weight=Decimal(100))
    best, other = (bid.TenderFactory(contract=contract, position=number) for number in (1, 2))
    for tender, mark in ((best, 15), (other, 12)):
        bid.TenderMarkFactory(tender=tender, criterion=criterion, mark=Decimal(mark))
    bid.TenderFactory(contract=contract, position=3, is_admissible=False, inadmissible_reason="Hors délai")
    return contract, best, other


@pytest.mark.db
def test_retaining_a_tender_awards_the_contract_and_is_undone_as_one(session) -> None:
    contract, best, _ = _to_award()
    held = bid.NegotiationRoundFactory(contract=contract)
    bid.TenderRevisionFactory(round=held, tender=best, amount_excl_tax=Decimal(38500))
    session.commit()
    session.refresh(best)
    retain(session, best, TODAY)
    session.commit()
    assert [holder.supplier for holder in contract.holders] == [best.supplier]
    assert (
        contract.state,
        contract.amount_excl_tax,
        contract.tenders_received,
        contract.awarded_on,
        best.is_retained,
    ) == (
        ContractState.AWARDED,
        Decimal(38500),
        3,
        TODAY,
        True,
    )
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    session.expire_all()
    assert (contract.state, contract.holders, best.is_retained) == (ContractState.PROCEDURE, [], False)


@pytest.mark.db
def test_the_second_one_is_not_retained_nor_any_while_marks_are_missing(session) -> None:
    contract, best, other = _to_award()
    session.commit()
    with pytest.raises(RuleViolation, match="L2152-7"):
        retain(session, other, TODAY)
    session.rollback()
    bid.AwardCriterionFactory(contract=contract, name="Autre", position=2, weight=Decimal(1))
    with pytest.raises(RuleViolation, match="not 100"):
        retain(session, best, TODAY)


@pytest.mark.db
@pytest.mark.parametrize(
    ("kind", "sense", "passes"),
    [
        (None, None, False),
        (CommitteeAct.OPINION, CommitteeSense.FAVOURABLE, False),
        (CommitteeAct.AWARD, CommitteeSense.ADJOURNED, False),
        (CommitteeAct.AWARD, CommitteeSense.FAVOURABLE, True),
    ],
)
def test_where_the_committee_awards_its_decision_comes_first(session, kind, sense, passes) -> None:
    contract, best, _ = _to_award(ProcedureCode.OPEN, estimate_excl_tax=Decimal(300000))
    session.refresh(contract)
    assert contract.template is not None
    contract.template.needs_committee = True
    if kind is not None:
        bid.CommitteeOpinionFactory(contract=contract, kind=kind, sense=sense)
    if passes:
        retain(session, best, TODAY)
    else:
        with pytest.raises(RuleViolation, match="L1414-2"):
            retain(session, best, TODAY)


@pytest.mark.db
def test_the_amount_of_an_accord_cadre_stays_as_the_file_says_it(session) -> None:
    contract, best, _ = _to_award(
        technique=Technique.FRAMEWORK, amount_excl_tax=Decimal(80000), maximum_excl_tax=Decimal(90000)
    )
    retain(session, best, TODAY)
    assert contract.amount_excl_tax == Decimal(80000)


# ---- Rounds and decisions corrected ----------------------------------------------------------------------------------


@pytest.mark.db
@pytest.mark.parametrize(
    ("number", "day", "is_taken"),
    [
        (1, TODAY - _DAY, True),
        (1, TODAY, True),
        (1, TODAY + _DAY, False),  # to come
        (2, TODAY - 3 * _DAY, False),  # before the first
        (3, TODAY, True),
        (3, TODAY - 2 * _DAY, False),
    ],
)
def test_rounds_are_held_in_the_order_of_their_numbers(session, number, day, is_taken) -> None:
    contract = buy.ContractFactory(state=ContractState.PROCEDURE, procedure=ProcedureCode.ADAPTED)
    rounds = [
        bid.NegotiationRoundFactory(contract=contract, number=known, held_on=TODAY - (2 - known) * _DAY)
        for known in (1, 2)
    ]
    if is_taken:
        check_round(number, day, contract, rounds, TODAY)
    else:
        with pytest.raises(RuleViolation) as refusal:
            check_round(number, day, contract, rounds, TODAY)
        assert refusal.value.field == "held_on"


@pytest.mark.db
def test_the_last_round_goes_with_its_amounts_and_its_marks_and_comes_back_whole(session) -> None:
    contract, best, _ = _to_award()
    for number in (1, 2):
        held = bid.NegotiationRoundFactory(contract=contract, number=number, held_on=TODAY)
        bid.TenderRevisionFactory(round=held, tender=best, amount_excl_tax=Decimal(30000 + number))
    bid.TenderMarkFactory(tender=best, criterion=best.marks[0].criterion, round_number=2, mark=Decimal(19))
    session.commit()
    session.expire_all()
    first, last = rounds_of(session, contract)
    with pytest.raises(RuleViolation):
        remove_round(session, contract, first)
    remove_round(session, contract, last)
    session.commit()
    session.expire_all()
    assert [row.number for row in rounds_of(session, contract)] == [1]
    assert ([row.amount_excl_tax for row in best.revisions], [row.mark for row in best.marks]) == ([30001], [15])
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    session.expire_all()
    assert ([row.amount_excl_tax for row in best.revisions], [row.mark for row in best.marks]) == (
        [30001, 30002],
        [15, 19],
    )


@pytest.mark.db
@pytest.mark.parametrize(
    ("procedure", "has_other", "state", "is_kept"),
    [
        (ProcedureCode.OPEN, False, ContractState.AWARDED, True),
        (ProcedureCode.OPEN, True, ContractState.AWARDED, False),
        (ProcedureCode.OPEN, False, ContractState.PROCEDURE, False),
        (ProcedureCode.ADAPTED, False, ContractState.AWARDED, False),
    ],
)
def test_the_decision_that_an_award_rests_on_stays(session, procedure, has_other, state, is_kept) -> None:
    template = buy.ProcedureTemplateFactory(code=procedure)
    template.needs_committee = procedure is ProcedureCode.OPEN
    contract = buy.ContractFactory(state=state, procedure=procedure, awarded_on=TODAY, amount_excl_tax=Decimal(9))
    row, *_ = [
        bid.CommitteeOpinionFactory(contract=contract, kind=CommitteeAct.AWARD, sense=CommitteeSense.FAVOURABLE)
        for _ in range(1 + has_other)
    ]
    session.commit()
    row.text = "Précisé"
    check_opinion_kept(session, row, is_deleted=False)
    for sense, is_deleted in ((CommitteeSense.ADJOURNED, False), (CommitteeSense.FAVOURABLE, True)):
        row.sense = sense
        if is_kept:
            with pytest.raises(RuleViolation, match="L1414-2"):
                check_opinion_kept(session, row, is_deleted=is_deleted)
        else:
            check_opinion_kept(session, row, is_deleted=is_deleted)
