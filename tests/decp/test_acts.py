"""Modifications and subcontracts of an imported record: acts of the file that it makes, or why they are not."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from mdo.decp.acts import ActKind, later_acts
from mdo.decp.importing import write_contracts
from mdo.decp.publication_state import standing_of
from mdo.decp.releases import publish
from mdo.decp.states import OpenDataState
from models.amendments import Amendment, AmendmentGround, PriceVariation, Subcontract
from models.contracts import Contract, ContractState
from tests.base.pages import document
from tests.decp.test_reading import a_file, a_record, read
from tests.decp.test_record import DAY
from tests.support.forms import post

OTHER, THIRD = "21690123100011", "00010437200016"


def company(identifier: str) -> dict[str, str]:
    return {"id": identifier, "typeIdentifiant": "SIRET"}


def changed(number: int, day: str, **values: Any) -> dict[str, Any]:
    dates = {"dateNotificationModification": day, "datePublicationDonneesModification": "2026-11-20"}
    return {"modification": {"id": number, **dates, **values}}


def subcontracted(number: int, day: str = "2026-07-20", **values: Any) -> dict[str, Any]:
    said = {
        "sousTraitant": company(OTHER), "dureeMois": 6, "dateNotification": day, "montant": 12000,
        "datePublicationDonnees": "2026-11-20", "variationPrix": "Révisable",
    }  # fmt: skip
    return {"acteSousTraitance": {"id": number, **said, **values}}


def subcontract_changed(number: int, day: str = "2026-09-20", **values: Any) -> dict[str, Any]:
    dates = {"dateNotificationModificationSousTraitance": day, "datePublicationDonnees": "2026-11-20"}
    return {"modificationActeSousTraitance": {"id": number, **dates, **values}}


BOTH = [{"titulaire": company(identifier)} for identifier in (OTHER, THIRD)]
LATER = {
    "modifications": [
        changed(1, "2026-08-03", montant=190000, dureeMois=48),  # the duration only says again how it was
        changed(2, "2026-10-05", montant=185000.5, dureeMois=54),
        changed(4, "2026-11-03", titulaires=[{"titulaire": company(THIRD)}]),
    ],
    "actesSousTraitance": [subcontracted(2), subcontracted(1, montant=8000)],
    "modificationsActesSousTraitance": [
        subcontract_changed(2, "2026-10-20", dureeMois=9),
        subcontract_changed(2, montant=15000),
    ],
}


def test_an_amendment_adds_the_difference_with_what_was_published_before() -> None:
    acts = later_acts(a_record(**LATER), DAY)
    assert [act.fault for act in acts] == [None] * 7
    found = [act for act in acts if act.kind is ActKind.AMENDMENT]
    assert [(act.number, act.values["amount_excl_tax"], act.values["months"]) for act in found] == [
        (1, Decimal(10000), 0), (2, Decimal("-4999.50"), 6), (4, Decimal(0), 0),
    ]  # fmt: skip
    assert (found[2].company, found[2].replaced) == (company(THIRD), company("99999999900009"))


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ({"modifications": [changed(100, "2026-08-03", montant=190000)]}, "over 99"),
        ({"modifications": [changed(1, "2026-06-14", montant=190000)]}, "dates"),  # the eve of the notification
        ({"modifications": [changed(1, "2026-11-25", montant=190000)]}, "dates"),  # to come
        ({"modifications": [changed(1, "2026-11-21", montant=190000)]}, "dates"),  # published before it
        ({"modifications": [changed(1, "2026-02-31", montant=190000)]}, "dates"),
        ({"modifications": [changed(1, "2026-08-03", titulaires=BOTH)]}, "more than one holder"),
        ({"modifications": [changed(1, "2026-08-03", titulaires=[{"titulaire": company("214356")}])]}, "SIRET"),
        ({"actesSousTraitance": [subcontracted(1, sousTraitant=company("214356"))]}, "SIRET"),
        ({"actesSousTraitance": [subcontracted(1, sousTraitant=company("99999999900009"))]}, "own subcontractor"),
        ({"modificationsActesSousTraitance": [subcontract_changed(1, montant=1)]}, "no such act"),
    ],
)  # fmt: skip
def test_what_is_no_act_of_ours_is_left_to_be_written_by_hand(later: dict[str, Any], words: str) -> None:
    (act,) = later_acts(a_record(**later), DAY)
    assert act.fault is not None
    assert words in str(act.fault)


def test_a_number_twice_is_written_once() -> None:
    twice = {"modifications": [changed(1, "2026-08-03", montant=190000), changed(1, "2026-08-04", montant=195000)]}
    assert [act.fault is None for act in later_acts(a_record(**twice), DAY)] == [True, False]


def test_the_first_day_is_that_of_the_notification_and_the_last_is_today() -> None:
    for day in ("2026-06-15", "2026-11-20"):
        (act,) = later_acts(a_record(modifications=[changed(1, day, montant=190000)]), DAY)
        assert act.fault is None, day


@pytest.fixture
def imported(session) -> Contract:
    (contract,) = write_contracts(session, read(a_record(**LATER)).rows, DAY)
    return contract


@pytest.mark.db
def test_the_acts_are_those_of_the_file_and_say_what_was_published(session, imported) -> None:
    rows = {row.number: row for row in imported.amendments}
    assert [rows[number].ground for number in (1, 2, 4)] == [None, None, AmendmentGround.NEW_HOLDER]
    assert (imported.maximum_excl_tax, imported.ends_on) == (Decimal(180000), dt.date(2030, 12, 14))
    assert [holder.supplier.identifier for holder in imported.holders] == [THIRD]
    acts = {row.number: row for row in imported.subcontracts}
    assert (acts[1].amount_excl_tax, acts[2].price_variation) == (Decimal(8000), PriceVariation.REVISABLE)
    assert [(row.amount_excl_tax, row.months) for row in acts[2].changes] == [(Decimal(15000), None), (None, 9)]
    assert {row.published_on for row in (*rows.values(), *acts.values())} == {dt.date(2026, 11, 20)}
    assert standing_of(session, imported, DAY).state is OpenDataState.PUBLISHED


@pytest.mark.db
def test_what_comes_after_is_published_beside_what_was(session, imported) -> None:
    session.add(
        Amendment(contract=imported, number=5, ground=AmendmentGround.REVIEW_CLAUSE, subject="Suite", months=0,
                  amount_excl_tax=Decimal(1000), signed_on=DAY, notified_on=DAY)
    )  # fmt: skip
    session.flush()
    session.expire(imported)
    assert standing_of(session, imported, DAY).state is OpenDataState.NEWS
    publish(session, imported, DAY)
    published = standing_of(session, imported, DAY).published
    assert [item["modification"]["id"] for item in published["modifications"]] == [1, 2, 4, 5]
    assert published["modifications"][-1]["modification"]["montant"] == 186000.5


@pytest.mark.db
def test_a_contract_that_a_modification_prolonged_still_runs(session) -> None:
    dates = {"dateNotification": "2024-09-02", "datePublicationDonnees": "2024-10-01", "dureeMois": 24}
    later = [changed(1, "2026-07-01", dureeMois=30)]
    ended, prolonged = a_record(**dates), a_record(id="B", **dates, modifications=later)
    made = write_contracts(session, read(ended, prolonged).rows, DAY)
    assert [row.state for row in made] == [ContractState.ENDED, ContractState.RUNNING]


@pytest.mark.db
def test_the_preview_tells_each_act_and_the_page_asks_for_the_ground(session, client_as) -> None:
    client = client_as("mission")
    by_hand = changed(120, "2026-10-12", montant=200000)
    record = a_record(**{**LATER, "modifications": [*LATER["modifications"], by_hand]})
    seen = post(
        client, "/donnees-essentielles/importer", {"file": (io.BytesIO(a_file(record)), "decp.json")},
        follow_redirects=True, content_type="multipart/form-data",
    )  # fmt: skip
    page = " ".join(seen.get_data(as_text=True).split()).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Avenant n° 1 : notifié le 03/08/2026, +10 000,00 €" in page
    assert "Acte de sous-traitance n° 2" in page
    assert "Avenant n° 120 : à écrire à la main" in page
    (form,) = document(seen).xpath("//form[contains(@action, '/appliquer')]")
    done = post(
        client, form.get("action"), {"seen": form.xpath(".//input[@name='seen']/@value")[0]}, follow_redirects=True
    )
    session.rollback()
    contract = session.scalars(select(Contract)).one()
    assert len(contract.amendments) == 3
    tab = client.get(f"/marches/show/{contract.id}?tab=amendments&fragment=1").get_data(as_text=True)
    assert "Motif à choisir" in tab
    undo = done.get_data(as_text=True).split('action="/annuler/')[1].split('"')[0]
    assert post(client, f"/annuler/{undo}", follow_redirects=True).status_code == 200
    session.rollback()
    assert session.scalars(select(Contract)).all() == []
    assert session.scalars(select(Amendment)).all() == session.scalars(select(Subcontract)).all() == []
