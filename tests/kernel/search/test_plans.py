"""How each database reads a long list, at 100,000 people: never a whole table, never all that was found to sort it.

A walk of an order's index with a LIMIT is no scan; what it tests on the way is found by its id.
"""

import re
from itertools import product

import pytest
from sqlalchemy import event, func, select

from mdo.demo import write
from mdo.kernel.sessions.factory import unlimited_session
from models.instances import Instance
from models.people import Mandate
from models.territory import Arrondissement
from tests.support import TODAY
from views.base.database import db

PEOPLE = 100_000
pytestmark = pytest.mark.night

LISTS = ("mandats", "personnes")
ORDERS = {
    "mandats": ("person", "-person", "instance", "function", "organisation", "start_on", "-planned_end_on", "ended_on"),
    "personnes": ("last_name", "first_name", "-arrondissement", "organisation", "age_band", "email", "phone"),
}
FILTERS = (
    "f_instance={body}",
    "f_status=in_force",
    "f_status=expired",
    "f_status=undated",
    "f_status=ended",
    "f_arrondissements=5",
    "f_planned_end_on_from=2026-12-01&f_planned_end_on_to=2027-02-01",
    "f_start_on_from=2026-06-01",
)
ADDRESSES = (
    *(f"/{route}/list/?all=1&order={order}" for route, orders in ORDERS.items() for order in orders),
    *(f"/{route}/list/?q={words}" for route in LISTS for words in ("al", "lefevre", "lefevre+jean", "zzzzzz")),
    *(f"/{route}/list/?page=last" for route in LISTS),
    *(f"/mandats/list/?{query}" for query in FILTERS),
)
READERS = ("mission", "ref5")
# A tenth of a référent's mandates: PostgreSQL may read the sort keys in one go, of which a tenth are hers.
_LEFT_OUT = {("ref5", "/mandats/list/?f_start_on_from=2026-06-01")}
# What grows with the city: the rest is a few hundred rows.
_LONG = r"(person|mandate)(_search|_sort|_place|_place_sort)?(_\d+)?\b"
_BAD = {
    "sqlite": re.compile(rf"SCAN {_LONG}(?! USING)"),
    "postgresql": re.compile(rf"Seq Scan on {_LONG}"),
}
# Reads one row beyond the cap, in whatever order.
_CAPPED = "count(*)"


@pytest.fixture
def city(database):
    """The demo of a whole city, with the statistics that a server keeps by itself."""
    database.engine.dispose()  # a connection keeps the plans that it made while these tables were empty
    with unlimited_session(database.engine, today=TODAY, actor_name="Tests") as session:
        write(session, people=PEOPLE, seed=1, today=TODAY, password="Une phrase de plusieurs mots")
        session.commit()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if database.kind == "postgresql" else "ANALYZE")
    return database


def test_no_list_reads_a_whole_table(city, app, session, client_as):
    with app.app_context():
        engine = db.engine
    own = session.scalars(select(Instance.id).where(Instance.arrondissements.any(Arrondissement.number == 5))).all()
    largest = (
        select(Mandate.instance_id)
        .where(Mandate.instance_id.in_(own))
        .group_by(Mandate.instance_id)
        .order_by(func.count().desc())
        .limit(1)
    )
    body = session.scalar(largest)
    session.commit()
    asked: list = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
    bad = {}
    for who, address in sorted({*product(READERS, ADDRESSES)} - _LEFT_OUT):
        asked.clear()
        path = address.format(body=body)
        assert client_as(who).get(path).status_code == 200
        statements = [
            pair for pair in asked if re.search(r"\b(person|mandate)\b", pair[0]) and pair[0].startswith("SELECT")
        ]
        for statement, parameters in statements:
            if _CAPPED in statement and "LIMIT" in statement:
                continue
            found = _BAD[city.kind].findall(plan_of(engine, city.kind, statement, parameters))
            if found:
                bad.setdefault((who, path), []).append(statement[:200])
    assert bad == {}


def plan_of(engine, kind, statement, parameters) -> str:
    """The plan of a statement, as the database tells it."""
    explain = "EXPLAIN QUERY PLAN " if kind == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(explain + statement, parameters).all()
    return "\n".join(str(row[-1]) for row in rows)
