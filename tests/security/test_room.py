"""A server without room left says so, loses nothing that was typed, and works again once there is room."""

import errno
import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from mdo.kernel.jobs.quotas import WINDOW
from models.accounts import Upload
from models.base import utc_now
from models.people import Person
from tests.base.pages import document, opened, save
from tests.base.pages import typed as typed_in
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.databases import Database
from tests.support.forms import post
from views.base import refusals
from views.base.database import db
from views.imports import uploads


@pytest.fixture(autouse=True)
def room_again(app: Flask) -> Iterator[None]:
    """The application remembers for a minute that it had no room."""
    yield
    app.extensions.pop("mdo_full_at", None)


@pytest.fixture
def full(app: Flask, database: Database, session: Session) -> Iterator[Callable[[], None]]:
    """Leaves no room to the database of the test; what it gives makes room again."""
    if database.kind == "postgresql":
        session.execute(
            text(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
            )
        )
        session.execute(text("CREATE TRIGGER no_room BEFORE INSERT ON person EXECUTE FUNCTION no_room()"))
        session.commit()

        def make_room() -> None:
            session.execute(text("DROP TRIGGER no_room ON person"))
            session.commit()

        yield make_room
        return
    with app.app_context():
        engine = db.engine
    with closing(sqlite3.connect(str(database.engine.url.database))) as connection:
        connection.execute("VACUUM")  # no page is free

    def limit(connection: sqlite3.Connection, record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def give_back() -> None:
        if event.contains(engine, "connect", limit):
            event.remove(engine, "connect", limit)
        engine.dispose()

    event.listen(engine, "connect", limit)
    engine.dispose()
    yield give_back
    give_back()


def test_a_form_says_that_there_is_no_room_and_keeps_what_was_typed(
    session: Session, client_as: Callable[..., FlaskClient], full: Callable[[], None]
) -> None:
    mission = client_as("mission")
    typed = opened(mission, "/personnes/add")
    for number in range(50):  # SQLite finds room in its last page for some
        answer = post(mission, "/personnes/add", typed | {"last_name": f"Roy{number}"})
        if answer.status_code != 302:
            break
    assert answer.status_code == 507
    assert "Plus de place" in answer.text
    back = next(form for form in document(answer).forms if "kept" in form.fields)
    shown_again = post(mission, back.action, {"kept": back.fields["kept"]})
    assert typed_in(shown_again, "last_name") == f"Roy{number}"
    assert mission.get("/readyz").status_code == 503
    assert mission.get("/personnes/list/").status_code == 200
    session.rollback()
    assert session.scalar(select(func.count()).where(Person.last_name == f"Roy{number}")) == 0
    full()
    assert post(mission, "/personnes/add", typed | {"last_name": "Roy"}).status_code == 302


@ON_SQLITE
def test_an_upload_without_room_leaves_nothing_behind(
    app: Flask, client_as: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_half(self: FileStorage, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileStorage, "save", save_half)
    mission = client_as("mission")
    with app.app_context():
        for left in uploads._folder().iterdir():
            left.unlink()  # by other tests, some of them as if older than a day: those go at each use
        answer = post(mission, "/import/people", {"file": (io.BytesIO(b"Nom\nRoy\n"), "a.csv")})
        assert answer.status_code == 507
        assert list(uploads._folder().iterdir()) == []


@ON_SQLITE
def test_a_disk_that_is_nearly_full_is_not_ready(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/readyz").get_json() == {"status": "ok"}
    monkeypatch.setattr(refusals, "LEAST_FREE_BYTES", 1 << 60)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "full"})
    assert client.get("/healthz").status_code == 200


@ON_SQLITE
def test_an_account_sends_so_much_a_day(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make.UserFactory(roles=["mission"])
    most = app.extensions["mdo_settings"].uploads_per_day << 20
    session.add(Upload(user_id=user.id, size=most - 100_000))
    session.add(Upload(user_id=user.id, size=most, at=utc_now() - WINDOW))
    client, other = client_as(user), client_as("admin")

    def send(who: FlaskClient, size: int) -> int:
        file = io.BytesIO(b"Nom\n" + b"x" * size)
        return post(who, "/import/people", {"file": (file, "a.csv")}).status_code

    assert send(client, 70_000) == 303
    assert send(client, 70_000) == 429
    assert send(other, 70_000) != 429
    assert save(client, "/personnes/add", last_name="Roy").status_code == 302
    session.rollback()
    assert session.scalar(select(func.count()).where(Upload.user_id == user.id)) == 3
