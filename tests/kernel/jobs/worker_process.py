"""A worker in a process of its own, for the tests that need two or that kill one.

python -m tests.kernel.jobs.worker_process claim URL FOLDER ID…    prints the ids of the jobs that it took
python -m tests.kernel.jobs.worker_process hold URL FOLDER ID      writes, says so, and waits without committing
"""

import sys
from pathlib import Path

from app import create_app
from mdo.kernel.jobs import states
from mdo.kernel.jobs.kinds import JobKind, Kinds, Outcome
from mdo.kernel.sessions.factory import unlimited_session
from models.organisations import Organisation, OrganisationKind
from tests.support import TODAY
from tests.support.databases import connect
from tests.support.settings import settings_for

NAME = "Écrite par un exécutant"


def write(session):
    """What the job writes."""
    session.add(Organisation(name=NAME, kind=OrganisationKind.ASSOCIATION))
    session.flush()


def _hold(session, parameters, work):
    write(session)
    path = work.new_file()
    path.write_bytes(b"half")
    sys.stdout.write("written\n")
    sys.stdout.flush()
    sys.stdin.read()
    return Outcome()


def _claim(url, ids):
    engine = connect(url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for job_id in ids:
        with unlimited_session(engine, today=TODAY) as session:
            if states.claim(session, job_id, "test"):
                sys.stdout.write(f"{job_id}\n")
            session.commit()


def main(verb, url, folder, *ids):
    """Runs one of the verbs."""
    numbers = [int(text) for text in ids]
    if verb == "claim":
        _claim(url, numbers)
        return
    app = create_app(settings_for(url, Path(folder)))
    jobs = app.extensions["mdo_jobs"]
    jobs.kinds = Kinds.of(JobKind("hold", "Hold", _hold, writes=True))
    with app.app_context():
        jobs.run(*numbers)


if __name__ == "__main__":
    main(*sys.argv[1:])
