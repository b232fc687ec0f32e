"""The page of a job: it moves by itself, says so to a screen reader, works by keyboard and without script."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.jobs.live import Beat
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import User
from models.base import utc_now
from models.jobs import Job, JobState
from tests.support import TODAY, factories
from tests.support.browser import DESK, PHONE, LiveServer, violations
from views.jobs.running import UNKNOWN_KIND

STEP = "Lines being written: %(count)s."
WORDS = "Écriture des lignes : 12 000."


@contextmanager
def register(server: LiveServer) -> Iterator[Session]:
    with unlimited_session(server.database.engine, today=TODAY) as session, factories.writing_to(session):
        yield session
        session.commit()


@pytest.fixture
def job(live_server: LiveServer) -> Iterator[int]:
    """A job of the mission that a worker does."""
    with register(live_server) as session:
        asker = session.scalars(select(User).filter_by(username="mission")).one()
        row = factories.JobFactory(user=asker, state=JobState.RUNNING, attempt=1, started_at=utc_now())
        session.flush()
        number = row.id
    tell(live_server, number, 10)
    yield number
    live_server.app.extensions["mdo_jobs"].live.forget(number)


def tell(server: LiveServer, job: int, percent: int) -> None:
    beat = Beat(time.time(), percent, 100, [STEP, {"count": 12_000}])
    server.app.extensions["mdo_jobs"].live.put(job, beat)


def end(server: LiveServer, job: int, state: JobState, **values: object) -> None:
    with register(server) as session:
        row = session.get_one(Job, job)
        row.state, row.ended_at = state, utc_now()
        for name, value in values.items():
            setattr(row, name, value)


def faults(page: Page) -> list[str]:
    """Of axe: on a desk and on a phone, and of the colours in dark."""
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict
        found += violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, "colours")
    page.emulate_media(color_scheme="light")
    return found


def test_the_bar_moves_by_itself_and_the_end_is_shown(
    page_as: Callable[..., Page], live_server: LiveServer, job: int
) -> None:
    page = page_as("mission")
    page.goto(f"/travaux/show/{job}")
    bar, said = page.get_by_role("progressbar", name="Avancement"), page.locator("[data-job-said]")
    expect(bar).to_have_js_property("value", 10)
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(said).to_have_text("")
    tell(live_server, job, 42)
    expect(bar).to_have_js_property("value", 42)
    expect(said).to_have_text(f"42 %. {WORDS}")
    assert faults(page) == []
    end(live_server, job, JobState.DONE, progress=100, result={"figures": [["Lines created", 12_000]]})
    note = page.get_by_role("status").filter(has_text="Le travail est terminé.")
    expect(note).to_be_focused()
    expect(page.locator(".tile__value")).to_have_text("12 000")
    assert faults(page) == []


@pytest.mark.slow
def test_it_is_stopped_by_keyboard(page_as: Callable[..., Page], live_server: LiveServer, job: int) -> None:
    page = page_as("mission")
    page.goto(f"/travaux/show/{job}")
    stop = page.get_by_role("main").get_by_role("button", name="Arrêter ce travail")
    stop.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Rien n’en sera gardé")
    dialog.get_by_role("button", name="Arrêter ce travail").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("L’arrêt est demandé")).to_be_visible()
    expect(stop).to_have_count(0)
    assert live_server.app.extensions["mdo_jobs"].live.is_asked_to_stop(job)
    assert faults(page) == []


def test_without_script_the_page_tells_the_state_when_it_is_read_again(
    page_as: Callable[..., Page], live_server: LiveServer, job: int
) -> None:
    page = page_as("mission", java_script_enabled=False)
    page.goto(f"/travaux/show/{job}")
    expect(page.get_by_role("main")).to_contain_text("10 %")
    tell(live_server, job, 42)
    page.get_by_role("link", name="Actualiser").click()
    expect(page.get_by_role("main")).to_contain_text("42 %")
    page.get_by_role("button", name="Arrêter ce travail").click()
    expect(page.get_by_text("L’arrêt est demandé")).to_be_visible()
    end(
        live_server,
        job,
        JobState.FAILED,
        error=[UNKNOWN_KIND, {}],
    )
    page.get_by_role("link", name="Actualiser").click()
    expect(page.get_by_role("alert")).to_contain_text("rien n’a été fait")
