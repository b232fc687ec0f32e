"""Headers of two parts: who stands for an association, « Ville / commune », and what is left to choose."""

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person
from tests.kernel.imports.sheets import states
from tests.kernel.imports.test_shapes import city, held, imported, planned

__all__ = ["city"]

pytestmark = pytest.mark.usefixtures("city")


@pytest.mark.parametrize(
    "header",
    [
        "Représentant·e (titulaire / suppléant·e)",
        "Représentant(e) (titulaire/suppléant)",
        "Représentants (titulaires et suppléants)",
        "Nom du représentant de l’association (titulaire ou suppléant)",
        "Délégué·e (titulaire / suppléant·e)",
    ],
)
def test_who_stands_for_an_association_is_named_under_a_header_of_both(session: Session, header: str) -> None:
    imported(
        session,
        ("Instance", header, "Ville / commune"),
        ("Montchat", "DUPONT Zoé (titulaire) / ROUX Ana (suppléante)", "Bron"),
    )
    assert held(session) == {
        ("Dupont Zoé", "Montchat", "Membre", "", ""),
        ("Roux Ana", "Montchat", "Suppléance", "", "Dupont Zoé"),
    }
    assert {row.last_name: row.city for row in session.scalars(select(Person))}["Dupont"] == "Bron"


@pytest.mark.parametrize(
    "header",
    ["Représentant·e (titulaire / suppléant·e)", "Titulaire / suppléant·e", "Statut (titulaire / suppléant)"],
)
def test_a_column_that_says_which_of_both_beside_a_name_is_no_name(session: Session, header: str) -> None:
    made = planned(session, ("Instance", "Nom", "Prénom", header), ("Montchat", "DUPONT", "Zoé", "Titulaire"))
    assert [column for _, column in made.unknown_columns] == [header]
    assert states(made) == ["created"]


def test_a_day_and_an_hour_under_a_stroke_are_a_moment(session: Session) -> None:
    made = planned(
        session, ("Titre", "Instance", "Date / heure"), ("Plénière", "Montchat", "12/03/2026 à 18h30"), kind="meetings"
    )
    assert made.unknown_columns == ()
    assert [error for error in made.errors if error.column == "Date / heure"] == []
    assert dt.datetime(2026, 3, 12, 17, 30, tzinfo=dt.UTC) in [change.after for change in made.lines[0].changes]


@pytest.mark.parametrize("header", ["Lieu / salle", "Salle/lieu", "Lieu et salle", "Adresse & salle"])
def test_a_place_and_its_room_are_read_as_the_place(session: Session, header: str) -> None:
    row = ("Plénière", "Montchat", "12/03/2026 18:30", "Mairie du 3e, salle Mistral")
    made = planned(session, ("Titre", "Instance", "Date", header), row, kind="meetings")
    assert made.unknown_columns == ()
    assert "Mairie du 3e, salle Mistral" in [change.after for change in made.lines[0].changes]


@pytest.mark.parametrize(
    ("header", "said", "read"),
    [
        ("Mél / portable", "zoe@example.org 06 12 34 56 78", {"zoe@example.org", "0612345678"}),
        ("Courriel et téléphone", "zoe@example.org", {"zoe@example.org"}),
        ("Tél. + mail", "06 12 34 56 78", {"0612345678"}),
        ("CP / ville", "69500 Bron", {"69500", "Bron"}),
        ("Adresse / code postal / ville", "3 rue du Lac 69500 Bron", {"3 rue du Lac", "69500", "Bron"}),
        ("Adresse et ville", "3 rue du Lac 69500 Bron", {"3 rue du Lac", "69500", "Bron"}),
    ],
)
def test_what_is_told_apart_by_its_look_may_share_a_column(
    session: Session, header: str, said: str, read: set[str]
) -> None:
    made = planned(session, ("Instance", "Nom", "Prénom", header), ("Montchat", "DUPONT", "Zoé", said))
    assert made.unknown_columns == ()
    values = {str(change.after).replace(" ", "").replace("\u202f", "") for change in made.lines[0].changes}
    assert {one.replace(" ", "") for one in read} <= values


def test_a_column_of_both_beside_one_of_its_own_is_left_to_choose(session: Session) -> None:
    row = ("Plénière", "Montchat", "12/03/2026 18:30", "Mairie du 3e", "salle Mistral")
    made = planned(session, ("Titre", "Instance", "Date", "Lieu", "Lieu / salle"), row, kind="meetings")
    assert [column for _, column in made.unknown_columns] == ["Lieu / salle"]


@pytest.mark.parametrize(
    "header",
    [
        "Début / fin",
        "Date et lieu",
        "Nom et adresse",
        "Téléphone / adresse",
        "Nom / association",
        "Titulaire / suppléant",
        "N/A",
        "/",
    ],
)
def test_a_header_whose_parts_say_several_things_is_left_to_choose(session: Session, header: str) -> None:
    made = planned(session, ("Instance", "Nom", header), ("Montchat", "DUPONT", "x"))
    assert [column for _, column in made.unknown_columns] == [header]
