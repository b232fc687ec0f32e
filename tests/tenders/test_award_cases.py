"""Awards from the code alone: a table of answers written before the product was read, asked through its pages.

Each goes where a person goes: by the links and the forms that a page gives. Amounts are euros before tax.
"""

import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from docx import Document as WordDocument
from sqlalchemy import select

from models.contracts import Contract, ContractState, StepState, Technique
from models.documents import Document
from models.procurement import ProcedureCode, StepCode
from models.tenders import InadmissibleGround, Tender
from tests.base.pages import document, opened, refusals, save, summary
from tests.support import ON_POSTGRESQL
from tests.support import procurement as buy
from tests.support import tenders as bid
from tests.support.forms import post

pytestmark = ON_POSTGRESQL
P, S, G = ProcedureCode, ContractState, InadmissibleGround
FORMAL = (P.OPEN, P.RESTRICTED)
A, B, C = ("A", 280000), ("B", 290000), ("C", 295000)


@pytest.fixture
def on(monkeypatch):
    """Sets the day of the server."""

    def set_day(day: str) -> str:
        monkeypatch.setattr("views.security.gate.today_in_paris", lambda: dt.date.fromisoformat(day))
        return day

    return set_day


@pytest.fixture
def a_file(session):
    """A file in its procedure, judged on the price: tenders are (name, amount), with the ground of one left out."""

    def made(*tenders, procedure=P.OPEN, estimate=300000, launched="2026-09-01", decided="", **values) -> Contract:
        is_formal = procedure in FORMAL
        buy.ProcedureTemplateFactory(code=procedure, needs_committee=is_formal, label=procedure.value)
        common = {
            "state": S.PROCEDURE,
            "procedure_reason": "Choix",
            "is_electronic": True,
            "has_environmental_criterion": True,
        }
        row = buy.ContractFactory(
            procedure=procedure, estimate_excl_tax=Decimal(estimate), launch_on=dt.date.fromisoformat(launched),
            **common | values,
        )  # fmt: skip
        bid.AwardCriterionFactory(contract=row, name="Prix", weight=Decimal(100), is_price=True)
        for position, (name, amount, *ground) in enumerate(tenders, start=1):
            out = {
                "is_admissible": not ground, "inadmissible_ground": (*ground, None)[0],
                "inadmissible_reason": "Pli incomplet" if ground else None,
            }  # fmt: skip
            bid.TenderFactory(
                contract=row, supplier=buy.SupplierFactory(name=name), position=position,
                amount_excl_tax=Decimal(amount), rejection_reason="Prix plus élevé", **out,
            )  # fmt: skip
        if decided:
            held_on = dt.date.fromisoformat(decided)
            bid.CommitteeOpinionFactory(contract=row, held_on=held_on, kind="award", sense="favourable")
        session.commit()
        return row

    return made


def text(answer) -> str:
    return " ".join(document(answer).text_content().replace("\N{NO-BREAK SPACE}", " ").split())


def page(client, contract: Contract, tab: str = "") -> str:
    return text(client.get(f"/marches/show/{contract.id}?tab={tab}"))


def link(client, contract: Contract, part: str, tab: str = "") -> str:
    """The address of what the page leads to, by a link or by a button."""
    tree = document(client.get(f"/marches/show/{contract.id}?tab={tab}"))
    found = [item for item in tree.xpath("//main//a/@href | //main//form/@action") if part in item]
    assert found, f"Nothing on the page leads to {part}."
    return found[0]


def act(client, contract: Contract, name: str, **values):
    return save(client, link(client, contract, f"/acte/{name}"), **values)


def done(client, contract: Contract, name: str, **values) -> None:
    answer = act(client, contract, name, **values)
    assert (refusals(answer), answer.status_code) == ({}, 302), summary(answer)


def tender(session, contract: Contract, name: str) -> Tender:
    session.rollback()
    session.expire_all()
    rows = session.scalars(select(Tender).where(Tender.contract_id == contract.id))
    return next(row for row in rows if row.supplier.name == name)


def letters(client, session, contract: Contract) -> dict[str, str]:
    """What the letters made from the page say, by who gets one."""
    post(client, link(client, contract, "/lettres", "tenders"))
    session.rollback()
    files = session.scalars(select(Document).where(Document.contract_id == contract.id))
    words = [item.text for item in WordDocument(io.BytesIO(max(files, key=lambda row: row.id).content)).paragraphs]
    lines = iter("\n".join(words).replace("\N{NO-BREAK SPACE}", " ").split("Signature :"))
    return {part.strip().splitlines()[0]: " ".join(part.split()) for part in lines if part.strip()}


