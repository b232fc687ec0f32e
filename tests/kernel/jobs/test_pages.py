"""« My jobs »: one's own, with their progress, their end and their file; those of all for the administrator."""

import datetime as dt
import sqlite3

import pytest
from lxml import html
from sqlalchemy import select

from mdo.kernel.jobs.live import Beat
from models.base import utc_now
from models.jobs import Job, JobState
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post

QUEUED, RUNNING, DONE, FAILED, CANCELLED = JobState
LABELS = {"mine": "Import : les miens", "theirs": "Import : les leurs"}


@pytest.fixture
def rows(session, jobs):
    """A job of the référent of the 5th, one of the mission."""
    return {
        "mine": make.JobFactory(user=account("ref5"), label=LABELS["mine"]),
        "theirs": make.JobFactory(user=account("mission"), label=LABELS["theirs"]),
    }


@pytest.mark.parametrize(
    ("who", "seen"),
    [("ref5", {"mine"}), ("mission", {"theirs"}), ("responsable", set()), ("admin", {"mine", "theirs"})],
)
def test_each_sees_their_own_and_the_administrator_all(rows, client_as, who, seen):
    client = client_as(who)
    page = client.get("/travaux/list/").get_data(as_text=True)
    assert {name for name, label in LABELS.items() if label in page} == seen
    opened = {name for name, row in rows.items() if client.get(f"/travaux/show/{row.id}").status_code == 200}
    polled = {name for name, row in rows.items() if client.get(f"/travaux/progress/{row.id}").status_code == 200}
    assert opened == polled == seen


def test_the_page_says_how_far_the_work_is(rows, client_as, jobs, session):
    job = rows["mine"]
    job.state, job.started_at, job.attempt = RUNNING, utc_now(), 1
    client = client_as("ref5")
    jobs.live.put(job.id, Beat(utc_now().timestamp(), 3, 4, ["a step", {}]))
    heard = client.get(f"/travaux/progress/{job.id}").get_json()
    assert (heard["state"], heard["percent"], heard["is_over"]) == ("running", 75, False)
    page = html.fromstring(client.get(f"/travaux/show/{job.id}").get_data(as_text=True))
    assert page.xpath("//progress/@value") == ["75"]
    assert heard["words"] in page.text_content()


@pytest.mark.parametrize("state", [QUEUED, RUNNING, DONE, FAILED, CANCELLED])
@ON_SQLITE
def test_only_work_under_way_has_a_bar_and_a_button_to_stop_it(rows, client_as, state):
    job = rows["mine"]
    job.state = state
    job.ended_at = None if state in {QUEUED, RUNNING} else utc_now()
    page = client_as("ref5").get(f"/travaux/show/{job.id}").get_data(as_text=True)
    assert ("<progress" in page, "/travaux/cancel/" in page) == (state in {QUEUED, RUNNING},) * 2


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_asked_to(rows, client_as, jobs, session):
    waiting, running = rows["mine"], make.JobFactory(user=rows["mine"].user, state=RUNNING)
    client = client_as("ref5")
    for job in (waiting, running):
        assert post(client, f"/travaux/cancel/{job.id}").status_code == 303
    session.rollback()
    assert [(session.get(Job, job.id).state) for job in (waiting, running)] == [CANCELLED, RUNNING]
    assert [jobs.live.is_asked_to_stop(job.id) for job in (waiting, running)] == [False, True]


def test_a_job_is_stopped_while_it_holds_the_write_lock(rows, client_as, jobs, session):
    """On SQLite an import keeps everyone else from writing: the button must not wait for it."""
    job = rows["mine"]
    job.state = RUNNING
    client = client_as("ref5")
    session.commit()
    token = {"csrf_token": _token(client)}
    session.add(make.OrganisationFactory.build())
    session.flush()
    assert client.post(f"/travaux/cancel/{job.id}", data=token).status_code == 303
    session.rollback()
    assert jobs.live.is_asked_to_stop(job.id)


