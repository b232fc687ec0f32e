"""Who is written to once a contract is awarded or ended without one, and what the letter says: a table of cases."""

import datetime as dt
import gettext
import io
from decimal import Decimal

import pytest
from docx import Document

from mdo.contracts.signature import standstill_of
from mdo.documents.document_format import Wording
from mdo.kernel.base.errors import RuleViolation
from mdo.tenders.letters import letters_of, make_letters, to_be_told
from mdo.tenders.report import make_report, rank_in_words
from mdo.tenders.rules import final_ranking
from models.amendments import AmendmentGround
from models.contracts import Contract, ContractEnding, ContractState, GroupKind, StepState
from models.procurement import ProcedureCode, StepCode
from models.tenders import InadmissibleGround
from tests.support import TODAY
from tests.support import amendments as change
from tests.support import procurement as buy
from tests.support import tenders as bid

pytestmark = pytest.mark.db
P, G = ProcedureCode, InadmissibleGround
FRENCH = Wording(gettext.translation("messages", "translations", ["fr"]).gettext, str)


def contract_of(procedure: ProcedureCode = P.OPEN, amounts=(40000, 50000, 80000), **fields) -> Contract:
    """A contract judged on the price alone and awarded to the first of A, B, C; more fields are those of the file."""
    buy.ProcedureTemplateFactory(code=procedure)
    row = buy.ContractFactory(
        procedure=procedure, state=ContractState.AWARDED, awarded_on=TODAY, amount_excl_tax=Decimal(amounts[0]),
        **fields,
    )  # fmt: skip
    bid.AwardCriterionFactory(contract=row, name="Prix", weight=Decimal(100), is_price=True)
    for position, (name, amount) in enumerate(zip("ABC", amounts, strict=False), start=1):
        supplier = buy.SupplierFactory(name=name)
        bid.TenderFactory(
            contract=row, supplier=supplier, position=position, amount_excl_tax=Decimal(amount),
            is_retained=position == 1,
        )  # fmt: skip
        if position == 1:
            buy.ContractHolderFactory(contract=row, supplier=supplier)
    buy.flush()
    return row


def tenders_of(session, contract: Contract):
    session.refresh(contract)
    return [row.tender for row in final_ranking(session, contract).lines]


def told(session, contract: Contract) -> list[str]:
    session.expire_all()
    return [row.supplier.name for row in to_be_told(session, contract)]