# ---- Tenders (R2152-1 to R2152-4) ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "has_round", "ground", "is_regularisable"),
    [
        (P.OPEN, False, G.IRREGULAR, True),
        (P.OPEN, False, G.UNACCEPTABLE, False),
        (P.OPEN, False, G.INAPPROPRIATE, False),
        (P.OPEN, False, G.LATE, False),
        (P.OPEN, False, G.CANDIDACY, False),
        (P.ADAPTED, False, G.UNACCEPTABLE, False),
        (P.ADAPTED, True, G.UNACCEPTABLE, True),
        (P.ADAPTED, True, G.INAPPROPRIATE, False),
    ],
)
def test_what_is_left_out_is_not_awarded_and_may_be_put_right_or_not(
    on, a_file, session, client_as, procedure, has_round, ground, is_regularisable
) -> None:
    on("2026-10-05")
    row = a_file(("A", 90000, ground), ("B", 95000), procedure=procedure, estimate=100000)
    if has_round:
        bid.NegotiationRoundFactory(contract=row, held_on=dt.date(2026, 10, 1))
        session.commit()
    client, left = client_as("mission"), tender(session, row, "A")
    held = str(left.supplier_id)
    assert set(refusals(act(client, row, "award", holder=held, award_reason="Urgence"))) == {"holder"}
    tab = client.get(f"/marches/show/{row.id}?tab=tenders").text
    assert ("/regularisation" in tab) is is_regularisable
    values = {"is_admissible": "1", "regularisation_asked_on": "02/10/2026", "regularised_on": "05/10/2026"}
    answer = save(client, f"/offres/edit/{left.id}", **values)
    assert (refusals(answer) == {}) is is_regularisable


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "low_asked_on"),
        ({"low_asked_on": "03/03/2026"}, "low_answer"),
        ({"low_asked_on": "03/03/2026", "low_answer": "Rien n’est venu au 10/03/2026."}, None),
    ],
)
def test_a_low_price_is_rejected_on_the_answer_of_its_supplier(on, a_file, session, client_as, values, field) -> None:
    on("2026-03-11")
    row = a_file(("A", 9000), B, launched="2026-02-02")
    out = {"is_admissible": "", "inadmissible_ground": "low", "inadmissible_reason": "Prix sous le coût"}
    answer = save(client_as("mission"), f"/offres/edit/{tender(session, row, 'A').id}", **out | values)
    assert set(refusals(answer)) == ({field} if field else set())


# ---- Who chooses, what goes to the prefect (L1414-2, D2131-5-1, L2131-1 CGCT) --------------------------------------


@pytest.mark.parametrize(
    ("procedure", "estimate", "launched", "awarded", "asks_committee", "transmit_by"),
    [
        (P.OPEN, 230000, "2026-01-15", 205000, True, ""),
        (P.ADAPTED, 200000, "2026-01-15", 225000, False, "17/03/2026"),
        (P.ADAPTED, 216000, "2025-12-31", 216000, False, ""),  # 221 000 on the day of the launch: to be confirmed
        (P.ADAPTED, 200000, "2026-01-15", 215999, False, ""),
    ],
)
def test_the_committee_follows_the_estimate_and_the_prefect_the_amount(
    on, a_file, session, client_as, procedure, estimate, launched, awarded, asks_committee, transmit_by
) -> None:
    day, client = on("2026-03-02"), client_as("mission")
    row = a_file(("A", awarded), procedure=procedure, estimate=estimate, launched=launched)
    if asks_committee:
        assert "L1414-2" in summary(act(client, row, "award"))
        assert save(client, link(client, row, "/cao", "tenders"), held_on=day, sense="favourable").status_code == 302
        assert set(refusals(act(client, row, "award", awarded_on="2026-03-01"))) == {"awarded_on"}
    done(client, row, "award", awarded_on=day)
    done(client, row, "notify", signed_on=day, notified_on=day, starts_on=day, ends_on="2027-03-01")
    told = re.search(r"À transmettre au contrôle de légalité au plus tard le (\S+)", page(client, row))
    assert (told.group(1) if told else "") == transmit_by


def test_what_follows_the_signature_has_its_days_and_its_order(on, a_file, client_as) -> None:
    on("2027-01-15")
    client, row = client_as("mission"), a_file(("A", 6100000), ("B", 6300000), estimate=6100000, decided="2026-12-20")
    assert set(refusals(save(client, f"/marches/edit/{row.id}", signed_on="2027-01-15"))) == {"signed_on"}
    done(client, row, "award", awarded_on="2026-12-20")
    save(client, f"/marches/edit/{row.id}", signed_on="2027-01-15")
    assert "Rien ne dit que les candidats non retenus ont été informés (R2181-1) : B." in page(client, row)
    on("2027-01-20")
    days = {"starts_on": "2027-01-20", "ends_on": "2028-01-19"}
    assert set(refusals(act(client, row, "notify", notified_on="2027-01-14", **days))) == {"notified_on"}
    done(client, row, "notify", notified_on="2027-01-20", **days)
    due = text(client.get("/echeances/list/"))
    for day in ("30/01/2027", "14/02/2027", "20/03/2027"):
        assert day in due
    on("2027-01-21")
    done(client, row, "sent", transmitted_on="2027-01-21")
    assert "Notifié le 20/01/2027, avant sa transmission" in page(client, row)


