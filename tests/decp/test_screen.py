"""The essential data on screen: the tab of a contract, the page of a period, the publication, the import of a file."""

import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.decp.releases import publish
from models.contracts import Contract
from models.decp import OpenDataRelease
from models.journal import AccessLog
from models.suppliers import Supplier
from tests.decp.test_reading import a_file, a_record
from tests.support.forms import post
from tests.support.open_data import awarded

pytestmark = pytest.mark.db
LAUNCHED = dt.date(2026, 9, 1)


def text_of(client: Any, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.get_data(as_text=True))


def tab_of(client: Any, contract: Contract) -> str:
    return text_of(client, f"/marches/show/{contract.id}?tab=open_data&fragment=1")


def posted(client: Any, address: str, **data: Any) -> Any:
    return post(client, address, data, follow_redirects=True)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("24999.99", None),
        ("25000", "Données essentielles ou liste annuelle, à confirmer"),
        ("39999", "Données essentielles ou liste annuelle, à confirmer"),
        ("40000", "À transmettre"),
    ],
)
def test_the_tab_says_the_duty_in_words(session, client_as, amount, words) -> None:
    contract = awarded(launch_on=LAUNCHED, amount_excl_tax=Decimal(amount))
    session.commit()
    client = client_as("mission")
    page = text_of(client, f"/marches/show/{contract.id}")
    assert ("tab=open_data" in page) == (words is not None)
    if words is not None:
        shown = tab_of(client, contract)
        assert words in shown
        assert ("15/12/2026" in shown) == (amount == "40000")


def test_what_is_missing_leads_to_its_field(session, client_as) -> None:
    contract = awarded(launch_on=LAUNCHED, cpv=None, price_form=None)
    contract.holders[0].supplier.identifier = None
    session.commit()
    shown = tab_of(client_as("mission"), contract)
    for address in (
        f"/marches/edit/{contract.id}#cpv",
        f"/marches/edit/{contract.id}#price_form",
        f"/prestataires/edit/{contract.holders[0].supplier_id}#identifier",
    ):
        assert f'href="{address}"' in shown, shown
    assert "publier" not in shown
    assert "Renseigner" not in tab_of(client_as("direction"), contract)


def test_a_publication_is_noted_and_taken_back(session, client_as) -> None:
    contract = awarded(launch_on=LAUNCHED)
    session.commit()
    client, address = client_as("mission"), f"/donnees-essentielles/{contract.id}/publier"
    assert 'value="2026-11-24"' in text_of(client, address)
    assert posted(client, address, released_on="2026-10-14").status_code == 422
    shown = posted(client, address, released_on="2026-11-20")
    assert shown.status_code == 200
    session.rollback()
    session.refresh(contract)
    assert contract.published_on == dt.date(2026, 11, 20)
    release = session.scalars(select(OpenDataRelease)).one()
    assert release.released_by.username == "mission"
    sent = client.get(f"/donnees-essentielles/{contract.id}/publiees/{release.id}")
    assert json.loads(sent.data)["marches"]["marche"][0]["datePublicationDonnees"] == "2026-11-20"
    session.rollback()
    undo = shown.get_data(as_text=True).split('action="/annuler/')[1].split('"')[0]
    assert posted(client, f"/annuler/{undo}").status_code == 200
    session.refresh(contract)
    assert contract.published_on is None
    assert session.scalars(select(OpenDataRelease)).all() == []


def test_an_incomplete_contract_is_refused_fault_by_fault(session, client_as) -> None:
    contract = awarded(launch_on=LAUNCHED, cpv=None, price_form=None)
    session.commit()
    client = client_as("mission")
    shown = posted(client, f"/donnees-essentielles/{contract.id}/publier", released_on="2026-11-20")
    assert shown.status_code == 422
    text = shown.get_data(as_text=True)
    assert "#cpv" in text
    assert "#price_form" in text
    assert "#cpv" in client.get(f"/donnees-essentielles/{contract.id}/fichier", follow_redirects=True).get_data(
        as_text=True
    )


def test_what_changed_since_is_shown_and_not_published(session, client_as) -> None:
    contract = awarded(launch_on=LAUNCHED)
    publish(session, contract, dt.date(2026, 11, 2))
    contract.cpv = "80500000-9"
    session.commit()
    client = client_as("mission")
    shown = tab_of(client, contract)
    assert "79411000-8" in shown
    assert "80500000-9" in shown
    assert "/publier" not in shown
    refused = posted(client, f"/donnees-essentielles/{contract.id}/publier", released_on="2026-11-20")
    assert refused.status_code == 422
    sent = client.get(f"/donnees-essentielles/{contract.id}/fichier")
    assert json.loads(sent.data)["marches"]["marche"][0]["codeCPV"] == "79411000-8"


