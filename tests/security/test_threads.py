"""Threads share the views: what one reader asks for, sees or writes never becomes another's."""

import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.sql import lambdas

from mdo.kernel.base.context import Context, bind
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.reading import criteria_of
from mdo.kernel.sessions.factory import install_all
from models.accounts import User
from models.people import Person
from models.territory import Arrondissement
from tests.support import TODAY
from tests.support import factories as make
from tests.support.databases import Database
from tests.support.forms import csrf_token

READERS = 8
SAME = 2  # of those who read at once, who read as an account that already reads
ROUNDS = [pytest.param(10, marks=pytest.mark.slow), pytest.param(90, marks=pytest.mark.night)]
"""Of three requests of each reader: more than 2,000 in all at night."""
COLD_STARTS = [pytest.param(25, marks=pytest.mark.slow), pytest.param(60, marks=pytest.mark.night)]


@pytest.fixture
def frequent_switches() -> Iterator[None]:
    """Python gives each thread 5 ms by default; races show with far less."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.usefixtures("frequent_switches")
def test_readers_at_once_keep_their_own_page_and_their_own_rows(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], rounds: int
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
        for round_ in range(rounds):
            answer = client.get("/personnes/list/?order=-last_name")  # « Place » before the many « Nouveau »
            shown = set(re.findall(r"Place\d", answer.text))
            if (answer.status_code, shown) != (200, {f"Place{number}"}):
                faults.append(f"list of {number}, round {round_}: {answer.status_code}, {shown}")
            answer = client.get(f"/personnes/list/?q=Place{number}&order=first_name&size=100")
            if answer.status_code != 200 or f"Place{number}" not in answer.text:
                faults.append(f"search of {number}, round {round_}: {answer.status_code}")
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
    assert len(created) == READERS * rounds
    for name, place_id, creator_id in created:
        number = int(name.removeprefix("Nouveau").split("x")[0])
        assert (place_id, creator_id) == (places[number], users[f"ref{number}"])


def forget_compiled(engine: Engine) -> None:
    """What SQLAlchemy has learned of our statements is forgotten, as in a worker that has just started."""
    engine._compiled_cache.clear()  # nothing public empties them
    lambdas.AnalyzedCode._fns.clear()
    lambdas._closure_per_cache_key.clear()
    criteria_of.cache_clear()


@pytest.mark.parametrize("cold_starts", COLD_STARTS)
@pytest.mark.usefixtures("frequent_switches")
def test_readers_who_come_first_at_once_read_each_their_own_rows(
    database: Database, session: Session, cold_starts: int
) -> None:
    """Without the lock of the scope's reading, some read the rows of another from about the tenth cold start on."""
    for number in range(1, READERS + 1):
        make.PersonFactory(last_name=f"Place{number}", arrondissement=make.ArrondissementFactory(number=number))
    session.commit()
    places = {row.number: row.id for row in session.scalars(select(Arrondissement))}
    session.rollback()
    sessions = sessionmaker(database.engine)
    install_all(sessions)
    start = Barrier(READERS + SAME)

    def work(index: int) -> list[str]:
        number, faults = 1 + index % READERS, []
        for round_ in range(cold_starts):
            if start.wait() == 0:
                forget_compiled(database.engine)
            start.wait()
            with sessions() as reader:
                scope = Scope.arrondissements(number, frozenset({places[number]}))
                bind(reader, Context(scope=scope, today=TODAY))
                names = reader.scalars(select(Person.last_name)).all()
                if names != [f"Place{number}"]:
                    faults.append(f"reader {number}, cold start {round_}: {names}")
        return faults

    with ThreadPoolExecutor(READERS + SAME) as pool:
        assert [fault for found in pool.map(work, range(READERS + SAME)) for fault in found] == []
