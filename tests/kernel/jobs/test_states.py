"""From one state of a job to the next: who may take each step, and that a step is taken once."""

import pytest
from sqlalchemy.exc import IntegrityError

from mdo.kernel.jobs import states
from mdo.kernel.jobs.kinds import JobKind, Kinds, Outcome
from mdo.kernel.scope.limits import Scope
from models.base import utc_now
from models.jobs import Job, JobState
from tests.support import factories as make

QUEUED, RUNNING, DONE, FAILED, CANCELLED = JobState


def running(session, attempt=1):
    job = make.JobFactory(state=RUNNING, attempt=attempt, started_at=utc_now())
    session.commit()
    return job


def state_of(session, job):
    session.commit()
    session.refresh(job)
    return job.state


def test_a_waiting_job_is_taken_once(session):
    job = make.JobFactory()
    session.commit()
    taken = states.claim(session, job.id, "host:1")
    assert (taken.job_id, taken.attempt, taken.user_id, taken.kind) == (job.id, 1, job.user_id, "import")
    assert states.claim(session, job.id, "host:2") is None
    assert state_of(session, job) is RUNNING
    assert (job.worker, job.attempt, job.version) == ("host:1", 1, 2)


@pytest.mark.parametrize("state", [RUNNING, DONE, FAILED, CANCELLED])
def test_nothing_but_a_waiting_job_is_taken(session, state):
    ended = None if state is RUNNING else utc_now()
    job = make.JobFactory(state=state, ended_at=ended)
    session.commit()
    assert states.claim(session, job.id, "host:1") is None


ENDS = {
    "finish": (lambda session, job, attempt: states.finish(session, job, attempt, Outcome()), DONE),
    "fail": (lambda session, job, attempt: states.fail(session, job, attempt, ["no", {}]), FAILED),
    "stop": (states.stop, CANCELLED),
    "put_back": (states.put_back, QUEUED),
}


@pytest.mark.parametrize("name", ENDS)
def test_an_attempt_ends_what_it_took(session, name):
    change, expected = ENDS[name]
    job = running(session)
    assert change(session, job.id, 1)
    assert state_of(session, job) is expected
    assert (job.ended_at is None) is (expected is QUEUED)


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("attempt", [1, 3])
def test_an_attempt_changes_nothing_of_another(session, name, attempt):
    job = running(session, attempt=2)
    assert not ENDS[name][0](session, job.id, attempt)
    assert state_of(session, job) is RUNNING


@pytest.mark.parametrize(("attempt", "expected"), [(1, QUEUED), (2, QUEUED), (3, FAILED)])
def test_a_job_that_lost_three_workers_is_not_given_to_a_fourth(session, attempt, expected):
    job = running(session, attempt=attempt)
    assert states.put_back(session, job.id, attempt)
    assert state_of(session, job) is expected


@pytest.mark.parametrize(("state", "is_cancelled"), [(QUEUED, True), (RUNNING, False)])
def test_only_a_waiting_job_is_cancelled_at_once(session, state, is_cancelled):
    job = make.JobFactory(state=state)
    session.commit()
    assert states.cancel_waiting(session, job.id) is is_cancelled
    assert state_of(session, job) is (CANCELLED if is_cancelled else state)


def test_the_steps_are_those_of_ones_own_jobs_for_who_sees_no_other(session, as_reader):
    own, other = running(session), running(session)
    reader = as_reader(Scope.arrondissements(own.user_id, frozenset({5})))
    assert {job.id for job in reader.query(Job)} == {own.id}
    assert states.finish(reader, own.id, 1, Outcome())
    assert not states.finish(reader, other.id, 1, Outcome())


@pytest.mark.parametrize(
    "wrong",
    [{"progress": 101}, {"progress": -1}, {"attempt": -1}, {"state": DONE}, {"ended_at": utc_now()}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_table_refuses_what_can_never_be(session, wrong):
    session.add(make.JobFactory.build(user=make.UserFactory(), **wrong))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_job_leaves_no_line_in_the_journal(session):
    job = make.JobFactory()
    session.commit()
    session.delete(job)
    session.commit()
    assert session.query(make.JournalChangeFactory._meta.model).filter_by(model="Job").count() == 0


def test_two_kinds_do_not_bear_one_name():
    kind = JobKind("same", "Same", lambda session, parameters, work: Outcome())
    with pytest.raises(ValueError, match="same name"):
        Kinds.of(kind, kind)
