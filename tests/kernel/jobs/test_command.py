"""`flask mdo worker`: takes what waits, ends when told, and leaves no process behind."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.jobs import Job, JobState
from tests.project.bans import ROOT
from tests.support import factories as make
from tests.support.application import account
from tests.support.databases import Database
from tests.support.settings import settings_for

LONG = 120  # seconds: a ceiling for a machine that does much else, never a wait


@contextmanager
def worker(database: Database) -> Iterator["subprocess.Popen[str]"]:
    """The command, from when it says that it waits; its words and its errors are one stream."""
    ours = {
        "MDO_DATABASE_URL": database.url.replace("+psycopg", ""),
        "MDO_DATA_DIR": str(database.folder),
        "MDO_SECRET_KEY": settings_for(database.url, database.folder).secret_key,
        "MDO_LANG": "en",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("MDO_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "mdo", "worker"],
        cwd=ROOT,
        env={**others, **ours},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        assert "The worker waits for jobs" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait(timeout=LONG)
        process.stdout.close()


def test_a_job_that_waits_is_done_and_the_worker_ends_when_told(session: Session, database: Database, jobs) -> None:
    """The message was lost on the way: the schedule finds the job by its row."""
    job = make.JobFactory(user=account("mission"))
    session.commit()
    with worker(database) as process:
        assert process.stdout is not None
        assert next(line for line in process.stdout if f"job={job.id} " in line).rstrip().endswith("s")
        session.rollback()
        ended = session.scalars(select(Job)).one()
        assert (ended.state, ended.attempt) == (JobState.FAILED, 1)  # its workbook is not there
        process.terminate()
        assert process.wait(timeout=LONG) == 0
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
