"""What is written all in capitals is proposed in its usual case, told once, undone in one choice."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.words.usual_case import usual_address, usual_full_name, usual_name, usual_town
from models.people import Person
from tests.kernel.imports.answering import answer
from tests.kernel.imports.test_correcting import preview, upload
from tests.support import factories as make


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("DUPONT", "Dupont"),
        ("LEFÈVRE-MARTIN", "Lefèvre-Martin"),
        ("DE LA TOUR", "de La Tour"),
        ("D'ARCY", "d'Arcy"),
        ("D’ARCY", "d’Arcy"),
        ("L'HERMITE", "L'Hermite"),
        ("O'CONNOR", "O'Connor"),
        ("N'DIAYE", "N'Diaye"),
        ("LE GOFF", "Le Goff"),
        ("DU BELLAY", "du Bellay"),
        ("DA SILVA", "Da Silva"),
        ("EL AMRANI", "El Amrani"),
        ("MCDONALD", "McDonald"),
        ("MC CARTHY", "Mc Carthy"),
        ("BA", "Ba"),
        ("NG", "NG"),
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("J.-P.", "J.-P."),
        ("Dupont", "Dupont"),
        ("de la TOUR", "de la TOUR"),
        ("McDonald", "McDonald"),
        ("ÉLISE", "Élise"),
        ("", ""),
    ],
)
def test_a_name(text: str, usual: str) -> None:
    assert usual_name(text) == usual


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("LYON", "Lyon"),
        ("LA MULATIÈRE", "La Mulatière"),
        ("SAINTE-FOY-LÈS-LYON", "Sainte-Foy-lès-Lyon"),
        ("SAINT-CYR-AU-MONT-D'OR", "Saint-Cyr-au-Mont-d'Or"),
        ("L'ARBRESLE", "L'Arbresle"),
        ("LYON CEDEX 03", "Lyon Cedex 03"),
        ("LYON 3EME", "Lyon 3eme"),
        ("ST GENIS LAVAL", "St Genis Laval"),
        ("Vaulx-en-Velin", "Vaulx-en-Velin"),
    ],
)
def test_a_town(text: str, usual: str) -> None:
    assert usual_town(text) == usual


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("RUE DE LA RÉPUBLIQUE", "Rue de la République"),
        ("12 RUE DE LA RÉPUBLIQUE", "12 rue de la République"),
        ("12 BIS, AVENUE JEAN XXIII", "12 bis, avenue Jean XXIII"),
        ("4 PLACE DU 11 NOVEMBRE", "4 place du 11 Novembre"),
        ("ZI DES BROTTEAUX BP 123", "ZI des Brotteaux BP 123"),
        ("BÂTIMENT B, 3 QUAI D'HERBOUVILLE", "Bâtiment B, 3 quai d'Herbouville"),
        ("BP 123", "BP 123"),
        ("12B RUE VENDÔME", "12B rue Vendôme"),
        ("12 rue de la RÉPUBLIQUE", "12 rue de la RÉPUBLIQUE"),
    ],
)
def test_an_address(text: str, usual: str) -> None:
    assert usual_address(text) == usual


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("DUPONT Jean", "Dupont Jean"),
        ("Jean DE LA TOUR", "Jean de La Tour"),
        ("Mme MARTIN Claire", "Mme Martin Claire"),
        ("DURAND JP", "Durand JP"),
        ("Jean Dupont", "Jean Dupont"),
    ],
)
def test_a_last_and_a_first_name(text: str, usual: str) -> None:
    assert usual_full_name(text) == usual


HEADERS = ("Nom", "Prénom", "Adresse", "Ville", "Courriel")
ROWS = (
    HEADERS,
    ("DE LA TOUR", "MARIE-ANNE", "12 RUE DE LA RÉPUBLIQUE", "LYON", "marie@example.org"),
    ("PETIT", "Luc", "3 rue Vendôme", "Bron", "luc@example.org"),
    ("Morel", "Ana", None, None, "ana@example.org"),
)


def stored(session: Session) -> list[tuple[str, str | None, str | None, str | None]]:
    session.rollback()
    people = session.scalars(select(Person).order_by(Person.id))
    return [(one.last_name, one.first_name, one.address, one.city) for one in people]


def test_capitals_are_told_once_with_their_count_and_kept_by_one_choice(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    client = client_as("mission")
    address = upload(client, *ROWS).location
    page = client.get(address)
    (asked,) = html.fromstring(page.text).xpath("//*[@id='questions']//fieldset")
    words = " ".join(asked.text_content().split())
    assert "« DE LA TOUR » devient « de La Tour »" in words
    assert "2 lignes" in words
    assert page.status_code == 200
    kept = answer(client, page, {"capitales": "Garder les capitales"})
    assert "DE LA TOUR MARIE-ANNE" in kept.text
    again = answer(client, kept, {"capitales": "Minuscules et capitale"})
    assert preview(client, again.request.path).apply().status_code == 303
    assert stored(session) == [
        ("de La Tour", "Marie-Anne", "12 rue de la République", "Lyon"),
        ("Petit", "Luc", "3 rue Vendôme", "Bron"),
        ("Morel", "Ana", None, None),
    ]


def test_they_stay_where_that_was_chosen(client_as: Callable[..., FlaskClient], session: Session) -> None:
    client = client_as("mission")
    page = client.get(upload(client, *ROWS).location)
    kept = answer(client, page, {"capitales": "Garder les capitales"})
    preview(client, kept.request.path).apply()
    assert stored(session)[0] == ("DE LA TOUR", "MARIE-ANNE", "12 RUE DE LA RÉPUBLIQUE", "LYON")


@pytest.mark.parametrize("text", ["12 RUE DE LA REPUBLIQUE", "12 Rue de la République", "12 rue de la Republique"])
def test_a_record_is_not_changed_by_case_or_lost_accents_alone(
    client_as: Callable[..., FlaskClient], session: Session, text: str
) -> None:
    person = make.PersonFactory(
        last_name="Tour", first_name="Zoé", email="zoe@example.org", address="12 rue de la République", city="Lyon"
    )
    session.commit()
    client = client_as("mission")
    shown = preview(client, upload(client, HEADERS, ("TOUR", "ZOÉ", text, "LYON", "zoe@example.org")).location)
    assert "rien à écrire" in shown.text
    assert "questions" not in {section.get("id") for section in shown.page.iter("section")}
    other = preview(
        client, upload(client, HEADERS, ("TOUR", "ZOÉ", "12 RUE BUGEAUD", None, "zoe@example.org")).location
    )
    assert "12 rue Bugeaud" in other.words(2)
    assert other.apply().status_code == 303
    session.rollback()
    session.refresh(person)
    assert (person.last_name, person.address, person.city) == ("Tour", "12 rue Bugeaud", "Lyon")
