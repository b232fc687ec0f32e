"""After the event « fauteuil », typed as a need, is nowhere: no table, journal value, index, outbox, or kept file."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook
from sqlalchemy import text

from mdo.events.erasing import erase_needs, events_to_erase
from mdo.kernel.rules.row_rules import check_row
from models.base import metadata, utc_now
from models.events import Event, EventState, Food
from tests.support import TODAY
from tests.support import events as make
from tests.support.forms import post
from views.jobs import events as worker

_NEED = "fauteuil"


def everywhere(session) -> list[str]:
    """The tables, those of the search included, of which a row holds the word."""
    session.rollback()
    found = []
    for table in metadata.sorted_tables:
        rows = session.connection().execute(table.select()).all()
        if any(_NEED in str(value) for row in rows for value in row):
            found.append(table.name)
    return found


@pytest.fixture
def past(session):
    event = make.EventFactory(state=EventState.HELD)
    make.session_of(event, -3)
    (row,) = make.a_list(event, 1)
    session.commit()
    row.access_needs, row.food = f"{_NEED} roulant", Food.VEGETARIAN
    session.commit()
    row.name = "Inscrite Une"
    session.commit()
    return event


def test_a_need_is_in_its_row_alone_then_nowhere_and_a_line_says_so(session, past, client_as) -> None:
    assert everywhere(session) == ["event_registration"]
    (event,) = events_to_erase(session, utc_now().date())
    assert erase_needs(session, event, utc_now()) == 1
    session.commit()
    assert everywhere(session) == []
    page = client_as("mission").get(f"/evenements/show/{past.id}")
    assert "effacés le" in page.text
    assert "les sauvegardes d’avant les gardent" in page.text


@pytest.mark.parametrize(("days", "is_erased"), [(-1, True), (0, False), (3, False)])
def test_needs_stay_until_the_day_after_the_last_session(session, days, is_erased) -> None:
    event = make.EventFactory()
    make.session_of(event, -10)
    make.session_of(event, days)
    (row,) = make.a_list(event, 1)
    row.food = Food.STANDARD
    session.commit()
    assert bool(events_to_erase(session, utc_now().date())) is is_erased


def test_a_workbook_that_waits_goes_with_the_needs_and_those_of_other_lists_stay(session, app, past, client_as) -> None:
    staff = client_as("mission")
    folder = app.extensions["mdo_settings"].data_dir / "imports"
    before = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    send(staff, "registrations", ("Événement", "Nom", "Qualité", "Besoins"), (past.title, "Ana", "agent", _NEED))
    send(staff, "projects", ("Projet", "Type"), ("Relancer Montchat", "redynamisation"))
    kept = {path.name for path in folder.iterdir()} - before
    with app.app_context():
        worker.forget(dt.datetime.now(dt.UTC))
    left = {path.name for path in folder.iterdir() if path.stat().st_size} - before
    assert left < kept
    assert len([name for name in left if name.endswith(".xlsx")]) == 1


def send(staff, kind: str, *rows: tuple[str, ...]) -> None:
    """A workbook that is looked at and not yet written."""
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    data = {"file": (io.BytesIO(content.getvalue()), f"{kind}.xlsx")}
    answer = post(staff, f"/import/{kind}", data, content_type="multipart/form-data")
    assert staff.get(answer.location).status_code == 200


def test_a_form_keeps_the_needs_that_it_is_given(session, client_as) -> None:
    event = make.EventFactory()
    session.commit()
    staff = client_as("mission")
    answer = post(
        staff,
        "/inscriptions/add",
        {"event": str(event.id), "name": "Ana Roux", "quality": "agent", "access_needs": _NEED, "food": "standard"},
    )
    assert answer.status_code in (302, 303)
    session.rollback()
    assert everywhere(session) == ["event_registration"]


def test_the_journal_of_an_event_never_says_the_needs(session, past) -> None:
    rows = session.connection().execute(text("SELECT fields FROM journal_change")).all()
    assert not [row for row in rows if "access_needs" in str(row) or "vegetarian" in str(row)]


def test_a_rule_judges_a_registration_with_needs_as_any_other(session, past) -> None:
    event = session.get_one(Event, past.id)
    with session.no_autoflush:
        check_row(session, event.registrations[0], TODAY)
