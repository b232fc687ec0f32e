"""Threads share the views: what one reader asks for, sees or writes never becomes another's (security.md bar 13)."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.people import Person
from models.territory import Arrondissement
from tests.support import factories as make
from tests.support.forms import csrf_token

READERS = 8
ROUNDS = 90  # of three requests each: more than 2,000 in all


@pytest.fixture
def frequent_switches() -> Iterator[None]:
    """Python gives each thread 5 ms by default; races show with far less."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.slow
@pytest.mark.usefixtures("frequent_switches")
def test_readers_at_once_keep_their_own_page_and_their_own_rows(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    clients = {}
    for number in range(1, READERS + 1):
        clients[number] = client_as(f"ref{number}")
        make.PersonFactory(last_name=f"Place{number}", arrondissement=make.ArrondissementFactory(number=number))
    session.commit()
    places = {row.number: row.id for row in session.scalars(select(Arrondissement))}
    users = {row.username: row.id for row in session.scalars(select(User))}
    session.rollback()

    def work(number: int) -> list[str]:
        client, faults = clients[number], []
        token = csrf_token(client)
        for round_ in range(ROUNDS):
            page = client.get("/personnes/list/?order=-last_name").text  # « Place » before the many « Nouveau »
            if f"Place{number}" not in page or any(
                f"Place{other}" in page for other in range(1, READERS + 1) if other != number
            ):
                faults.append(f"list of {number}")
            found = client.get(f"/personnes/list/?q=Place{number}&order=first_name&size=100").text
            if f"Place{number}" not in found:
                faults.append(f"search of {number}")
            data = {
                "csrf_token": token,
                "last_name": f"Nouveau{number}x{round_}",
                "arrondissement": str(places[number]),
            }
            answer = client.post("/personnes/add", data=data)
            if answer.status_code != 302:
                faults.append(f"creation by {number}: {answer.status_code}")
        return faults

    with ThreadPoolExecutor(READERS) as pool:
        faults = [fault for found in pool.map(work, clients) for fault in found]
    assert faults == []
    created = session.execute(
        select(Person.last_name, Person.arrondissement_id, Person.created_by_id).where(
            Person.last_name.like("Nouveau%")
        )
    ).all()
    assert len(created) == READERS * ROUNDS
    for name, place_id, creator_id in created:
        number = int(name.removeprefix("Nouveau").split("x")[0])
        assert (place_id, creator_id) == (places[number], users[f"ref{number}"])
