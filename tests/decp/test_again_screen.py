"""A DECP file imported again, on screen: told act by act, applied at once, undone with it, taken as a workbook."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.decp.importing import write_contracts
from mdo.decp.publication_state import standing_of
from mdo.decp.states import OpenDataState
from mdo.kernel.journal.undo import undo_as_far
from mdo.kernel.rights.identity import Identity
from models.amendments import Amendment, AmendmentGround, Subcontract
from models.contracts import Contract, ContractState, StepState
from models.decp import OpenDataRelease
from models.journal import AccessLog, Door, JournalChange, JournalEntry
from models.procurement import StepCode
from models.suppliers import Supplier
from tests.base.pages import document
from tests.decp.test_acts import LATER, THIRD, changed
from tests.decp.test_reading import a_file, a_record, read
from tests.decp.test_record import DAY
from tests.support import procurement as buy
from tests.support.amendments import AmendmentFactory
from tests.support.forms import post

pytestmark = pytest.mark.db
IMPORT = "/donnees-essentielles/importer"


@pytest.fixture
def contract(session) -> Contract:
    (row,) = write_contracts(session, read(a_record()).rows, DAY)
    session.commit()
    return row


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u202f", " ").replace("\u00a0", " ").split())


def sent(client: Any, *records: Any) -> Any:
    """The preview of a file."""
    answer = post(
        client, IMPORT, {"file": (io.BytesIO(a_file(*records)), "decp.json")}, follow_redirects=True,
        content_type="multipart/form-data",
    )  # fmt: skip
    assert answer.status_code == 200
    return document(answer)


def told(page: Any) -> list[str]:
    return [words(line) for line in page.xpath("//ul[@class='import-told']/li")]


def applied(client: Any, page: Any) -> Any:
    (form,) = page.xpath("//form[contains(@action, '/appliquer')]")
    seen = form.xpath(".//input[@name='seen']/@value")[0]
    return post(client, form.get("action"), {"seen": seen}, follow_redirects=True)


def last_import(session: Any) -> JournalEntry:
    entries = select(JournalEntry).where(JournalEntry.door == Door.IMPORT).order_by(JournalEntry.id.desc())
    return session.scalars(entries.limit(1)).one()


def test_each_act_is_told_as_what_it_becomes(session, client_as, contract) -> None:
    AmendmentFactory(
        contract=contract, number=1, amount_excl_tax=Decimal(10000), notified_on=dt.date(2026, 8, 4),
        published_on=dt.date(2026, 11, 20),
    )  # fmt: skip
    AmendmentFactory(contract=contract, number=2, amount_excl_tax=Decimal("-4999.50"), months=6)
    session.commit()
    page = sent(client_as("mission"), a_record(objet="Un autre objet", **LATER), a_record(id="B"), a_record(id="C C C"))
    lines = told(page)
    assert lines[0] == (
        "En conflit Fiche du marché : reste tel quel"
        "Objet : au registre, Assistance à maîtrise d’ouvrage ; dans le fichier, Un autre objet"
    )
    assert lines[1] == "À modifier Ce qui est publié est noté, au 20/11/2026"
    assert lines[2] == (
        "En conflit Avenant n° 1 : reste tel quelNotifié le : au registre, 04/08/2026 ; dans le fichier, 03/08/2026"
    )
    assert lines[3] == "À modifier Avenant n° 2Notifié le : rien → 05/10/2026DECP publiées le : rien → 20/11/2026"
    assert lines[4] == "À créer Avenant n° 4 : notifié le 03/11/2026, nouveau titulaire : 00010437200016"
    assert lines[6] == (
        "À créer Acte de sous-traitance n° 2 : notifié le 20/07/2026, 12 000,00 €, 6 mois, 21690123100011"
    )
    counts = [words(line) for line in page.xpath("//section//p[span[contains(@class, 'pill')]]")]
    assert counts[0] == "En erreur : 0 En conflit : 1 À créer : 2 À modifier : 1 Sans changement : 0"
    (pills,) = page.xpath("//tr[th//a]/td[1]/div")
    assert [words(pill) for pill in pills.xpath("./span")] == ["À modifier", "En conflit"]
    assert counts[1] == "Avenants et actes de sous-traitance : En conflit : 1 À créer : 5 À modifier : 1"
    assert page.xpath(f"//a[@href='/marches/show/{contract.id}']")


def test_what_was_told_is_written_in_one_operation_and_undone_with_it(session, client_as, contract) -> None:
    step = buy.ProcurementStepFactory(contract=contract, step=StepCode.NOTIFICATION, label="Notification")
    contract.state, contract.notified_on, contract.cpv = ContractState.AWARDED, None, None
    contract.awarded_on = dt.date(2026, 6, 10)
    session.commit()
    before = (contract.ends_on, [row.supplier.identifier for row in contract.holders])
    client = client_as("mission")
    done = applied(client, sent(client, a_record(**LATER), a_record(id="B")))
    assert done.status_code == 200
    text = words(document(done))
    assert "1 fiche de marché créée, 1 fiche de marché complétée, 7 actes ajoutés" in text
    session.rollback()
    session.expire_all()
    assert (contract.notified_on, contract.cpv, step.state) == (dt.date(2026, 6, 15), "79411000-8", StepState.DONE)
    assert (len(contract.amendments), len(contract.subcontracts)) == (3, 2)
    entry = last_import(session)
    models = session.scalars(select(JournalChange.model).where(JournalChange.entry_id == entry.id)).all()
    assert {"Contract", "ProcurementStep", "Amendment", "Subcontract", "SubcontractChange", "ContractHolder",
            "OpenDataRelease", "Supplier"} <= set(models)  # fmt: skip
    session.rollback()
    undo = done.get_data(as_text=True).split('action="/annuler/')[1].split('"')[0]
    assert post(client, f"/annuler/{undo}", follow_redirects=True).status_code == 200
    session.rollback()
    session.expire_all()
    assert session.scalars(select(Contract)).all() == [contract]
    assert session.scalars(select(Amendment)).all() == session.scalars(select(Subcontract)).all() == []
    assert (contract.notified_on, contract.cpv, step.state, step.actual_on) == (None, None, StepState.TO_DO, None)
    assert (contract.ends_on, [row.supplier.identifier for row in contract.holders]) == before
    assert len(session.scalars(select(OpenDataRelease)).all()) == 1
    assert len(session.scalars(select(Supplier)).all()) == 1


def test_an_undo_leaves_the_contract_that_was_changed_since_with_its_steps(session, client_as, contract) -> None:
    step = buy.ProcurementStepFactory(contract=contract, step=StepCode.NOTIFICATION, label="Notification")
    contract.state, contract.notified_on = ContractState.AWARDED, None
    contract.awarded_on = dt.date(2026, 6, 10)
    session.commit()
    client = client_as("mission")
    assert applied(client, sent(client, a_record(), a_record(id="B"))).status_code == 200
    session.rollback()
    session.expire_all()
    contract.notes = "Vu"
    session.commit()
    undone = undo_as_far(session, last_import(session), DAY)
    session.commit()
    assert [row.open_data_id for row in session.scalars(select(Contract))] == ["AMO-2026-01"]
    assert str(contract) in undone.kept
    assert (contract.notified_on, step.actual_on) == (dt.date(2026, 6, 15),) * 2


@pytest.mark.parametrize("is_kept", [True, False])
def test_an_undo_leaves_whole_a_contract_of_which_an_act_was_changed_since(
    session, client_as, contract, is_kept
) -> None:
    client = client_as("mission")
    of = "AMO-2026-01" if is_kept else "C"
    assert applied(client, sent(client, a_record(id=of, **LATER), a_record(id="B"))).status_code == 200
    session.rollback()
    session.expire_all()
    row = session.scalars(select(Contract).where(Contract.open_data_id == of)).one()
    row.amendments[0].ground = AmendmentGround.REVIEW_CLAUSE
    session.commit()
    undone = undo_as_far(session, last_import(session), DAY)
    session.commit()
    session.expire_all()
    assert {found.open_data_id for found in session.scalars(select(Contract))} == {"AMO-2026-01", of}
    assert str(row) in undone.kept
    assert (len(row.amendments), len(row.subcontracts), len(row.subcontracts[1].changes)) == (3, 2, 2)
    assert (row.ends_on, [holder.supplier.identifier for holder in row.holders]) == (dt.date(2030, 12, 14), [THIRD])
    assert standing_of(session, row, DAY).state is OpenDataState.PUBLISHED


def test_what_changed_between_the_preview_and_apply_is_shown_again(session, client_as, contract) -> None:
    client = client_as("mission")
    page = sent(client, a_record(**LATER))
    AmendmentFactory(contract=contract, number=1, amount_excl_tax=Decimal(500), notified_on=dt.date(2026, 8, 3))
    session.commit()
    refused = applied(client, page)
    assert refused.status_code == 422
    session.rollback()
    session.expire_all()
    assert [row.amount_excl_tax for row in contract.amendments] == [Decimal(500)]
    again = document(refused)
    assert any(line.startswith("En conflit Avenant n° 1") for line in told(again))
    assert applied(client, again).status_code == 200


def test_a_file_that_brings_nothing_is_told_and_not_applied(session, client_as, contract) -> None:
    page = sent(client_as("mission"), a_record())
    assert "n’apporte rien que le registre n’ait déjà" in words(page)
    assert page.xpath("//form[contains(@action, '/appliquer')]") == []


def test_the_preview_leaves_as_a_workbook(session, client_as, contract) -> None:
    AmendmentFactory(contract=contract, number=1, amount_excl_tax=Decimal(500), notified_on=dt.date(2026, 8, 3))
    session.commit()
    client = client_as("mission")
    page = sent(
        client, a_record(modifications=[changed(1, "2026-08-03", montant=190000)]), a_record(id="B", codeCPV="")
    )
    (address,) = page.xpath("//a[@data-file]/@href")
    answer = client.get(address)
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
    assert [(row[0], row[3], row[4], *row[6:]) for row in rows] == [
        (2, "Marché", "En erreur", "", "", ""),
        (1, "Marché", "À modifier", "", "", ""),
        (1, "Ce qui est publié est noté, au 20/11/2026", "À modifier", "", "", ""),
        (1, "Avenant n° 1", "En conflit", "Montant ajouté HT (€)", "500,00\u00a0€", "10\u202f000,00\u00a0€"),
    ]
    assert "codeCPV" in rows[0][5]
    session.rollback()
    assert session.scalars(select(AccessLog.what)).all() == ["OpenDataView"]


@pytest.mark.parametrize("lacking", ["AmendmentView", "SubcontractView", "SubcontractChangeView"])
def test_who_may_not_write_acts_does_not_import_them(session, client_as, contract, monkeypatch, lacking) -> None:
    client = client_as("mission")
    assert "importer" in client.get("/donnees-essentielles/").get_data(as_text=True)
    holds = Identity.has_access
    monkeypatch.setattr(
        Identity, "has_access", lambda account, permission, view: view != lacking and holds(account, permission, view)
    )
    assert client.get(IMPORT).status_code == 403
    assert "importer" not in client.get("/donnees-essentielles/").get_data(as_text=True)
