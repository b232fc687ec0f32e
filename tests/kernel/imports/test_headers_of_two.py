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


@pytest.mark.parametrize("header", ["Début / fin", "Nom / association", "Titulaire / suppléant", "N/A", "/"])
def test_a_header_whose_parts_say_several_things_is_left_to_choose(session: Session, header: str) -> None:
    made = planned(session, ("Instance", "Nom", header), ("Montchat", "DUPONT", "x"))
    assert [column for _, column in made.unknown_columns] == [header]
