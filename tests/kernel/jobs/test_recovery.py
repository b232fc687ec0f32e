"""What the schedule does with jobs whose worker is gone, and with what is past its time."""

import datetime as dt
import time

import pytest

from mdo.kernel.jobs.live import Beat
from mdo.kernel.jobs.recovery import (
    RESULT_KEPT,
    ROW_KEPT,
    SIGN_IN_KEPT,
    SILENCE,
    kept_files,
    purge,
    recover,
    waiting_ids,
)
from mdo.kernel.rights.identity import hash_of_token
from models.accounts import LoginAttempt, UserSession
from models.base import utc_now
from models.jobs import Job, JobState
from tests.support import factories as make

QUEUED, RUNNING, DONE, FAILED, CANCELLED = JobState
SECOND = dt.timedelta(seconds=1)


def running(**values):
    return make.JobFactory(
        **{"state": RUNNING, "attempt": 1, "started_at": utc_now() - dt.timedelta(hours=1), **values}
    )


@pytest.mark.parametrize(("silence", "expected"), [(SILENCE - SECOND, RUNNING), (SILENCE + SECOND, QUEUED)])
def test_a_job_whose_worker_is_silent_waits_again(session, jobs, silence, expected):
    job = running()
    session.commit()
    now = utc_now()
    jobs.live.put(job.id, Beat((now - silence).timestamp(), 40, 100, ["a step", {}]))
    recover(session, jobs.live, jobs.files, now)
    session.commit()
    session.refresh(job)
    assert job.state is expected
    if expected is QUEUED:
        assert waiting_ids(session) == [job.id]
        assert jobs.live.last(job.id) is None


@pytest.mark.parametrize(("ago", "expected"), [(SILENCE - SECOND, RUNNING), (SILENCE + SECOND, QUEUED)])
def test_a_job_that_never_said_anything_is_judged_by_its_beginning(session, jobs, ago, expected):
    now = utc_now()
    job = running(started_at=now - ago)
    session.commit()
    recover(session, jobs.live, jobs.files, now)
    session.commit()
    session.refresh(job)
    assert job.state is expected


def test_a_lost_job_that_should_stop_is_cancelled_and_a_third_loss_fails(session, jobs):
    stopped, lost = running(), running(attempt=3)
    session.commit()
    jobs.live.ask_to_stop(stopped.id)
    jobs.live.put(lost.id, Beat(time.time() - 3600, 40, 100, ["a step", {}]))
    half_written = jobs.files.new(lost.id)
    recover(session, jobs.live, jobs.files, utc_now())
    session.commit()
    assert (stopped.state, lost.state) == (CANCELLED, FAILED)
    assert (lost.progress, lost.error[1]) == (40, {"count": 3})
    assert not half_written.exists()


def test_the_schedule_puts_back_in_the_queue_what_it_lost(session, app, jobs):
    job = make.JobFactory()
    make.JobFactory(state=DONE, ended_at=utc_now())
    session.commit()
    with app.app_context():
        jobs.recover()
        assert [task.args for task in jobs.huey.pending()] == [(job.id,)]
        jobs.recover()
    assert jobs.huey.pending_count() == 1


def test_a_lost_job_is_found_beside_what_the_schedule_put_in_the_queue(session, app, jobs):
    job = make.JobFactory()
    session.commit()
    for task in jobs.huey.read_periodic(dt.datetime(2026, 11, 24, 10, 20)):
        jobs.huey.enqueue(task)
    with app.app_context():
        jobs.recover()
    assert [task.args for task in jobs.huey.pending() if task.args] == [(job.id,)]


def kept(now, age, **values):
    return make.JobFactory(state=DONE, ended_at=now - age, **values)


@pytest.mark.parametrize(
    ("age", "has_result", "is_there"),
    [
        (RESULT_KEPT - SECOND, True, True),
        (RESULT_KEPT + SECOND, False, True),
        (ROW_KEPT - SECOND, False, True),
        (ROW_KEPT + SECOND, False, False),
    ],
)
def test_a_result_is_kept_for_a_day_and_its_row_for_a_month(session, jobs, age, has_result, is_there):
    now = utc_now()
    file = jobs.files.new(1)
    job = kept(now, age, result={"figures": [], "entry_id": None, "file": file.name, "file_name": "a.xlsx"})
    session.commit()
    purge(session, jobs.files, now)
    session.commit()
    assert file.exists() is has_result
    found = session.query(Job).one_or_none()
    assert (found is not None) is is_there
    if is_there:
        assert (job.result is not None) is has_result
        assert kept_files(session) == ({file.name} if has_result else frozenset())


def test_a_job_under_way_is_never_purged(session, jobs):
    make.JobFactory(created_at=utc_now() - 2 * ROW_KEPT)
    running(started_at=utc_now() - 2 * ROW_KEPT)
    session.commit()
    assert set(purge(session, jobs.files, utc_now()).values()) == {0}


@pytest.mark.parametrize(("age", "is_there"), [(SIGN_IN_KEPT - SECOND, True), (SIGN_IN_KEPT + SECOND, False)])
def test_traces_of_sign_in_are_kept_for_six_months(session, jobs, age, is_there):
    now = utc_now()
    make.LoginAttemptFactory(at=now - age)
    make.UserSessionFactory(sid_hash=hash_of_token("x"), seen_at=now - age)
    session.commit()
    purge(session, jobs.files, now)
    session.commit()
    assert (session.query(LoginAttempt).count(), session.query(UserSession).count()) == (int(is_there),) * 2


def test_a_second_purge_does_nothing(session, jobs):
    kept(utc_now(), ROW_KEPT + SECOND, result={"figures": [], "entry_id": None})
    session.commit()
    assert sum(purge(session, jobs.files, utc_now()).values()) == 2
    session.commit()
    assert sum(purge(session, jobs.files, utc_now()).values()) == 0


def test_a_file_that_no_row_names_goes_after_a_day(jobs, monkeypatch):
    new, named, old = (jobs.files.new(1) for _ in range(3))
    monkeypatch.setattr("mdo.kernel.jobs.files._ORPHAN_SECONDS", -1)
    assert jobs.files.forget_orphans({new.name, named.name}) == 1
    assert [new.exists(), named.exists(), old.exists()] == [True, True, False]


@pytest.mark.parametrize("name", ["", "../mdo.sqlite", "1-zz.xlsx", "secret_key"])
def test_the_store_gives_nothing_but_results(jobs, name):
    assert jobs.files.find(name) is None
