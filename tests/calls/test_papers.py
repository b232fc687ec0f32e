"""The papers of a call, by the links of its pages: receipt, public sheet, letters of results, list for deliberation."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calls.papers import letters_of
from mdo.kernel.base.errors import RuleViolation
from models.applications import ApplicationState as State
from models.calls import CallState
from models.journal import AccessLog
from tests.calls.reading import amounts, first_sheet, links, paper, sent_as_given, shown, words, words_of
from tests.support import calls as make
from tests.support import factories as base

Client = Callable[[str], FlaskClient]
RECEIPT, SHEET = "Récépissé (Word)", "Fiche publique (Word)"
LETTERS, MAILING, LIST = (
    "Lettres de résultats (Word)",
    "Publipostage des résultats (Excel)",
    ("Liste pour la délibération (Word)"),
)


@pytest.fixture
def call(session: Session) -> Any:
    """A call that is decided: two retained to the cent, one waiting, one refused, one inadmissible."""
    found = make.ProjectCallFactory(
        title="APICQ 2027",
        state=CallState.DECIDED,
        decided_on=dt.date(2026, 11, 9),
        deliberation="2026/1184",
        signatory="Adjointe à la démocratie ouverte",
        reports_by=dt.date(2027, 3, 31),
    )
    axes = [make.CallAxisFactory(call=found, name=name) for name in ("Cadre de vie", "Éducation")]
    scenario = make.CallScenarioFactory(call=found, name="Au mérite", cut=2, adopted_on=dt.date(2026, 11, 2))
    for number, (place, title, asked, given) in enumerate(
        (
            (5, "Jardin partagé", "4800.10", "4500.05"),
            (7, "Fresque", "3000.33", "3000.33"),
            (5, "Banc public", "900.00", "900.00"),
            (7, "Barnum", "4100.00", "4100.00"),
        ),
        start=1,
    ):
        row = make.ApplicationFactory(
            call=found,
            number=number,
            title=title,
            instance=base.InstanceFactory(arrondissements=[place]),
            axis=axes[number % 2],
            asked_incl_tax=Decimal(asked),
            state=State.EXAMINED,
            refusal_reason="Achat sans projet d’animation." if title == "Barnum" else None,
        )
        make.ScenarioLineFactory(
            scenario=scenario, application=row, position=number, amount_incl_tax=Decimal(given),
            is_refused=title == "Barnum",
        )  # fmt: skip
    make.ApplicationFactory(
        call=found, number=5, title="Local", instance=base.InstanceFactory(arrondissements=[7]),
        asked_incl_tax=Decimal(9000), state=State.INADMISSIBLE, inadmissible_reason="Au-dessus du plafond.",
    )  # fmt: skip
    session.commit()
    return found


def notified(client: FlaskClient, call: Any) -> None:
    """Notifies a call by the form of its page."""
    address = links(client, f"/appels-a-projets/show/{call.id}")["Notifier"]
    answer = sent_as_given(client, address, notified_on="2026-11-16")
    assert answer.status_code == 200, words_of(answer)


def open_captions(client: FlaskClient) -> str:
    """What is seen on the pictures of the open data, by the link of the list of results."""
    content = client.get(links(client, "/projets-retenus/list/")["Données ouvertes (photos)"]).data
    return zipfile.ZipFile(io.BytesIO(content)).read("legendes.txt").decode("utf-8-sig")


def test_a_receipt_says_the_day_and_what_came_late(session: Session, client_as: Client) -> None:
    call = make.ProjectCallFactory(title="APICQ 2027", closes_on=dt.date(2026, 10, 15))
    body = base.InstanceFactory(arrondissements=[5], name="Conseil de quartier Ménival")
    rows = [
        make.ApplicationFactory(call=call, instance=body, number=number, filed_on=dt.date(2026, 10, day),
                                adopted_on=dt.date(2026, 9, 30), asked_incl_tax=Decimal("4800.55"))
        for number, day in ((11, 15), (12, 16))
    ]  # fmt: skip
    draft = make.ApplicationFactory(call=call, instance=body, state=State.DRAFT, filed_on=None)
    session.commit()
    referent, told = client_as("ref5"), []
    for row in rows:
        answer = referent.get(links(referent, f"/dossiers/show/{row.id}")[RECEIPT])
        told.append(paper(answer.data))
    in_time, late = told
    assert "Récépissé de dépôt n° 11" in in_time
    assert any("15/10/2026" in line for line in in_time)
    assert {"30/09/2026", "Conseil de quartier Ménival"} <= set(in_time)
    assert amounts(" ".join(in_time)) == {"4800,55€", "5000,00€"}
    assert in_time[in_time.index("Plafond de l’appel TTC") + 1].startswith("5")
    assert not {"Axe", "Budget total TTC", "Autres financements TTC"} & set(in_time), "no line without a value"
    assert not any("hors délai" in line for line in in_time)
    assert any("clos le 15/10/2026" in line and "hors délai" in line for line in late)
    assert RECEIPT not in links(referent, f"/dossiers/show/{draft.id}")
    assert client_as("ref7").get(f"/dossiers/{rows[0].id}/recepisse").status_code == 404
    session.rollback()
    assert [row.row_count for row in session.scalars(select(AccessLog))] == [1, 1]


def test_letters_tell_each_council_its_own_outcome_and_no_other(client_as: Client, call: Any) -> None:
    mission = client_as("mission")
    page = f"/appels-a-projets/show/{call.id}"
    assert LETTERS not in links(mission, page), "nobody is told before the notification"
    assert "notifiez" in words(mission, f"/scenarios/appel/{call.id}/lettres")
    notified(mission, call)
    lines = paper(mission.get(links(mission, page)[LETTERS]).data)
    starts = [index for index, line in enumerate(lines) if line.startswith("Objet")]
    letters = ["\n".join(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    assert len(letters) == 5
    garden, fresco, bench, tent, house = letters
    for letter, given in ((garden, "4500,05€"), (fresco, "3000,33€")):
        assert "est retenu par la délibération 2026/1184 du 09/11/2026" in letter
        assert amounts(letter) == {given}
        assert "31/03/2027" in letter
        assert not any(word in letter for word in ("n’est pas retenu", "liste d’attente", "recevable", "Motif"))
    assert "au rang 1" in bench
    assert not any(word in bench for word in ("pas retenu", "est retenu par", "€"))
    assert "n’est pas retenu" in tent
    assert "Achat sans projet d’animation." in tent
    assert "n’a pas été déclaré recevable" in house
    assert "Au-dessus du plafond." in house
    book = first_sheet(mission.get(links(mission, page)[MAILING]).data)
    at = {header: index for index, header in enumerate(book[0])}
    assert [row[at["Suite"]] for row in book[1:6]] == [
        "Retenu",
        "Retenu",
        "Sur liste d’attente",
        "Refusé",
        "Irrecevable",
    ]
    assert [row[at["Accordé TTC (€)"]] for row in book[1:6]] == [4500.05, 3000.33, None, None, None]


def test_no_letter_refuses_what_was_granted_money(session: Session, call: Any) -> None:
    call.state = CallState.NOTIFIED
    row = make.ApplicationFactory(call=call, title="Radio", state=State.REFUSED, granted_incl_tax=Decimal(100))
    session.commit()
    with pytest.raises(RuleViolation) as refusal:
        letters_of(session, call)
    assert refusal.value.params["what"] is row


def test_the_list_for_the_deliberation_is_the_adopted_scenario_to_the_cent(client_as: Client, call: Any) -> None:
    mission = client_as("mission")
    page = f"/appels-a-projets/show/{call.id}"
    told = " ".join(paper(mission.get(links(mission, page)[LIST]).data))
    scenario = next(address for text, address in links(mission, f"{page}?tab=scenarios").items() if text == "Au mérite")
    sums = {"60000,00€", "7500,38€", "52499,62€", "4500,05€", "3000,33€"}
    assert sums <= shown(mission, scenario)
    assert sums <= amounts(told)
    assert "Barnum" not in told
    assert "Banc public" in told
    for name in ("ref5", "stagiaire", "elu5"):
        answer = client_as(name).get(f"/scenarios/appel/{call.id}/deliberation")
        assert answer.status_code in {302, 403, 404}


def test_the_sheet_of_a_project_is_public_once_notified_and_names_nobody(
    session: Session, client_as: Client, call: Any
) -> None:
    mission = client_as("mission")
    garden, _, bench = session.scalars(
        select(make.Application).where(make.Application.call_id == call.id).order_by(make.Application.number).limit(3)
    ).all()
    garden.summary, garden.report = "Six bacs et une treille.", "Deux ateliers ont réuni le quartier."
    garden.filed_by = base.UserFactory(first_name="Zoé", last_name="Nommée")
    make.PhotoConsentFactory(application=garden, person_name="Solange Vernier")
    make.ApplicationPhotoFactory(application=garden, caption="Les bacs", people=0)
    session.commit()
    assert "Les bacs" not in open_captions(mission)
    assert SHEET not in links(mission, f"/dossiers/show/{garden.id}")
    assert "publique" in words(mission, f"/dossiers/{garden.id}/fiche")
    notified(mission, call)
    assert "Les bacs" in open_captions(mission)
    assert SHEET not in links(mission, f"/dossiers/show/{bench.id}")
    told = " ".join(paper(mission.get(links(mission, f"/dossiers/show/{garden.id}")[SHEET]).data))
    assert {"4500,05€"} == amounts(told)
    assert "Porté par" not in told, "no line without a value"
    assert "Six bacs et une treille." in told
    assert "Deux ateliers ont réuni le quartier." in told
    assert not any(name in told for name in ("Nommée", "Vernier"))