# ---- The standstill (R2182-1, R2182-2) -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "tenders", "sent", "is_electronic", "first", "by_post"),
    [
        (P.OPEN, (A, B), "2026-10-05", True, "16/10/2026", "21/10/2026"),
        (P.OPEN, (A, B), "2026-10-05", False, "21/10/2026", ""),
        (P.OPEN, (A, B), "2026-12-10", True, "21/12/2026", "26/12/2026"),  # the day before is a Sunday
        (P.OPEN, (A, ("B", 1, G.IRREGULAR), ("C", 1, G.LATE)), "2026-10-05", True, "16/10/2026", "21/10/2026"),
        (P.OPEN, (A,), "2026-10-05", True, "", ""),
        (P.ADAPTED, (A, B), "2026-10-05", True, "", ""),
        (P.SUBSEQUENT, (A, B), "2026-10-05", True, "", ""),
    ],
)
def test_the_first_day_of_the_signature(
    on, a_file, session, client_as, procedure, tenders, sent, is_electronic, first, by_post
) -> None:
    framework = None
    if procedure is P.SUBSEQUENT:
        framework = buy.ContractFactory(
            technique=Technique.FRAMEWORK, has_subsequent_contracts=True, maximum_excl_tax=Decimal(900000),
            ends_on=dt.date(2028, 1, 1),
        )  # fmt: skip
    client, row = client_as("mission"), a_file(
        *tenders, procedure=procedure, decided=sent if procedure is P.OPEN else "", is_electronic=is_electronic,
        framework=framework,
    )  # fmt: skip
    done(client, row, "award", awarded_on=on(sent))
    tab = page(client, row, "tenders")
    assert (f"Si les lettres partent le {dt.date.fromisoformat(sent):%d/%m/%Y}" in tab) is bool(first)
    assert (re.search("(Aucun|Pas de) délai de suspension", tab) is None) is bool(first)
    assert ("R2182-2" in tab) is (procedure is P.SUBSEQUENT or len(tenders) == 1)
    form = text(client.get(link(client, row, "/acte/notify")))
    for told, where in ((first, tab), (first, form), (by_post, tab), (by_post, form)):
        assert f"à compter du {told}" in where or not told
    if first and len(tenders) == 2:
        assert f"à compter du {first}" in letters(client, session, row)["B"]
    assert "une seule lettre" in tab or not by_post
    assert bool(opened(client, link(client, row, "/acte/notify")).get("notified_on")) is not bool(first)


def test_the_next_tender_has_an_award_letters_and_a_standstill_of_its_own(on, a_file, session, client_as) -> None:
    """The first one did not bring its proofs (R2144-7)."""
    on("2026-10-05")
    client, row = client_as("mission"), a_file(A, B, C, decided="2026-10-05")
    step = buy.ProcurementStepFactory(
        contract=row, step=StepCode.REJECTIONS, position=2, planned_on=dt.date(2026, 10, 5)
    )
    session.commit()
    done(client, row, "award", awarded_on="2026-10-05")
    assert set(letters(client, session, row)) == {"B", "C"}
    save(client, f"/etapes/edit/{step.id}", actual_on="2026-10-05")
    on("2026-10-20")
    second = str(tender(session, row, "B").supplier_id)
    refused = act(client, row, "holders", holder=second, award_reason="A n’a pas produit ses attestations.")
    assert "revenez sur l’attribution" in refusals(refused)["holder"]
    done(client, row, "take-back")
    session.rollback()
    session.expire_all()
    assert (row.state, row.awarded_on, row.amount_excl_tax, row.holders) == (S.PROCEDURE, None, None, [])
    assert (step.state, step.actual_on, tender(session, row, "A").is_retained) == (StepState.TO_DO, None, False)
    out = {"is_admissible": "", "inadmissible_ground": "candidacy", "inadmissible_reason": "Attestations non produites"}
    assert refusals(save(client, f"/offres/edit/{tender(session, row, 'A').id}", **out)) == {}
    done(client, row, "award", awarded_on="2026-10-20")
    told = letters(client, session, row)
    assert set(told) == {"A", "C"}
    assert "Votre candidature" in told["A"]
    for words in told.values():
        assert "attribué à B" in words
        assert "à compter du 31/10/2026" in words
    save(client, f"/marches/edit/{row.id}", signed_on="2026-10-20")
    assert "avant la fin du délai de suspension : pas avant le 31/10/2026" in page(client, row)
    assert "/acte/take-back" not in client.get(f"/marches/show/{row.id}").text


def test_who_holds_other_lots_is_told_before_another_is_awarded(on, a_file, session, client_as) -> None:
    on("2026-10-05")
    lots = {"allotment": buy.ContractFactory(state=S.PROCEDURE, procedure=P.ADAPTED), "procedure": P.ADAPTED}
    client, first, second = client_as("mission"), a_file(A, lot_number=1, **lots), a_file(B, lot_number=2, **lots)
    bid.TenderFactory(contract=second, supplier=tender(session, first, "A").supplier, position=2)
    session.commit()
    assert "déjà titulaire" not in text(client.get(link(client, second, "/acte/award")))
    done(client, first, "award", awarded_on="2026-10-05")
    assert "A est déjà titulaire du lot 1" in text(client.get(link(client, second, "/acte/award")))
