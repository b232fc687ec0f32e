"""The rules of the award through every way to it: form, button of a tender, import, what is taken back."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.contracts.rules import check_file
from mdo.decp.publication_state import standing_of
from mdo.decp.states import OpenDataState
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.journal.undo import undo
from models.contracts import Contract, ContractEnding, ContractState, ProcurementStep, StepState
from models.journal import JournalEntry
from models.procurement import ProcedureCode, StepCode
from models.suppliers import Supplier
from models.tenders import AwardCriterion, InadmissibleGround, Tender
from tests.base.pages import document, refusals, save, summary, typed
from tests.kernel.imports.sheets import states, workbook
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as buy
from tests.support import tenders as bid
from tests.support.forms import post
from tests.support.prepared import prepared

pytestmark = ON_SQLITE
S = ContractState


@prepared
def contract(session) -> Contract:
    """A MAPA judged on the price: A comes first, B second; C is irregular."""
    buy.ProcedureTemplateFactory(code=ProcedureCode.ADAPTED)
    row = buy.ContractFactory(
        number="AMO-2026-31",
        state=S.PROCEDURE,
        procedure=ProcedureCode.ADAPTED,
        procedure_reason="Choix",
        launch_on=dt.date(2026, 6, 1),
    )
    bid.AwardCriterionFactory(contract=row, weight=Decimal(100), is_price=True)
    for position, (name, amount) in enumerate((("A", 40000), ("B", 50000), ("C", 30000)), start=1):
        left_out = {"is_admissible": False, "inadmissible_reason": "Non signée"} if name == "C" else {}
        ground = {"inadmissible_ground": InadmissibleGround.IRREGULAR} if name == "C" else {}
        bid.TenderFactory(
            contract=row, supplier=buy.SupplierFactory(name=name), position=position, amount_excl_tax=Decimal(amount),
            **left_out, **ground,
        )  # fmt: skip
    buy.ProcurementStepFactory(contract=row, step=StepCode.AWARD, label="Attribution", position=2)
    session.commit()
    return row


def _of(session, name: str) -> Tender:
    session.rollback()
    return session.scalars(select(Tender).join(Tender.supplier).where(Supplier.name == name)).one()


def _held(session, contract: Contract) -> tuple[ContractState, list[str], list[str]]:
    session.rollback()
    session.expire_all()
    retained = session.scalars(select(Tender).where(Tender.is_retained)).all()
    return contract.state, [row.supplier.name for row in contract.holders], [row.supplier.name for row in retained]


def _do(client, contract: Contract, act: str, **values):
    return save(client, f"/marches/{contract.id}/acte/{act}", **values)


# ---- The form --------------------------------------------------------------------------------------------------------


def test_the_form_opens_on_the_tender_that_comes_first_and_says_what_is_left_out(contract, client_as) -> None:
    answer = client_as("mission").get(f"/marches/{contract.id}/acte/award")
    shown = {name: typed(answer, name) for name in ("amount_excl_tax", "tenders_received", "holder")}
    assert shown["amount_excl_tax"].replace("\u202f", "").replace("\xa0", "") == "40000,00"
    assert shown["tenders_received"] == "3"
    words = " ".join(document(answer).xpath("//main")[0].text_content().split())
    assert "1. A, 2. B" in words
    assert "C – Non signée" in words


def test_saved_as_it_opens_the_first_is_retained_and_the_others_are_not(contract, session, client_as) -> None:
    assert refusals(_do(client_as("mission"), contract, "award")) == {}
    assert _held(session, contract) == (S.AWARDED, ["A"], ["A"])
    page = client_as("mission").get(f"/marches/show/{contract.id}?tab=tenders").text
    assert page.count("Non retenue") == 2


@pytest.mark.parametrize(
    ("name", "reason", "field"),
    [("C", "Urgence", "holder"), ("B", "", "award_reason"), ("B", "A a renoncé.", ""), ("Z", "", "holder")],
)
def test_the_form_asks_the_rules_and_keeps_what_was_typed(contract, session, client_as, name, reason, field) -> None:
    other = buy.SupplierFactory(name="Z")
    session.commit()
    holder = other.id if name == "Z" else _of(session, name).supplier_id
    given = {"holder": str(holder), "award_reason": reason, "amount_excl_tax": "31 000"}
    answer = _do(client_as("mission"), contract, "award", **given)
    assert set(refusals(answer)) == ({field} if field else set())
    if field:
        assert typed(answer, "amount_excl_tax").replace("\u202f", " ") == "31 000"
        assert _held(session, contract) == (S.PROCEDURE, [], [])
    else:
        assert _held(session, contract) == (S.AWARDED, [name], [name])
        assert contract.award_reason == reason


def test_a_refused_award_marks_no_step_as_done(contract, session, client_as) -> None:
    contract.procedure, contract.estimate_excl_tax = ProcedureCode.OPEN, Decimal(300000)
    session.commit()
    answer = _do(client_as("mission"), contract, "award")
    assert "L1414-2" in summary(answer)
    assert _held(session, contract)[0] is S.PROCEDURE
    assert [row.state for row in session.scalars(select(ProcurementStep))] == [StepState.TO_DO]


# ---- The button of a tender ------------------------------------------------------------------------------------------


def test_the_button_of_another_tender_leads_to_the_form_opened_on_it(contract, session, client_as) -> None:
    client, tender = client_as("mission"), _of(session, "B")
    answer = post(client, f"/offres/{tender.id}/retenir")
    assert answer.location.endswith(f"/marches/{contract.id}/acte/award?tender={tender.id}")
    assert _held(session, contract) == (S.PROCEDURE, [], [])
    form = client.get(answer.location)
    assert typed(form, "amount_excl_tax").replace("\u202f", "").replace("\xa0", "") == "50000,00"
    assert refusals(save(client, answer.location, award_reason="A a renoncé.")) == {}
    assert _held(session, contract) == (S.AWARDED, ["B"], ["B"])


@pytest.mark.parametrize("name", ["B", "C"])
def test_asking_before_retaining_writes_nothing(contract, session, client_as, name) -> None:
    assert client_as("mission").get(f"/offres/{_of(session, name).id}/retenir").status_code == 303
    assert _held(session, contract) == (S.PROCEDURE, [], [])


# ---- Put right, justified --------------------------------------------------------------------------------------------


def test_an_irregular_tender_is_put_right_once_all_concerned_were_asked_and_is_then_retained(
    contract, session, client_as
) -> None:
    client, tender = client_as("mission"), _of(session, "C")
    page = client.get(f"/marches/show/{contract.id}?tab=tenders").text
    assert f"/offres/marche/{contract.id}/regularisation" in page
    post(client, f"/offres/{tender.id}/regulariser")
    assert not _of(session, "C").is_admissible  # not offered yet
    post(client, f"/offres/marche/{contract.id}/regularisation")
    assert _of(session, "C").regularisation_asked_on == TODAY
    assert f"/offres/{tender.id}/regulariser" in client.get(f"/marches/show/{contract.id}?tab=tenders").text
    post(client, f"/offres/{tender.id}/regulariser")
    found = _of(session, "C")
    assert (found.is_admissible, found.regularised_on, found.inadmissible_reason) == (True, TODAY, "Non signée")
    post(client, f"/offres/{tender.id}/retenir")
    assert _held(session, contract) == (S.AWARDED, ["C"], ["C"])


def test_another_irregular_tender_is_asked_too(contract, session, client_as) -> None:
    first, other = _of(session, "C"), session.scalars(select(Tender).where(Tender.position == 2)).one()
    other.is_admissible, other.inadmissible_reason = False, "Sans prix"
    other.inadmissible_ground = InadmissibleGround.IRREGULAR
    first.regularisation_asked_on = TODAY
    session.commit()
    address = f"/offres/edit/{first.id}"
    client = client_as("mission")
    assert set(refusals(save(client, address, is_admissible="1", regularised_on="24/11/2026"))) == {"regularised_on"}
    post(client, f"/offres/marche/{contract.id}/regularisation")
    assert refusals(save(client, address, is_admissible="1", regularised_on="24/11/2026")) == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"inadmissible_ground": "inappropriate", "regularisation_asked_on": "24/11/2026"}, "inadmissible_ground"),
        ({"inadmissible_ground": "unacceptable", "regularisation_asked_on": "24/11/2026"}, "inadmissible_ground"),
        ({"inadmissible_ground": "late", "regularisation_asked_on": "24/11/2026"}, "inadmissible_ground"),
        ({"is_suspected_low": "1", "regularisation_asked_on": "24/11/2026"}, "inadmissible_ground"),
        ({"regularisation_asked_on": "25/11/2026"}, "regularisation_asked_on"),
        ({"regularisation_asked_on": "24/11/2026", "regularised_on": "23/11/2026", "is_admissible": "1"},
         "regularisation_asked_on"),
        ({"inadmissible_ground": "low"}, "low_asked_on"),
        ({"inadmissible_ground": "low", "low_asked_on": "20/11/2026"}, "low_answer"),
        ({"inadmissible_ground": "low", "low_asked_on": "20/11/2026", "low_answer": "Rien reçu au 23/11/2026."}, ""),
        ({"group_kind": "joint"}, "members"),
    ],
)  # fmt: skip
def test_what_may_be_written_of_a_tender_left_out(contract, session, client_as, values, field) -> None:
    answer = save(client_as("mission"), f"/offres/edit/{_of(session, 'C').id}", **values)
    assert set(refusals(answer)) == ({field} if field else set())


def test_a_suspected_price_is_justified_before_its_tender_is_retained(contract, session, client_as) -> None:
    client, tender = client_as("mission"), _of(session, "A")
    post(client, f"/offres/{tender.id}/justification")
    found = _of(session, "A")
    assert (found.is_suspected_low, found.low_asked_on) == (True, TODAY)
    post(client, f"/offres/{tender.id}/retenir")
    assert _held(session, contract)[0] is S.PROCEDURE
    assert refusals(save(client, f"/offres/edit/{tender.id}", low_answer="Outil amorti.")) == {}
    post(client, f"/offres/{tender.id}/retenir")
    assert _held(session, contract) == (S.AWARDED, ["A"], ["A"])


# ---- Without a contract ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "is_judged", "proposed", "refused"),
    [
        (S.NEED, False, "given_up", "no_follow_up"),
        (S.PROCEDURE, True, "no_follow_up", "unsuccessful"),
        (S.PROCEDURE, True, "no_follow_up", "given_up"),
        (S.PROCEDURE, False, "unsuccessful", "given_up"),
    ],
)
def test_a_file_ends_without_a_contract_for_what_its_tenders_say(
    contract, session, client_as, state, is_judged, proposed, refused
) -> None:
    contract.state = state
    if not is_judged:
        for row in session.scalars(select(Tender).where(Tender.is_admissible)):
            row.is_admissible, row.inadmissible_reason = False, "Hors sujet"
    session.commit()
    client = client_as("mission")
    assert typed(client.get(f"/marches/{contract.id}/acte/abandon"), "ending") == proposed
    assert set(refusals(_do(client, contract, "abandon", ending=refused, state_reason="X"))) == {"ending"}
    assert set(refusals(_do(client, contract, "abandon"))) == {"state_reason"}
    assert refusals(_do(client, contract, "abandon", state_reason="Motif d’intérêt général.")) == {}
    session.rollback()
    session.expire_all()
    assert (contract.state, contract.ending) == (S.ABANDONED, ContractEnding(proposed))
    assert "Motif d’intérêt général." in client.get(f"/marches/show/{contract.id}").text
    _do(client, contract, "reopen")
    session.rollback()
    session.expire_all()
    assert (contract.state, contract.ending) == (S.NEED, None)


@pytest.mark.parametrize(("field", "is_refused"), [("signed_on", True), ("notified_on", True), ("awarded_on", False)])
def test_a_signed_contract_no_longer_ends_without_follow_up(contract, session, client_as, field, is_refused) -> None:
    client = client_as("mission")
    assert refusals(_do(client, contract, "award")) == {}
    session.rollback()
    setattr(contract, field, contract.awarded_on)
    session.commit()
    made = plan(
        session, "contracts",
        workbook(("N°", "Objet", "État", "Motif d’abandon"), ("AMO-2026-31", "Animation", "sans marché", "Budget")),
        today=TODAY,
    )  # fmt: skip
    assert ["terminated" in error.message for error in made.errors] == ([True] if is_refused else [])
    answer = _do(client, contract, "abandon", ending="no_follow_up", state_reason="Budget supprimé.")
    assert set(refusals(answer)) == ({"ending"} if is_refused else set())


# ---- Awarded before --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notified", "ends", "state"),
    [("", "", S.AWARDED), ("03/03/2026", "02/03/2027", S.RUNNING), ("03/03/2025", "23/11/2026", S.ENDED)],
)
def test_a_contract_awarded_before_is_entered_in_one_form(session, client_as, notified, ends, state) -> None:
    nova = buy.SupplierFactory(name="Nova")
    session.commit()
    client = client_as("mission")
    assert "/marches/reprise" in client.get("/marches/list/").text
    answer = save(
        client, "/marches/reprise", title="Accueil", procedure="aoo", awarded_on="20/02/2025", holder=str(nova.id),
        amount_excl_tax="300 000", notified_on=notified, ends_on=ends,
    )  # fmt: skip
    assert refusals(answer) == {}, summary(answer)
    session.rollback()
    row = session.scalars(select(Contract)).one()
    assert (row.state, row.is_taken_over, [holder.supplier.name for holder in row.holders]) == (state, True, ["Nova"])
    assert "Attribué avant d’être suivi ici" in client.get(f"/marches/show/{row.id}").text


@pytest.mark.parametrize(
    ("published", "is_late"),
    [({}, True), ({"published_on": "15/11/2024"}, False), ({"is_published_before": "y"}, False)],
)
def test_what_was_published_before_is_asked_and_no_longer_due(session, client_as, published, is_late) -> None:
    nova = buy.SupplierFactory(name="Nova")
    session.commit()
    client = client_as("mission")
    asked = client.get("/marches/reprise").text
    assert "DECP publiées le" in asked
    assert "publiées avant" in asked
    answer = save(
        client, "/marches/reprise", title="Accueil", procedure="aoo", awarded_on="20/09/2024", holder=str(nova.id),
        amount_excl_tax="300 000", notified_on="01/10/2024", ends_on="30/09/2027", **published,
    )  # fmt: skip
    assert refusals(answer) == {}, summary(answer)
    session.rollback()
    row = session.scalars(select(Contract)).one()
    assert row.number == "AMO-2024-01"
    client.get(f"/marches/show/{row.id}")  # where the message of the save is told
    assert ("AMO-2024-01" in client.get("/echeances/list/?f_whose=all").text) is is_late
    assert (standing_of(session, row, TODAY).state is OpenDataState.LATE) is is_late


def test_a_file_that_was_awarded_here_was_not_published_before(session) -> None:
    row = buy.ContractFactory(is_published_before=True)
    with pytest.raises(RuleViolation, match="kept here from its award on"):
        check_file(row, TODAY)
    row.is_taken_over = True
    check_file(row, TODAY)


def test_a_file_opened_here_before_its_award_is_not_taken_over(contract, session, client_as) -> None:
    need = buy.ContractFactory(created_at=dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC), launch_on=dt.date(2026, 1, 5))
    nova = buy.SupplierFactory(name="Nova")
    session.commit()
    client = client_as("mission")
    given = {"procedure": "mapa", "procedure_reason": "Choix", "holder": str(nova.id), "amount_excl_tax": "9 000"}
    late = _do(client, need, "taken-over", **given, awarded_on="03/03/2026")
    assert set(refusals(late)) == {"awarded_on"}
    assert refusals(_do(client, need, "taken-over", **given, awarded_on="02/03/2026")) == {}
    assert set(refusals(_do(client, contract, "taken-over", **given, awarded_on="02/10/2026"))) == {"holder"}


# ---- Import ----------------------------------------------------------------------------------------------------------

_HEADERS = ("N°", "Objet", "État", "Titulaire (SIRET)", "Montant HT", "Attribution")


def _import(session, *line, number="AMO-2026-31"):
    return plan(session, "contracts", workbook(_HEADERS, (number, "Animation", *line)), today=TODAY)


@pytest.mark.parametrize(
    ("holder", "says"),
    [("A", ""), ("B", "L2152-7"), ("C", "L2152-2"), ("Z", "made no tender")],
)
def test_an_import_awards_by_the_same_rules(contract, session, holder, says) -> None:
    buy.SupplierFactory(name="Z")
    session.commit()
    made = _import(session, "attribué", holder, "40000", "20/11/2026")
    if says:
        (error,) = made.errors
        assert says in error.message
        return
    assert (states(made), list(made.errors)) == (["created"], [])
    apply(session, made)
    session.commit()
    assert _held(session, contract) == (S.AWARDED, ["A"], ["A"])


def test_an_import_gives_no_holder_to_a_file_that_is_not_awarded(contract, session) -> None:
    (error,) = _import(session, None, "A", None, None).errors
    assert "comes with the award" in error.message


def test_a_contract_that_comes_in_awarded_was_so_before_its_file_was_here(contract, session) -> None:
    made = _import(session, "attribué", "A", "40000", "20/11/2026", number="AMO-2020-01")
    # A procedure is asked of what is awarded; the tenders are not.
    (error,) = made.errors
    assert "procedure" in error.message.lower()


@pytest.mark.parametrize(("ends", "passes"), [("24/11/2026", True), ("25/11/2026", False)])
def test_a_contract_is_ended_once_it_is_over_by_an_import_too(session, ends, passes) -> None:
    buy.ContractFactory(
        number="AMO-2026-31", state=S.RUNNING, procedure=ProcedureCode.DIRECT, amount_excl_tax=Decimal(9),
        awarded_on=dt.date(2026, 10, 2), notified_on=dt.date(2026, 10, 2), ends_on=dt.date(2026, 12, 1),
    )  # fmt: skip
    session.commit()
    headers = ("N°", "Objet", "État", "Fin")
    made = plan(session, "contracts", workbook(headers, ("AMO-2026-31", "X", "terminé", ends)), today=TODAY)
    assert (not made.errors) == passes


# ---- Taken back, and back again --------------------------------------------------------------------------------------


def test_an_award_taken_back_asks_the_ranking_to_come_back(contract, session, client_as) -> None:
    client = client_as("mission")
    _do(client, contract, "award")
    session.rollback()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    assert _held(session, contract) == (S.PROCEDURE, [], [])
    back = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    tender = _of(session, "B")
    tender.amount_excl_tax = Decimal(30000)  # it comes first now
    session.commit()
    with pytest.raises(RuleViolation) as refusal:
        undo(session, back, TODAY)
    assert "L2152-7" in refusal.value.text(lambda message: message)
    session.rollback()
    tender.amount_excl_tax = Decimal(50000)
    session.commit()
    undo(session, back, TODAY)
    session.commit()
    assert _held(session, contract) == (S.AWARDED, ["A"], ["A"])


def test_the_tender_that_was_retained_is_not_deleted(contract, session, client_as) -> None:
    client = client_as("mission")
    _do(client, contract, "award")
    ids = {name: _of(session, name).id for name in ("A", "B")}
    for row_id in ids.values():
        post(client, f"/offres/delete/{row_id}")
    session.rollback()
    assert ids["A"] in set(session.scalars(select(Tender.id)))


def test_another_holder_of_an_awarded_contract_is_asked_the_same(contract, session, client_as) -> None:
    client = client_as("mission")
    _do(client, contract, "award")
    assert set(refusals(_do(client, contract, "holders", holder=str(_of(session, "C").supplier_id)))) == {"holder"}
    second = {"holder": str(_of(session, "B").supplier_id)}
    assert set(refusals(_do(client, contract, "holders", **second))) == {"award_reason"}
    assert _held(session, contract) == (S.AWARDED, ["A"], ["A"])
    assert refusals(_do(client, contract, "holders", **second, award_reason="A a renoncé.")) == {}
    assert _held(session, contract) == (S.AWARDED, ["B"], ["B"])
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    assert _held(session, contract) == (S.AWARDED, ["A"], ["A"])


@pytest.mark.parametrize(("values", "passes"), [
    ({"amount_excl_tax": "30 000"}, False), ({"rejection_reason": "Prix plus élevé."}, True),
])  # fmt: skip
def test_what_ranked_a_tender_stays_once_the_contract_is_awarded(contract, session, client_as, values, passes) -> None:
    client = client_as("mission")
    _do(client, contract, "award")
    answer = save(client, f"/offres/edit/{_of(session, 'B').id}", **values)
    assert (answer.status_code == 302) == passes
    session.rollback()
    row = session.scalars(select(AwardCriterion)).one()
    line = {"lines": "1", "id_0": str(row.id), "version_0": str(row.version), "name_0": row.name, "price_0": "1"}
    refused = post(client, f"/offres/marche/{contract.id}/criteres", {**line, "weight_0": "90"})
    assert "ne changent plus" in refused.text
    assert post(client, f"/offres/marche/{contract.id}/criteres", {**line, "weight_0": "100"}).status_code == 303


def test_criteria_are_prepared_before_the_launch(session, client_as) -> None:
    need = buy.ContractFactory(launch_on=dt.date(2026, 6, 1))
    session.commit()
    client = client_as("mission")
    page = client.get(f"/marches/show/{need.id}?tab=tenders").text
    assert f"/offres/marche/{need.id}/criteres" in page
    assert "/offres/add" not in page
    typed_in = {"name_0": "Valeur", "weight_0": "60", "name_1": "Prix", "weight_1": "40", "price_1": "1"}
    answer = post(client, f"/offres/marche/{need.id}/criteres", {"lines": "2", **typed_in})
    assert answer.status_code == 303
    assert "Préparés avant le lancement" in client.get(f"/marches/show/{need.id}?tab=tenders").text
