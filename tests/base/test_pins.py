"""What one pins stands at the top of one's menu, what one opened last in the palette: as far as one still sees it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import JournalChange
from models.preferences import Preference
from tests.base.pages import document
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.application import account


def pinned(client: FlaskClient) -> list[str]:
    page = document(client.get("/reglages/"))
    return [link.text_content().strip() for link in page.xpath("//ul[@aria-labelledby='menu-pins']//a")]


def press(client: FlaskClient, address: str, label: str) -> str:
    """Presses a button of a page, as its form says; what the next page tells."""
    forms = document(client.get(address)).xpath("//form")
    (form,) = [form for form in forms if label in " ".join(form.xpath(".//button//text()"))]
    values = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    answer = client.post(form.get("action"), data=values, follow_redirects=True)
    assert answer.status_code == 200
    (told,) = document(answer).xpath("//div[@class='messages']//p[1]")
    return " ".join(told.text_content().split())


def opened(client: FlaskClient) -> list[str]:
    page = document(client.get("/recherche/palette"))
    return page.xpath("//div[@role='group'][p='Ouverts récemment']//span[@class='palette__title']/text()")


@pytest.fixture
def bodies(session: Session) -> list[str]:
    """Four bodies of the 5th and one of the 7th: the addresses of their records."""
    rows = [make.InstanceFactory(name=f"Conseil {number}", arrondissements=[5]) for number in range(1, 5)]
    rows.append(make.InstanceFactory(name="Conseil du septième", arrondissements=[7]))
    session.commit()
    return [f"/instances/show/{row.id}" for row in rows]


def test_three_records_are_pinned_in_their_order_and_one_gives_its_place_to_a_fourth(
    client_as: Callable[..., FlaskClient], session: Session, bodies: list[str]
) -> None:
    client = client_as("ref5")
    assert pinned(client) == []
    assert press(client, bodies[0], "Épingler") == "Épinglé au menu : Conseil 1."
    for address in bodies[1:3]:
        press(client, address, "Épingler")
    assert pinned(client) == ["Conseil 1", "Conseil 2", "Conseil 3"]
    assert "trois épingles au plus" in press(client, bodies[3], "Épingler")
    assert press(client, bodies[1], "Ne plus épingler") == "N’est plus épinglé : Conseil 2."
    press(client, bodies[3], "Épingler")
    assert pinned(client) == ["Conseil 1", "Conseil 3", "Conseil 4"]
    assert pinned(client_as("mission")) == []  # each account has its own
    session.rollback()
    changes = session.scalars(select(JournalChange).where(JournalChange.model == "Preference")).all()
    assert len(changes) == 5  # as any other preference


@ON_SQLITE
def test_what_one_sees_no_more_is_not_named_and_takes_no_place(
    client_as: Callable[..., FlaskClient], session: Session, bodies: list[str]
) -> None:
    seventh = int(bodies[-1].rpartition("/")[2])
    preference = make.PreferenceFactory(
        user=account("ref5"), pins=f"InstanceView-{seventh} InstanceView-999 ContractView-1"
    )
    session.commit()
    client = client_as("ref5")
    assert pinned(client) == []
    for address in bodies[:3]:
        press(client, address, "Épingler")
    assert pinned(client) == ["Conseil 1", "Conseil 2", "Conseil 3"]
    session.refresh(preference)
    assert not {"InstanceView-999", f"InstanceView-{seventh}"} & set(preference.pins.split())


@ON_SQLITE
@pytest.mark.parametrize("row", ["", "InstanceView-999", "PersonView-1", "AccountView-1", "x", "SavedViewView-1"])
def test_no_form_pins_what_is_not_there_or_not_pinned(
    client_as: Callable[..., FlaskClient], bodies: list[str], row: str
) -> None:
    client = client_as("ref5")
    (field,) = document(client.get(bodies[0])).xpath("//form[contains(@action, 'epingler')]//input[@name='csrf_token']")
    for address in ("/mon-compte/epingler", "/mon-compte/detacher"):
        sent = {"csrf_token": field.get("value"), "row": row}
        assert client.post(address, data=sent).status_code == 404
    assert pinned(client) == []


@ON_SQLITE
def test_a_saved_view_is_pinned_from_its_list_and_opens_there(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    mission = account("mission")
    own, other = (
        make.SavedViewFactory(user=user, list_name="MandateView", name=name, query="f_status=expired")
        for user, name in ((mission, "Mandats échus"), (account("admin"), "Le mien seul"))
    )
    session.commit()
    client = client_as("mission")
    press(client, f"/mandats/list/?f_status=expired&view={own.id}", "Épingler")
    assert pinned(client) == ["Mandats échus"]
    (link,) = document(client.get("/reglages/")).xpath("//ul[@aria-labelledby='menu-pins']//a/@href")
    assert "f_status=expired" in client.get(link, follow_redirects=True).request.full_path
    session.rollback()
    preference = session.scalars(select(Preference)).one()
    preference.pins = f"SavedViewView-{other.id}"  # of someone else, who does not share it
    session.commit()
    assert pinned(client) == []


def test_the_palette_opens_on_what_was_opened_last_and_is_still_seen(
    client_as: Callable[..., FlaskClient], session: Session, bodies: list[str]
) -> None:
    client = client_as("mission")
    assert opened(client) == []
    for address in (*bodies[:2], bodies[-1], bodies[0]):
        client.get(address)
    assert opened(client) == ["Conseil 1", "Conseil du septième", "Conseil 2"]
    assert opened(client_as("ref5")) == []
    client.get(f"{bodies[1]}?fragment=1&tab=members")  # a tab is no opening
    assert opened(client)[0] == "Conseil 1"
