"""Several workers, and workers that are killed: a job is done once, whole, or not at all."""

import dataclasses
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from mdo.kernel.jobs.kinds import JobKind, Kinds, Outcome
from mdo.kernel.jobs.recovery import SILENCE, recover
from models.base import utc_now
from models.jobs import Job, JobState
from models.organisations import Organisation
from tests.kernel.jobs.worker_process import NAME, write
from tests.project.bans import ROOT
from tests.support import NIGHT_ON_POSTGRESQL
from tests.support import factories as make
from tests.support.application import account

_JOBS = 40


@contextmanager
def worker(verb, database, *ids):
    """A worker of its own, from when it says its first word."""
    command = [sys.executable, "-m", "tests.kernel.jobs.worker_process", verb, database.url, str(database.folder)]
    process = subprocess.Popen(
        [*command, *map(str, ids)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)
        process.stdin.close()
        process.stdout.close()


@pytest.mark.slow
def test_of_two_workers_each_job_has_one(session, database):
    user = account("mission")
    ids = [make.JobFactory(user=user).id for _ in range(_JOBS)]
    session.commit()
    with worker("claim", database, *ids) as first, worker("claim", database, *ids) as second:
        for process in (first, second):
            process.stdin.write("go\n")
            process.stdin.flush()
        taken = [[int(line) for line in process.stdout] for process in (first, second)]
    assert sorted(taken[0] + taken[1]) == ids
    session.rollback()
    assert {(job.state, job.attempt, job.version) for job in session.scalars(select(Job))} == {(JobState.RUNNING, 1, 2)}


@pytest.fixture
def killed(session, database, jobs):
    """A job whose worker was killed (kill -9) between what it wrote and its commit."""
    job = make.JobFactory(user=account("mission"), kind="hold")
    session.commit()
    with worker("hold", database, job.id) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    return job


def names(session):
    return session.scalars(select(Organisation.name)).all()


@pytest.mark.slow
def test_a_killed_worker_leaves_nothing_half_written_and_its_job_runs_again(session, app, jobs, killed):
    session.rollback()
    session.refresh(killed)
    assert (killed.state, names(session)) == (JobState.RUNNING, [])
    assert len(list(jobs.files.folder.glob("*"))) == 1
    recover(session, jobs.live, jobs.files, utc_now() + SILENCE)
    session.commit()
    assert killed.state is JobState.QUEUED
    assert list(jobs.files.folder.glob("*")) == []

    def again(session, parameters, work):
        write(session)
        return Outcome()

    with app.app_context():
        dataclasses.replace(jobs.workshop, kinds=Kinds.of(JobKind("hold", "Hold", again, writes=True))).run(killed.id)
    session.rollback()
    session.refresh(killed)
    assert (killed.state, killed.attempt, names(session)) == (JobState.DONE, 2, [NAME])


@pytest.mark.slow
@NIGHT_ON_POSTGRESQL
def test_a_job_that_kills_its_workers_is_marked_as_failed(session, database, jobs, killed):
    for _ in range(2):
        session.rollback()
        recover(session, jobs.live, jobs.files, utc_now() + SILENCE)
        session.commit()
        with worker("hold", database, killed.id) as process:
            process.kill()
    session.rollback()
    recover(session, jobs.live, jobs.files, utc_now() + SILENCE)
    session.commit()
    assert (killed.state, killed.error[1], names(session)) == (JobState.FAILED, {"count": 3}, [])
