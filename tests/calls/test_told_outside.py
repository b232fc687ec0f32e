"""What leaves of calls beside their screens: steps in calendars, open data, the report; by reader."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calls.results import tell
from models.accounts import User
from models.applications import ApplicationState as State
from models.calls import CallState
from tests.calls.reading import links, sent_as_given, shown, words
from tests.support import calls as make
from tests.support import factories as base

Client = Callable[[str], FlaskClient]


@pytest.fixture
def call(session: Session) -> Any:
    """A call that is notified: two projects in two arrondissements, to the cent; one refused, one that waits."""
    found = make.a_notified_call(
        title="APICQ 2026",
        year=2026,
        jury_by=dt.date(2026, 12, 10),
        arbitration_by=None,
        councils_by=None,
        deliberation_by=None,
        notification_by=None,
    )
    axis = make.CallAxisFactory(call=found, name="Cadre de vie")
    rows = []
    for number, (place, title, state, asked, granted) in enumerate(
        (
            (5, "Jardin partagé", State.REPORTED, "4800.10", "4500.05"),
            (7, "=Fresque", State.RETAINED, "3000.33", "3000.33"),
            (5, "Barnum", State.REFUSED, "4100.00", None),
            (7, "Banc public", State.WAITING, "900.00", None),
        ),
        start=1,
    ):
        rows.append(
            make.ApplicationFactory(
                call=found, number=number, title=title, axis=axis, state=state,
                instance=base.InstanceFactory(arrondissements=[place], name=f"Conseil {number}"),
                asked_incl_tax=Decimal(asked), granted_incl_tax=granted and Decimal(granted),
                notified_on=dt.date(2026, 11, 16), filed_by=base.UserFactory(last_name="Nommée"),
                report="Deux ateliers." if number == 1 else None,
            )
        )  # fmt: skip
    make.PhotoConsentFactory(application=rows[0], person_name="Solange Vernier")
    session.flush()
    tell(session, rows)
    session.commit()
    return found


# ---- Open data -------------------------------------------------------------------------------------------------------


def test_open_data_tell_what_was_retained_and_nobody(client_as: Client, call: Any) -> None:
    mission = client_as("mission")
    given = links(mission, "/projets-retenus/list/")
    records = json.loads(mission.get(given["Données ouvertes (JSON)"]).data)
    assert [(row["projet"], row["montant_accorde_ttc"], row["arrondissements"]) for row in records] == [
        ("Jardin partagé", "4500.05", records[0]["arrondissements"]),
        ("=Fresque", "3000.33", records[1]["arrondissements"]),
    ]
    assert records[0]["bilan"] == "Deux ateliers."
    text = mission.get(given["Données ouvertes (CSV)"]).data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert lines[0] == list(records[0])
    assert [line[3] for line in lines[1:]] == ["Jardin partagé", "'=Fresque"]
    for found in (text, json.dumps(records)):
        assert not any(word in found for word in ("Nommée", "Vernier", "Barnum", "Banc public"))


@pytest.mark.parametrize("name", ["ref5", "saisie5", "stagiaire"])
def test_who_reads_a_part_of_the_city_publishes_nothing(client_as: Client, call: Any, name: str) -> None:
    reader = client_as(name)
    assert not [text for text in links(reader, "/projets-retenus/list/") if "ouvertes" in text]
    assert reader.get("/scenarios/projets-retenus.json").status_code in {302, 403}


# ---- Calendar and feeds ----------------------------------------------------------------------------------------------


def test_steps_stand_in_the_calendar_beside_the_meetings(client_as: Client, call: Any) -> None:
    for name in ("mission", "ref5", "stagiaire"):
        assert "Jury d’un appel – APICQ 2026" in words(client_as(name), "/calendrier/?month=2026-12"), name
    assert "Modèle APICQ" not in words(client_as("mission"), "/calendrier/?month=2027-01")
    assert "APICQ 2026" not in words(client_as("mission"), "/calendrier/?month=2026-12&f_kind=plenary")


def feed(client: FlaskClient, content: str) -> str:
    """The calendar that one asks for, as a telephone reads it."""
    answer = sent_as_given(client, "/mes-calendriers/", label="Téléphone", content=content)
    page = answer.get_data(as_text=True)
    address = page[page.index("/calendrier/") :].split('"')[0].split("<")[0]
    return client.get(address).get_data(as_text=True).replace("\r\n ", "")


def test_feeds_hold_the_steps_and_one_s_own_only_those_of_one_s_calls(
    session: Session, client_as: Client, call: Any
) -> None:
    mission = client_as("mission")
    every = feed(mission, "all")
    assert f"call-{call.id}-jury_by" in every
    assert "Jury d’un appel – APICQ 2026" in every
    assert f"call-{call.id}-" not in feed(mission, "mine")
    referent = client_as("ref5")
    make.CallJurorFactory(call=call, user=session.scalars(select(User).where(User.username == "ref5")).one())
    session.commit()
    assert f"call-{call.id}-jury_by" in feed(referent, "mine")


# ---- The report ------------------------------------------------------------------------------------------------------


def test_the_report_says_the_same_sums_on_screen_and_in_excel_to_the_cent(client_as: Client, call: Any) -> None:
    mission = client_as("mission")
    told = shown(mission, "/rapports/appels_a_projets")
    assert {"60000,00€", "12800,43€", "7500,38€", "52499,62€", "4500,05€", "3000,33€"} <= told
    book = load_workbook(io.BytesIO(mission.get("/rapports/appels_a_projets/export").data))
    cells = {cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {60000, 12800.43, 7500.38, 52499.62, 4500.05, 3000.33} <= cells
    place = base.ArrondissementFactory(number=5).id
    narrowed = shown(mission, f"/rapports/appels_a_projets?f_arrondissement={place}")
    assert {"8900,10€", "4500,05€", "52499,62€"} <= narrowed
    assert "3000,33€" not in narrowed


def test_the_report_is_for_who_reads_what_juries_say(client_as: Client, call: Any) -> None:
    for name, is_read in (("direction", True), ("ref5", False), ("elu5", False), ("dpo", False)):
        answer = client_as(name).get("/rapports/appels_a_projets")
        assert (answer.status_code == 200) is is_read, name


def test_a_draft_of_a_call_and_what_was_not_filed_count_for_nothing(
    session: Session, client_as: Client, call: Any
) -> None:
    make.ApplicationFactory(call=call, state=State.DRAFT, filed_on=None, asked_incl_tax=Decimal("777.77"))
    make.ProjectCallFactory(title="APICQ 2031", state=CallState.DRAFT, envelope_incl_tax=Decimal("123456.78"),
                            ceiling_incl_tax=Decimal(5000))  # fmt: skip
    session.commit()
    mission = client_as("mission")
    assert "APICQ 2031" not in words(mission, "/rapports/appels_a_projets")
    assert not {"777,77€", "123456,78€"} & shown(mission, "/rapports/appels_a_projets")
