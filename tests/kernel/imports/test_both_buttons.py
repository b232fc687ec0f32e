"""Whichever button sends a preview, what is chosen and what is typed in it are both kept."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Mandate, Person
from tests.kernel.imports.test_correcting import PHONE, ROWS, Shown, preview, upload
from tests.support import factories as make


@pytest.fixture
def client(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    return client_as("ref5")


def body_asked(shown: Shown) -> HtmlElement:
    """The question of which body « Point du Jourd » is."""
    asked = shown.page.get_element_by_id("questions").xpath(".//fieldset")
    return next(one for one in asked if "Point du Jourd" in one.find("legend").text_content())


@pytest.mark.parametrize("button", ["Répondre", "Vérifier les cellules"])
def test_both_buttons_of_a_preview_keep_the_answers_that_are_chosen_and_the_cells_that_are_typed(
    client: FlaskClient, session: Session, button: str
) -> None:
    rows = (ROWS[0], ("DUPONT", "Zoé", PHONE, "zoe@", "Lyon", "Quartier Point du Jourd"))
    shown = preview(client, f"{upload(client, *rows).location}?state=error")
    assert shown.headers(2) == ["Courriel"]
    labels = body_asked(shown).iter("label")
    choice = next(one for one in labels if "Point du Jour" in one.text_content())
    shown.values[choice.find("input").get("name")] = choice.find("input").get("value")
    shown.type(2, "Courriel", "zoe@example.org")
    pressed = next(one for one in shown.page.iter("button") if one.text_content().strip().startswith(button))
    assert choice.find("input").get("form") == "cells"
    assert pressed.get("form") == "cells" or shown.form in pressed.iterancestors()
    sent = client.post(pressed.get("formaction") or shown.form.get("action"), data=shown.values)
    assert sent.status_code == 303
    assert "state=" not in sent.location  # no line is in error any more: all are shown
    again = preview(client, sent.location)
    assert "plus aucune ligne n’est en erreur" in again.text
    assert again.apply().status_code == 303
    session.rollback()
    assert session.scalars(select(Person.email)).all() == ["zoe@example.org"]
    assert {one.instance.name for one in session.scalars(select(Mandate))} == {"Point du Jour"}


@pytest.mark.parametrize(
    ("typed", "is_told"), [("Sonia Rocher", True), ("Sonia Rocher <sonia.r@example.org>", False), ("", False)]
)
def test_an_address_that_goes_with_a_corrected_cell_is_told(client: FlaskClient, typed: str, is_told: bool) -> None:
    headers = ("Nom", "Prénom", "Représentant légal", "Instance")
    row = ("ROCHER", "Léo", "Sonia ROCHET <sonia@example.org>", "Point du Jour")
    shown = preview(client, upload(client, headers, row).location)
    opened = preview(client, shown.link("Corriger ses cellules", shown.line(2)))
    done = opened.type(2, "Représentant légal", typed).check()
    assert ("« sonia@example.org » se trouvait" in done.text.replace("\xa0", " ")) is is_told
