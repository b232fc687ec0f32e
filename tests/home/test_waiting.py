"""What waits for the reader, beside the links of her menu: what each link leads to, in her scope."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements
from views.base.database import db

DAY = dt.timedelta(days=1)
DEADLINES, REQUESTS = "/echeances/list/", "/demandes/list/"


@prepared
def city(session: Session) -> dict[str, Any]:
    """A late request in the 5th, the 7th and the city, one that is answered; actions of ref5, late, near and far."""
    accounts = {name: make.UserFactory(username=name, roles=["referent"]) for name in ("ref5", "ref7")}
    bodies = {number: make.InstanceFactory(arrondissements=[number]) for number in (5, 7)}
    for number, body in bodies.items():
        place = make.ArrondissementFactory(number=number)
        make.ReferentFactory(user=accounts[f"ref{number}"], arrondissement=place)
        make.CouncilRequestFactory(instance=body, due_on=TODAY - DAY)
    make.CouncilRequestFactory(instance=bodies[5], due_on=TODAY - DAY, answered_on=TODAY)
    make.CouncilRequestFactory(instance=make.InstanceFactory(arrondissements=[]), due_on=TODAY - DAY)
    for days in (-1, 7, 8):
        make.ActionItemFactory(owner=accounts["ref5"], due_on=TODAY + days * DAY)
    session.commit()
    return {"bodies": bodies, **accounts}


def counts(client: FlaskClient) -> dict[str, int]:
    """Asked where the menu of a page says."""
    (address,) = document(client.get("/")).xpath("//nav/@data-counts")
    answer = client.get(address)
    assert answer.status_code == 200
    return {url: number for url, number, words in answer.json if words.startswith(str(number))}


def test_a_referent_is_told_what_waits_for_her(city: Any, client_as: Callable[..., FlaskClient]) -> None:
    told = counts(client_as("ref5"))
    assert told[REQUESTS] == 1
    assert told[DEADLINES] >= 2
    assert REQUESTS in counts(client_as("ref7"))
    assert counts(client_as("ref7")).get(DEADLINES, 0) < told[DEADLINES]


@pytest.mark.parametrize("who", ["ref5", "mission"])
def test_what_is_counted_is_in_the_list(city: Any, client_as: Callable[..., FlaskClient], who: str) -> None:
    client = client_as(who)
    near = f"{DEADLINES}?f_whose=mine&f_bucket=late&f_bucket=week"
    listed = len(document(client.get(near)).xpath("//tbody/tr"))
    assert counts(client).get(DEADLINES, 0) == listed
    links = document(client.get("/")).xpath('//nav[@id="menu"]//a/@href')
    assert set(counts(client)) <= set(links)


def test_nothing_that_waits_is_no_count(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    assert counts(client_as("ref7")) == {}


def test_who_reads_no_deadlines_asks_for_nothing(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("dpo")
    assert not document(client.get("/")).xpath("//nav/@data-counts")
    assert client.get("/echeances/m-attendent").status_code in {302, 403, 404}


def test_no_page_waits_for_the_counts(app: Flask, city: Any, client_as: Callable[..., FlaskClient]) -> None:
    """They are asked in the rules of deadlines and one count, whatever there is."""
    client = client_as("mission")
    with app.app_context():
        engine = db.engine
    with count_statements(engine) as sent:
        client.get("/echeances/m-attendent")
    assert len(sent) <= 3