def words_of(session, contract: Contract) -> str:
    document = Document(io.BytesIO(make_letters(session, contract, FRENCH).content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([paragraph.text for paragraph in document.paragraphs] + cells).replace("\N{NO-BREAK SPACE}", " ")


# ---- Who -------------------------------------------------------------------------------------------------------------


def test_all_but_the_holder_are_written_to(session) -> None:
    assert told(session, contract_of()) == ["B", "C"]


def test_a_holder_is_not_written_to_though_nobody_marked_its_tender(session) -> None:
    contract = contract_of()
    for row in tenders_of(session, contract):
        row.is_retained = False
    session.flush()
    assert told(session, contract) == ["B", "C"]


def test_a_member_of_the_grouping_that_holds_is_not_written_to(session) -> None:
    contract = contract_of()
    buy.ContractHolderFactory(contract=contract, supplier=tenders_of(session, contract)[1].supplier, position=2)
    session.flush()
    assert told(session, contract) == ["C"]


def test_the_holder_of_a_lot_is_written_to_for_the_lot_that_it_lost(session) -> None:
    first, second = contract_of(), contract_of()
    session.flush()
    loser = tenders_of(session, second)[1]
    loser.supplier = tenders_of(session, first)[0].supplier
    session.flush()
    assert told(session, first) == ["B", "C"]
    assert loser.supplier in [row.supplier for row in to_be_told(session, second)]


def test_who_took_a_contract_over_is_not_written_to_nor_who_held_it_first(session) -> None:
    contract = contract_of()
    first, second, _ = (row.supplier for row in tenders_of(session, contract))
    change.AmendmentFactory(
        contract=contract, ground=AmendmentGround.NEW_HOLDER, supplier=second, replaced=first, signed_on=TODAY,
        notified_on=TODAY, amount_excl_tax=Decimal(0),
    )  # fmt: skip
    contract.holders[0].supplier = second
    session.flush()
    assert told(session, contract) == ["C"]


def test_a_grouping_is_written_to_through_its_lead(session) -> None:
    contract = contract_of()
    row = tenders_of(session, contract)[1]
    row.members, row.group_kind = [buy.SupplierFactory(name="M")], GroupKind.JOINT
    session.flush()
    assert told(session, contract) == ["B", "C"]
    assert "mandataire du groupement formé avec M" in words_of(session, contract)


@pytest.mark.parametrize("state", [ContractState.NEED, ContractState.PROCEDURE])
def test_nobody_is_written_to_before_the_award(session, state) -> None:
    contract = contract_of()
    contract.state = state
    with pytest.raises(RuleViolation, match="once the contract is awarded"):
        letters_of(session, contract, FRENCH)


# ---- What ------------------------------------------------------------------------------------------------------------


def test_ranks_and_totals_are_those_of_the_report(session) -> None:
    contract = contract_of(amounts=(40000, 50000, 50000))
    ranking = {line.tender.supplier: line for line in final_ranking(session, contract).lines}
    for letter in letters_of(session, contract, FRENCH):
        line = ranking[letter.supplier]
        assert (letter.rank, letter.total) == (rank_in_words(line, FRENCH.translate), line.total)
        assert letter.rank == "2 ex æquo"
        assert (letter.winner, letter.winner_total) == ("A", Decimal(100))
        assert [(row.criterion.name, row.points, row.winner_points) for row in letter.comparison] == [
            ("Prix", Decimal(80), Decimal(100))
        ]


def test_a_formal_letter_says_all_that_the_law_asks(session) -> None:
    contract = contract_of(is_electronic=True)
    tenders_of(session, contract)[1].rejection_reason = "Prix plus élevé."
    words = words_of(session, contract)
    for part in (
        "Prix plus élevé.", "attribué à A", "R2181-3", "à compter du 05/12/2026", "Tribunal administratif de Lyon",
        "Référé précontractuel", "Points de l’attributaire", "Lyon, le 24/11/2026",
    ):  # fmt: skip
        assert part in words
    assert "R2181-2" not in words


def test_the_letter_of_an_adapted_procedure_is_its_own_and_shorter(session) -> None:
    formal, adapted = contract_of(), contract_of(P.ADAPTED)
    words = words_of(session, adapted)
    assert len(words) < len(words_of(session, formal))
    assert "R2181-2" in words
    for part in ("Tribunal administratif", "à compter du", "Référé", "R2182-1"):
        assert part not in words


def test_a_tender_left_out_is_told_why_and_has_no_rank(session) -> None:
    contract = contract_of()
    row = tenders_of(session, contract)[1]
    row.is_admissible, row.inadmissible_reason = False, "Bordereau incomplet"
    row.inadmissible_ground = InadmissibleGround.IRREGULAR
    session.flush()
    letter = letters_of(session, contract, FRENCH)[0]
    assert (letter.rank, letter.total, letter.comparison) == ("", None, ())
    assert letter.reasons == "Irrégulière (L2152-2) – Bordereau incomplet."


@pytest.mark.parametrize(("ground", "says"), [(G.LATE, "Votre offre"), (G.CANDIDACY, "Votre candidature")])
def test_who_is_left_out_for_good_is_told_before_the_award_and_again_after_it(session, ground, says) -> None:
    contract = contract_of(is_electronic=True)
    row = tenders_of(session, contract)[1]
    row.is_admissible, row.inadmissible_reason, row.inadmissible_ground = False, "Capacités insuffisantes", ground
    contract.state = ContractState.PROCEDURE
    session.flush()
    assert told(session, contract) == ["B"]
    before = words_of(session, contract)
    for part in (says, "Capacités insuffisantes", "R2181-1"):
        assert part in before
    for part in ("attribué", "à compter du", "sur 100"):
        assert part not in before
    contract.state = ContractState.AWARDED
    session.flush()
    for row in tenders_of(session, contract):
        row.rejection_reason = "Prix plus élevé."
    after = words_of(session, contract)
    for part in (says, "attribué à A", "à compter du 05/12/2026", "Ses points : Prix : 100,00."):
        assert part in after


@pytest.mark.parametrize("ground", [G.IRREGULAR, None])
def test_one_that_may_still_be_put_right_is_not_told_yet(session, ground) -> None:
    contract = contract_of()
    row = tenders_of(session, contract)[1]
    row.is_admissible, row.inadmissible_reason, row.inadmissible_ground = False, "Non signée", ground
    contract.state = ContractState.PROCEDURE
    session.flush()
    assert told(session, contract) == []


def test_each_is_told_why_its_own_tender_was_left_out_where_none_could_be_retained(session) -> None:
    contract = contract_of()
    row = tenders_of(session, contract)[1]
    row.is_admissible, row.inadmissible_reason, row.inadmissible_ground = False, "Sans bordereau", G.IRREGULAR
    contract.state, contract.ending = ContractState.ABANDONED, ContractEnding.UNSUCCESSFUL
    contract.state_reason = "Aucune offre régulière."
    session.flush()
    words = words_of(session, contract)
    assert words.count("Motif : Aucune offre régulière.") == 3
    assert words.count("Motifs propres à votre offre : Irrégulière (L2152-2) – Sans bordereau") == 1


@pytest.mark.parametrize(("procedure", "is_refused"), [(P.OPEN, True), (P.ADAPTED, False)])
def test_a_formal_letter_without_any_reason_is_not_made(session, procedure, is_refused) -> None:
    contract = contract_of(procedure)
    for row in session.query(bid.AwardCriterionFactory._meta.model):
        session.delete(row)
    session.flush()
    if is_refused:
        with pytest.raises(RuleViolation, match="R2181-3"):
            letters_of(session, contract, FRENCH)
    else:
        assert len(letters_of(session, contract, FRENCH)) == 2


def test_why_another_than_the_first_was_retained_is_told(session) -> None:
    contract = contract_of(award_reason="A n’a pas remis ses attestations.")
    assert "Motif du choix de l’attributaire : A n’a pas remis ses attestations." in words_of(session, contract)


@pytest.mark.parametrize(
    ("ending", "says"), [(ContractEnding.NO_FOLLOW_UP, "sans suite"), (ContractEnding.UNSUCCESSFUL, "infructueuse")]
)
def test_where_there_is_no_contract_all_are_told_why(session, ending, says) -> None:
    contract = contract_of(P.ADAPTED)
    contract.state, contract.ending, contract.state_reason = ContractState.ABANDONED, ending, "Budget réduit."
    session.flush()
    assert told(session, contract) == ["A", "B", "C"]
    words = words_of(session, contract)
    assert says in words
    assert words.count("Motif : Budget réduit.") == 3
    assert "attribué" not in words


# ---- The day of the signature ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "is_electronic", "signed"),
    [
        ("2027-08-09", True, "2027-08-20"),
        ("2027-08-09", False, "2027-08-25"),
        ("2027-08-04", True, "2027-08-15"),  # a holiday, on a Sunday
        ("2027-07-03", True, "2027-07-14"),  # a holiday
        ("2026-12-21", True, "2027-01-01"),  # a holiday
        ("2027-02-18", True, "2027-03-01"),
        ("2028-02-18", True, "2028-02-29"),
        ("2010-12-28", False, "2011-01-13"),
    ],
)
def test_the_day_of_the_signature_is_counted_date_to_date(session, sent, is_electronic, signed) -> None:
    contract = contract_of(is_electronic=is_electronic, launch_on=dt.date(2026, 10, 1))
    contract.awarded_on = day = dt.date.fromisoformat(sent)
    buy.ProcurementStepFactory(contract=contract, step=StepCode.REJECTIONS, actual_on=day, state=StepState.DONE)
    session.refresh(contract)
    found = standstill_of(session, contract)
    assert (found.sent_on, found.signed_from) == (day, dt.date.fromisoformat(signed))


@pytest.mark.parametrize(("before", "is_sent"), [(1, False), (0, True)])
def test_letters_that_left_before_the_award_start_no_standstill(session, before, is_sent) -> None:
    contract = contract_of(is_electronic=True)
    left = TODAY - dt.timedelta(days=before)
    buy.ProcurementStepFactory(contract=contract, step=StepCode.REJECTIONS, actual_on=left, state=StepState.DONE)
    session.refresh(contract)
    assert standstill_of(session, contract).is_sent is is_sent


@pytest.mark.parametrize(("planned", "sent"), [("2026-11-20", TODAY), ("2026-12-01", dt.date(2026, 12, 1))])
def test_letters_not_sent_yet_leave_today_or_on_the_day_planned_later(session, planned, sent) -> None:
    contract = contract_of()
    buy.ProcurementStepFactory(contract=contract, step=StepCode.REJECTIONS, planned_on=dt.date.fromisoformat(planned))
    session.refresh(contract)
    assert standstill_of(session, contract).sent_on == sent


@pytest.mark.parametrize(
    ("procedure", "tenders", "received", "candidates", "has_standstill"),
    [
        (P.OPEN, 1, 1, None, False),  # one firm
        (P.OPEN, 1, None, None, False),
        (P.OPEN, 2, 2, None, True),  # one of them irregular, see below
        (P.OPEN, 1, 2, None, True),  # one was not written here
        (P.RESTRICTED, 1, 1, 4, True),  # four candidates, one tender
        (P.RESTRICTED, 1, 1, 1, False),
        (P.RESTRICTED, 1, 1, None, True),  # not known: kept
        (P.NEGOTIATED, 1, 1, 1, False),
        (P.ADAPTED, 3, 3, None, False),
        (P.SUBSEQUENT, 3, 3, None, False),
    ],
)
def test_one_firm_alone_that_took_part_has_no_standstill(
    session, procedure, tenders, received, candidates, has_standstill
) -> None:
    amounts = (40000, 50000, 80000)[:tenders]
    contract = contract_of(procedure, amounts, tenders_received=received, candidates_received=candidates)
    found = standstill_of(session, contract)
    assert (found.signed_from is not None) == has_standstill
    assert (found.why_none is None) == has_standstill


def test_an_irregular_tender_took_part(session) -> None:
    contract = contract_of(amounts=(40000, 50000), is_electronic=True)
    row = tenders_of(session, contract)[1]
    row.is_admissible, row.inadmissible_reason = False, "Non signée"
    session.flush()
    assert standstill_of(session, contract).days == 11


# ---- Reasons, redress, who signs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("procedure", [P.OPEN, P.ADAPTED])
def test_points_and_ranks_are_the_first_of_the_reasons(session, procedure) -> None:
    words = words_of(session, contract_of(procedure))
    assert "Motifs : " in words
    assert "Prix : 80,00 contre 100,00 (rang 2 contre 1)" in words
    assert "Prix : 50,00 contre 100,00 (rang 3 contre 1)" in words


def test_a_letter_is_signed_by_delegation_and_says_whom_to_ask(session) -> None:
    contract = contract_of()
    words = words_of(session, contract)
    assert words.count("Pour le Maire de Lyon et par délégation,") == 2
    assert words.count("Qualité :") == 2
    assert contract.responsible is None or str(contract.responsible) in words
    assert "Affaire suivie par : " in words


@pytest.mark.parametrize("procedure", [P.OPEN, P.ADAPTED])
def test_where_there_is_no_contract_the_letter_gives_the_means_of_redress(session, procedure) -> None:
    contract = contract_of(procedure)
    contract.state, contract.ending = ContractState.ABANDONED, ContractEnding.NO_FOLLOW_UP
    contract.state_reason = "Budget réduit."
    session.flush()
    words = words_of(session, contract)
    for part in ("Voies et délais de recours", "Tribunal administratif de Lyon", "dans les deux mois", "R421-1"):
        assert words.count(part) >= 3, part


def report_of(session, contract: Contract) -> str:
    document = Document(io.BytesIO(make_report(session, contract, FRENCH).content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([paragraph.text for paragraph in document.paragraphs] + cells).replace("\N{NO-BREAK SPACE}", " ")


def test_the_report_of_a_procedure_that_ended_says_so_and_why(session) -> None:
    contract = contract_of()
    contract.state, contract.ending = ContractState.ABANDONED, ContractEnding.NO_FOLLOW_UP
    contract.state_reason = "Budget réduit."
    session.flush()
    words = report_of(session, contract)
    assert "sans suite" in words
    assert "Budget réduit." in words
    assert "Pas encore de proposition" not in words


@pytest.mark.parametrize(("amounts", "says"), [((40000,), "1 offre reçue"), ((40000, 50000), "2 offres reçues")])
def test_the_report_counts_the_tenders_in_words(session, amounts, says) -> None:
    assert report_of(session, contract_of(amounts=amounts)).count(says) == 1


@pytest.mark.parametrize("is_admissible", [True, False])
def test_the_report_says_that_a_price_was_asked_about_and_what_was_answered(session, is_admissible) -> None:
    contract = contract_of()
    row = tenders_of(session, contract)[1]
    row.low_asked_on, row.low_answer = dt.date(2026, 11, 12), "Équipe déjà formée."
    if not is_admissible:
        row.is_admissible, row.inadmissible_ground = False, InadmissibleGround.LOW
        row.inadmissible_reason = "Réponse insuffisante."
    session.flush()
    words = report_of(session, contract)
    assert "Justification du prix demandée le 12/11/2026 (L2152-6). Réponse : Équipe déjà formée." in words
