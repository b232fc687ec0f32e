"""Who reads what suppliers offered, before and after the award: sets of rows, through every door."""

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.limits import Scope
from mdo.kernel.search.everywhere import search_everywhere
from models.contracts import ContractState
from models.documents import Document, DocumentKind
from models.journal import JournalChange, JournalEntry
from models.tenders import CommitteeOpinion, NegotiationRound, Tender, TenderMark, TenderRevision
from tests.support import factories as make
from tests.support import procurement as buy
from tests.support import tenders as bid
from tests.support.prepared import prepared

pytestmark = pytest.mark.db
KEPT_BACK = (Tender, TenderMark, TenderRevision, NegotiationRound, CommitteeOpinion)
BEFORE = (ContractState.NEED, ContractState.PROCEDURE, ContractState.ABANDONED)
AFTER = (ContractState.AWARDED, ContractState.RUNNING, ContractState.ENDED)


def _file(state: ContractState) -> None:
    contract = buy.ContractFactory(number=state.value, state=state)
    tender = bid.TenderFactory(contract=contract, supplier=buy.SupplierFactory(name=f"Offrant {state.value}"))
    bid.TenderMarkFactory(tender=tender, criterion=bid.AwardCriterionFactory(contract=contract))
    bid.TenderRevisionFactory(tender=tender, round=bid.NegotiationRoundFactory(contract=contract))
    bid.CommitteeOpinionFactory(contract=contract)
    for kind in (DocumentKind.ANALYSIS_REPORT, DocumentKind.LETTERS, DocumentKind.ATTACHMENT):
        buy.ContractDocumentFactory(contract=contract, kind=kind, title=f"{kind.value} {state.value}")


@prepared
def files(session):
    """A file with a row of each kind in every state."""
    for state in (*BEFORE, *AFTER):
        _file(state)


def _reader(as_reader, role: str):
    user = make.UserFactory()
    scope = Scope.everything(user.id)
    if role == "referent":
        scope = Scope.arrondissements(user.id, frozenset({make.ArrondissementFactory(number=5).id}))
    return as_reader(scope, rights=pairs_of(role), actor_id=user.id)


SEEN = [
    ("mission", {*BEFORE, *AFTER}),
    ("responsable", {*BEFORE, *AFTER}),
    ("admin", {*BEFORE, *AFTER}),
    ("direction", {*AFTER}),
    ("stagiaire", set()),
    ("dpo", set()),
    ("referent", set()),
]


def _state_of(row) -> str:
    holder = row.tender if hasattr(row, "tender") else row
    return holder.contract.number


@pytest.mark.parametrize(("role", "states"), SEEN)
def test_managers_see_tenders_after_the_award_and_no_one_else_but_the_mission(files, as_reader, role, states) -> None:
    reader = _reader(as_reader, role)
    for model in KEPT_BACK:
        assert {_state_of(row) for row in reader.scalars(select(model))} == states, model


@pytest.mark.parametrize(("role", "states"), SEEN)
def test_the_analysis_report_and_the_letters_are_seen_as_the_tenders_are(files, as_reader, role, states) -> None:
    titles = set(_reader(as_reader, role).scalars(select(Document.title)))
    papers = {f"{kind} {state}" for kind in ("analysis_report", "letters") for state in states}
    opens = role not in {"referent", "stagiaire", "dpo"}
    attached = set() if not opens else {f"attachment {state}" for state in (*BEFORE, *AFTER)}
    assert titles == papers | attached


@pytest.mark.parametrize(("role", "states"), SEEN)
def test_the_journal_says_no_more_than_the_tenders(files, as_reader, session, role, states) -> None:
    known = {tender.id: tender.contract.number for tender in session.scalars(select(Tender))}
    reader = _reader(as_reader, role)
    changes = reader.scalars(select(JournalChange).where(JournalChange.model == "Tender")).all()
    assert {known[change.row_id] for change in changes} == states


def test_an_operation_on_tenders_alone_leaves_the_journal_of_who_may_not_read_them(session, as_reader) -> None:
    _file(ContractState.PROCEDURE)
    session.commit()
    tender = session.scalars(select(Tender)).one()
    tender.notes = "Prix à revoir"
    session.commit()
    last = session.scalars(select(JournalEntry.id).order_by(JournalEntry.id.desc())).first()
    for role, is_seen in (("mission", True), ("direction", False), ("dpo", False)):
        reader = _reader(as_reader, role)
        assert (reader.get(JournalEntry, last) is not None) == is_seen, role
        found = set(reader.scalars(select(JournalChange.model).where(JournalChange.entry_id == last)))
        assert found == ({"Tender"} if is_seen else set()), role


def test_a_tender_that_was_deleted_stays_hidden(session, as_reader) -> None:
    _file(ContractState.PROCEDURE)
    session.commit()
    session.delete(session.scalars(select(Tender)).one())
    session.commit()
    for role, is_seen in (("mission", True), ("direction", False)):
        changes = _reader(as_reader, role).scalars(select(JournalChange).where(JournalChange.model == "Tender")).all()
        assert bool(changes) == is_seen, role


@pytest.mark.parametrize(("role", "state", "is_found"), [
    ("mission", ContractState.PROCEDURE, True),
    ("direction", ContractState.PROCEDURE, False),
    ("direction", ContractState.AWARDED, True),
])  # fmt: skip
def test_the_search_from_everywhere_finds_no_tender_too_early(session, as_reader, role, state, is_found) -> None:
    _file(state)
    found = search_everywhere(_reader(as_reader, role), "Offrant", {Tender}, with_private=True, limit=5)
    assert bool(found) == is_found


@pytest.mark.parametrize(("role", "passes"), [("mission", True), ("direction", False), ("stagiaire", False)])
def test_who_does_not_write_tenders_changes_none_even_once_awarded(session, as_reader, role, passes) -> None:
    contract = buy.ContractFactory(state=ContractState.AWARDED)
    supplier = buy.SupplierFactory()
    reader = _reader(as_reader, role)
    reader.add(Tender(contract_id=contract.id, supplier_id=supplier.id, position=1))
    if passes:
        reader.flush()
    else:
        with pytest.raises(OutOfScope):
            reader.flush()