def _token(client):
    return html.fromstring(client.get("/mes-vues/list/").get_data(as_text=True)).xpath(
        "//input[@name='csrf_token']/@value"
    )[0]


def test_nobody_stops_the_work_of_others_but_the_administrator(rows, client_as, session):
    assert post(client_as("ref5"), f"/travaux/cancel/{rows['theirs'].id}").status_code == 404
    assert post(client_as("admin"), f"/travaux/cancel/{rows['theirs'].id}").status_code == 303
    session.rollback()
    assert session.get(Job, rows["theirs"].id).state is CANCELLED


def done(job, jobs, **result):
    file = jobs.files.new(job.id)
    file.write_bytes(b"PK")
    job.state, job.ended_at = DONE, utc_now()
    job.result = {"figures": [], "entry_id": None, "file": file.name, "file_name": "liste.xlsx", **result}
    job.result["file_label"] = "Download the workbook"
    return file


def test_the_file_is_for_who_asked_alone(rows, client_as, jobs):
    job = rows["mine"]
    done(job, jobs)
    with client_as("ref5").get(f"/travaux/fichier/{job.id}") as answer:
        assert (answer.status_code, answer.data) == (200, b"PK")
    assert "liste.xlsx" in answer.headers["Content-Disposition"]
    assert client_as("mission").get(f"/travaux/fichier/{job.id}").status_code == 404
    admin = client_as("admin")
    assert admin.get(f"/travaux/fichier/{job.id}").status_code == 403
    assert "/travaux/fichier/" not in admin.get(f"/travaux/show/{job.id}").get_data(as_text=True)


def test_the_file_asks_again_for_the_right_that_the_work_needed(rows, client_as, jobs):
    job = rows["mine"]
    done(job, jobs)
    job.parameters = {**job.parameters, "kind": "referents"}
    assert client_as("ref5").get(f"/travaux/fichier/{job.id}").status_code == 403


def test_a_file_that_was_purged_is_no_longer_offered(rows, client_as, jobs, session):
    job = rows["mine"]
    done(job, jobs).unlink()
    client = client_as("ref5")
    assert client.get(f"/travaux/fichier/{job.id}").status_code == 404
    job.result = None
    session.commit()
    assert client.get(f"/travaux/show/{job.id}").status_code == 200


@pytest.mark.parametrize(("minutes", "is_told"), [(1, False), (3, True)])
@ON_SQLITE
def test_a_job_that_waits_for_long_says_what_to_do(rows, client_as, minutes, is_told):
    job = rows["mine"]
    job.created_at = utc_now() - dt.timedelta(minutes=minutes)
    page = client_as("ref5").get(f"/travaux/show/{job.id}").get_data(as_text=True)
    assert ("flask mdo worker" in page) is is_told


@ON_SQLITE
def test_the_page_lives_without_the_queue(rows, client_as, jobs, monkeypatch):
    """A queue that does not answer says nothing of the progress; the page is there."""
    rows["mine"].state = RUNNING
    client = client_as("ref5")
    monkeypatch.setattr("mdo.kernel.jobs.live.Live.last", _dead)
    monkeypatch.setattr("mdo.kernel.jobs.live.Live.is_asked_to_stop", _dead)
    assert client.get(f"/travaux/show/{rows['mine'].id}").status_code == 200


def _dead(*_):
    raise sqlite3.OperationalError


@ON_SQLITE
def test_the_list_finds_a_job_by_its_words(rows, client_as, session):
    client = client_as("admin")
    for query, name in (("q=miens", "mine"), ("f_mine=1", None), ("f_state=done", None)):
        page = client.get(f"/travaux/list/?{query}").get_data(as_text=True)
        assert {key for key, label in LABELS.items() if label in page} == ({name} - {None})
    assert session.scalars(select(Job.state).distinct()).all() == [QUEUED]
