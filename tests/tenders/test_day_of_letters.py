"""The day on which the letters left: noted with them, in one place, and read by all that waits for it (R2182-1)."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from docx import Document as WordDocument
from sqlalchemy import select

from mdo.kernel.imports.run import apply, plan
from mdo.reference import load
from models.contracts import Contract, ContractState, StepState
from models.documents import Document
from models.procurement import ProcedureCode, StepCode
from models.tenders import Tender
from tests.base.pages import document, opened, save
from tests.kernel.imports.sheets import workbook
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as buy
from tests.support import tenders as bid
from tests.support.forms import post
from tests.support.prepared import prepared

pytestmark = ON_SQLITE
S = ContractState
DAY = dt.timedelta(days=1)
FIRST = "05/12/2026"  # eleven days from 24 November, which is the first of them
WRITE = "Lettres aux candidats non retenus"


@prepared
def contract(session) -> Contract:
    """An appel d'offres ouvert awarded 14 days ago to A against B; no calendar, reasons written."""
    buy.ProcedureTemplateFactory(code=ProcedureCode.OPEN)
    row = buy.ContractFactory(
        number="AOO-1", title="Dossier", procedure=ProcedureCode.OPEN, launch_on=dt.date(2026, 10, 1), state=S.AWARDED,
        awarded_on=TODAY - 14 * DAY, amount_excl_tax=Decimal(40_000), firm_months=12,
    )  # fmt: skip
    bid.AwardCriterionFactory(contract=row, name="Prix", weight=Decimal(100), is_price=True)
    for position, (name, amount) in enumerate((("A", 40_000), ("B", 50_000)), start=1):
        supplier = buy.SupplierFactory(name=name)
        bid.TenderFactory(
            contract=row, supplier=supplier, position=position, amount_excl_tax=Decimal(amount),
            is_retained=position == 1, rejection_reason=None if position == 1 else "Prix plus élevé.",
        )  # fmt: skip
        if position == 1:
            buy.ContractHolderFactory(contract=row, supplier=supplier)
    session.commit()
    return row


def text(answer) -> str:
    return " ".join(document(answer).text_content().replace("\u00a0", " ").split())


def primary(client, contract: Contract) -> list[tuple[str, str]]:
    """What the page puts forward: words and address."""
    page = document(client.get(f"/marches/show/{contract.id}"))
    found = page.xpath('//a[contains(@class, "btn-primary")]')
    return [(" ".join(link.text_content().split()), link.get("href")) for link in found]


def reds(answer) -> str:
    found = document(answer).xpath('//*[contains(@class, "danger")]')
    return " ".join(" ".join(item.text_content().replace("\u00a0", " ").split()) for item in found)


def paper(session, contract: Contract) -> str:
    asked = select(Document).where(Document.contract_id == contract.id).order_by(Document.id)
    content = session.scalars(asked).all()[-1].content
    return "\n".join(row.text for row in WordDocument(io.BytesIO(content)).paragraphs)


def again(session, contract: Contract) -> Contract:
    session.rollback()
    session.expire_all()
    return contract


def test_after_the_award_come_the_letters_then_the_signature(session, client_as, contract) -> None:
    client = client_as("mission")
    ((words, address),) = primary(client, contract)
    assert words == WRITE
    early = client.get(f"/marches/{contract.id}/acte/notify")
    assert FIRST in reds(early)
    assert "21/11/2026" not in text(early), "the award starts nothing"
    assert opened(client, address)["letters_on"] == "2026-11-24"
    answer = save(client, address)
    assert answer.status_code in (302, 303)
    assert again(session, contract).letters_on == TODAY
    assert FIRST in paper(session, contract), "the letters say the day that the page says"
    page = client.get(f"/marches/show/{contract.id}")
    assert "Signature possible à compter de ce jour" in text(page)
    assert FIRST in text(page)
    assert [row for row, _ in primary(client, contract)] == ["Modifier"], "nothing to press while the standstill lasts"
    notify = client.get(f"/marches/{contract.id}/acte/notify")
    assert FIRST in reds(notify)
    assert "21/11/2026" not in text(notify), "no other day is told anywhere"


def test_the_button_of_the_tenders_notes_the_same_day_and_one_undo_takes_both_back(session, client_as, contract):
    client = client_as("mission")
    answer = post(client, f"/offres/marche/{contract.id}/lettres", {}, follow_redirects=True)
    assert FIRST in text(answer)
    assert again(session, contract).letters_on == TODAY
    undo = document(answer).xpath('//form[contains(@action, "/annuler/")]')[0]
    post(client, undo.get("action"), {item.name: item.value or "" for item in undo.inputs if item.name})
    assert again(session, contract).letters_on is None


def test_letters_made_again_keep_the_day_on_which_they_left(session, client_as, contract) -> None:
    contract.letters_on = TODAY - 10 * DAY
    session.commit()
    client = client_as("mission")
    post(client, f"/offres/marche/{contract.id}/lettres", {})
    assert again(session, contract).letters_on == TODAY - 10 * DAY
    assert "25/11/2026" in paper(session, contract)