def test_the_page_of_a_period_gives_its_files(session, client_as) -> None:
    awarded(number="AMO-A", launch_on=LAUNCHED, notified_on=dt.date(2026, 10, 1))
    awarded(number="AMO-B", launch_on=LAUNCHED, notified_on=dt.date(2026, 10, 15), cpv=None)
    awarded(number="AMO-C", launch_on=LAUNCHED, amount_excl_tax=Decimal(24000))
    session.commit()
    client, page = client_as("direction"), "/donnees-essentielles/"
    shown = text_of(client, page)
    assert ("AMO-A" in shown, "AMO-B" in shown, "AMO-C" in shown) == (True, True, False)
    assert "complete=1" in shown
    assert "importer" not in shown
    assert "CPV" in text_of(client, f"{page}fichier", 422)
    sent = client.get(f"{page}fichier?complete=1")
    assert [record["id"] for record in json.loads(sent.data)["marches"]["marche"]] == ["AMO-A"]
    sent = client.get(f"{page}fichier?since=01/10/2026&until=2026-10-14")
    assert [record["id"] for record in json.loads(sent.data)["marches"]["marche"]] == ["AMO-A"]
    sheet = load_workbook(io.BytesIO(client.get(f"{page}export?until=2026-10-14").data)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]] == ["AMO-A"]
    session.rollback()
    assert [(row.what, row.row_count) for row in session.scalars(select(AccessLog).order_by(AccessLog.id))] == [
        ("OpenDataView", 1)
    ] * 3


@pytest.mark.parametrize("query", ["since=bient%C3%B4t", "until=31/02/2026", "since=2026-10-02&until=2026-10-01"])
def test_a_period_that_is_none_is_refused(client_as, query) -> None:
    client = client_as("mission")
    for address in ("", "fichier"):
        text_of(client, f"/donnees-essentielles/{address}?{query}", 422)


@pytest.mark.parametrize("who", ["ref5", "stagiaire", "dpo"])
def test_others_have_no_door_to_them(session, client_as, who) -> None:
    contract = awarded(launch_on=LAUNCHED)
    session.commit()
    client = client_as(who)
    for address in ("", "fichier", "export", "importer", f"{contract.id}/fichier", f"{contract.id}/publier"):
        assert client.get(f"/donnees-essentielles/{address}").status_code in (302, 403), address


def test_a_file_is_seen_then_written_then_taken_back(session, client_as) -> None:
    awarded(number="AMO-2025-04", open_data_id="AMO-2025-04")
    session.commit()
    client = client_as("mission")
    content = a_file(
        a_record(), a_record(id="AMO-2025-04"), a_record(id="AMO-2025-05", codeCPV="NC"),
        a_record(acheteur={"id": "21750001600019"}),
    )  # fmt: skip
    assert posted(client, "/donnees-essentielles/importer", file=(io.BytesIO(b"{}"), "x.json")).status_code == 422
    shown = posted(client, "/donnees-essentielles/importer", file=(io.BytesIO(content), "decp.json"))
    text = shown.get_data(as_text=True)
    assert "codeCPV" in text
    assert session.scalars(select(Contract.number)).all() == ["AMO-2025-04"]
    session.rollback()
    seen = text.split('name="seen" value="')[1].split('"')[0]
    apply = text.split('action="')
    address = next(part.split('"')[0] for part in apply if part.split('"')[0].endswith("/appliquer"))
    assert posted(client, address, seen="0" * 64).status_code == 422
    done = posted(client, address, seen=seen)
    assert done.status_code == 200
    assert set(session.scalars(select(Contract.number))) == {"AMO-2025-04", "AMO-2026-01"}
    assert session.scalars(select(Supplier).where(Supplier.identifier == "99999999900009")).one().name == (
        "99999999900009"
    )
    session.rollback()
    assert client.get(address.removesuffix("/appliquer")).status_code == 404
    undo = done.get_data(as_text=True).split('action="/annuler/')[1].split('"')[0]
    assert posted(client, f"/annuler/{undo}").status_code == 200
    assert set(session.scalars(select(Contract.number))) == {"AMO-2025-04"}