@pytest.mark.parametrize(("signed", "told"), [(TODAY - DAY, True), (TODAY, False)])
def test_an_early_signature_is_told_in_red_at_once_and_stays(session, client_as, contract, signed, told) -> None:
    contract.letters_on = TODAY - 11 * DAY
    session.commit()
    client = client_as("mission")
    days = {"signed_on": signed.isoformat(), "notified_on": "2026-11-24", "starts_on": "2026-11-24"}
    answer = save(client, f"/marches/{contract.id}/acte/notify", **days)
    for shown in (client.get(answer.location), client.get(f"/marches/show/{contract.id}")):
        assert ("avant la fin du délai de suspension" in reds(shown)) is told
        assert ("pas avant le 24/11/2026" in reds(shown)) is told


def test_a_signature_before_the_letters_is_told_and_they_promise_no_later_day(session, client_as, contract) -> None:
    contract.state, contract.signed_on = S.RUNNING, TODAY - DAY
    contract.notified_on = contract.starts_on = TODAY
    contract.ends_on = TODAY + 300 * DAY
    session.commit()
    client = client_as("mission")
    assert "Rien ne dit que les candidats non retenus ont été informés" in reds(
        client.get(f"/marches/show/{contract.id}")
    )
    save(client, f"/marches/{contract.id}/acte/letters")
    assert again(session, contract).letters_on == TODAY
    words = paper(session, contract)
    assert FIRST not in words
    assert "23/11/2026" in words, "the day on which it was signed"
    shown = reds(client.get(f"/marches/show/{contract.id}"))
    assert FIRST in shown
    assert "24/11/2026" in shown


def test_the_step_the_file_and_its_lots_say_the_same_day(session, client_as, contract) -> None:
    step = buy.ProcurementStepFactory(contract=contract, step=StepCode.REJECTIONS, planned_on=TODAY - 5 * DAY)
    session.commit()
    client = client_as("mission")
    save(client, f"/marches/{contract.id}/acte/letters")
    again(session, contract)
    assert (step.actual_on, step.state) == (TODAY, StepState.DONE)
    answer = save(client, f"/etapes/edit/{step.id}", actual_on=(TODAY - 2 * DAY).isoformat())
    assert answer.status_code in (302, 303)
    assert again(session, contract).letters_on == TODAY - 2 * DAY


@pytest.mark.parametrize("day", ["2026-11-25", "2026-11-09"])
def test_a_day_to_come_or_before_the_award_is_refused(session, client_as, contract, day) -> None:
    answer = save(client_as("mission"), f"/marches/{contract.id}/acte/letters", letters_on=day)
    assert answer.status_code == 422
    assert again(session, contract).letters_on is None
    assert not session.scalars(select(Document)).all()


def test_an_import_notes_it_and_tells_the_early_signature(session, contract) -> None:
    headers = ("N°", "Objet", "Lettres aux candidats non retenus envoyées le", "Signature")
    found = plan(
        session, "contracts", workbook(headers, ("AOO-1", "Dossier", "20/11/2026", "23/11/2026")), today=TODAY,
        name="suivi.xlsx",
    )  # fmt: skip
    assert [words for _, words, *_ in found.remarks if "standstill" in words]
    apply(session, found)
    assert contract.letters_on == dt.date(2026, 11, 20)


def test_reasons_come_first_and_lead_back_to_the_letters(session, client_as, contract) -> None:
    tender = next(row for row in session.scalars(select(Tender)) if not row.is_retained)
    tender.rejection_reason = None
    session.commit()
    client = client_as("mission")
    asked = document(post(client, f"/offres/marche/{contract.id}/lettres", {}))
    (first,) = asked.xpath('//*[contains(@class, "btn-primary")]')
    assert first.get("href") == f"/offres/motifs/{tender.id}"
    answer = save(client, first.get("href"), rejection_reason="Prix plus élevé.")
    assert answer.location.endswith(f"/marches/{contract.id}/acte/letters")
    again(session, contract)
    assert tender.rejection_reason == "Prix plus élevé."


def test_a_lot_without_follow_up_is_written_to_and_never_led_back_to_its_need(session, client_as, contract) -> None:
    contract.holders.clear()
    contract.state, contract.state_reason, contract.awarded_on = S.ABANDONED, "Besoin revu.", None
    session.commit()
    client = client_as("mission")
    assert [words for words, _ in primary(client, contract)] == [WRITE]
    contract.letters_on = TODAY
    session.commit()
    assert [words for words, _ in primary(client, contract)] == ["Modifier"]


@pytest.mark.parametrize(("amount", "is_asked"), [(300_000, True), (40_000, False)])
def test_the_notification_asks_when_it_was_sent_to_the_prefect(session, client_as, contract, amount, is_asked) -> None:
    contract.amount_excl_tax = contract.estimate_excl_tax = Decimal(amount)
    load(session)
    session.commit()
    client = client_as("mission")
    address = f"/marches/{contract.id}/acte/notify"
    assert ("transmitted_on" in opened(client, address)) is is_asked
    if is_asked:
        days = {"signed_on": "2026-11-23", "transmitted_on": "2026-11-24", "notified_on": "2026-11-23"}
        answer = save(client, address, starts_on="2026-11-24", **days)
        assert "avant sa transmission" in reds(client.get(answer.location))


def test_the_launch_of_a_need_is_told_once(session, client_as) -> None:
    need = buy.ContractFactory(launch_on=TODAY - 47 * DAY, state=S.NEED)
    session.commit()
    page = document(client_as("mission").get(f"/marches/show/{need.id}"))
    (fact,) = page.xpath('//dt[contains(., "La suite")]/following-sibling::dd')
    words = " ".join(fact.text_content().split())
    assert "puis" not in words
    assert fact.xpath(".//a/@href") == [f"/marches/{need.id}/acte/procedure"]
