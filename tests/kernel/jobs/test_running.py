"""One job from its claim to its end: on whose account, and that nothing is half written."""

import dataclasses

import pytest
from sqlalchemy import select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.jobs import states
from mdo.kernel.jobs.kinds import JobCancelled, JobKind, Kinds, Outcome
from models.instances import Instance
from models.jobs import Job, JobState
from models.organisations import Organisation, OrganisationKind
from tests.support import TODAY
from tests.support import factories as make
from tests.support.application import account
from views.jobs import running as words

QUEUED, RUNNING, DONE, FAILED, CANCELLED = JobState


def writes_a_name(session, parameters, work):
    session.add(Organisation(name="Écrite", kind=OrganisationKind.ASSOCIATION))
    session.flush()
    work.report(1, 2, "half", number=1)
    return Outcome((("Lines created", 1),))


def refuses(session, parameters, work):
    writes_a_name(session, parameters, work)
    rule = RuleViolation("The end comes before the start (%(start)s).", start=TODAY)
    raise RuleViolation("No: %(why)s. %(rule)s", why=TODAY, rule=rule, count=2)


def breaks(session, parameters, work):
    writes_a_name(session, parameters, work)
    raise ZeroDivisionError("secret words")


def reads_its_scope(session, parameters, work):
    path = work.new_file()
    names = session.scalars(select(Instance.name).order_by(Instance.name)).all()
    path.write_text(f"{context_of(session).actor_name}: {', '.join(names)}", encoding="utf-8")
    return Outcome(file=path, file_name="scope.xlsx", file_label="Download the workbook")


KINDS = Kinds.of(
    JobKind("writes", "Writes", writes_a_name, writes=True),
    JobKind("refuses", "Refuses", refuses, writes=True),
    JobKind("breaks", "Breaks", breaks, writes=True),
    JobKind("reads", "Reads", reads_its_scope, rights=lambda parameters: (("InstanceView", "can_list"),)),
    JobKind("forgets", "Writes without saying so", writes_a_name),
)


@pytest.fixture
def run(app, jobs, session):
    """Runs a new job of an account to its end, and gives its row."""

    def ran(kind, user=None, **values):
        job = make.JobFactory(user=user or account("mission"), kind=kind, **values)
        session.commit()
        with app.app_context():
            dataclasses.replace(jobs.workshop, kinds=KINDS).run(job.id)
        session.rollback()
        return session.get(Job, job.id)

    return ran


def names(session):
    return session.scalars(select(Organisation.name)).all()


def test_what_a_job_writes_comes_with_its_end(run, session):
    job = run("writes")
    assert (job.state, job.progress, job.result["figures"], job.error) == (DONE, 100, [["Lines created", 1]], None)
    assert names(session) == ["Écrite"]


@pytest.mark.parametrize("kind", ["refuses", "breaks"])
def test_a_job_that_fails_writes_nothing_and_says_why(run, session, caplog, kind):
    job = run(kind)
    assert (job.state, job.result, job.progress, job.message) == (FAILED, None, 50, ["half", {"number": 1}])
    assert names(session) == []
    if kind == "refuses":
        rule = "La fin précède le début (24/11/2026)."
        assert job.error == ["No: %(why)s. %(rule)s", {"why": "24/11/2026", "rule": rule, "count": 2}]
    else:
        assert job.error[0] == words.FAILED
        assert f"incident={job.error[1]['number']}" in caplog.text
        assert "Traceback" not in caplog.text


def test_a_job_that_only_reads_keeps_nothing_that_it_wrote(run, session):
    assert run("forgets").state is DONE
    assert names(session) == []


def test_a_job_sees_what_its_asker_sees(run, jobs, session):
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    referent = account("ref5")
    job = run("reads", referent)
    text = jobs.files.find(job.result["file"]).read_text(encoding="utf-8")
    assert text == f"{referent.first_name} {referent.last_name}: Point du Jour"


def closed(user):
    user.active = False


def without_role(user):
    user.roles = []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (closed, "The account %(username)s is closed: nothing is done in its name."),
        (without_role, words.NO_LONGER_ALLOWED),
    ],
)
def test_rights_are_those_of_the_moment_when_it_runs(run, session, change, sentence):
    user = account("mission")
    session.commit()
    change(user)
    job = run("reads", user)
    assert (job.state, job.error[0], job.result) == (FAILED, sentence, None)


def test_a_kind_that_this_version_does_not_know_is_refused(run):
    job = run("from_elsewhere")
    assert (job.state, job.error) == (FAILED, [words.UNKNOWN_KIND, {}])


def test_a_job_that_someone_stops_keeps_nothing(run, jobs, session):
    def stops(session, parameters, work):
        session.add(Organisation(name="Écrite", kind=OrganisationKind.ASSOCIATION))
        session.flush()
        work.new_file()
        work.report(1, 4, "before", number=1)
        jobs.live.ask_to_stop(work.job_id)
        work.report(2, 4, "after", number=2)

    KINDS.by_name["stops"] = JobKind("stops", "Stops", stops, writes=True)
    job = run("stops")
    assert (job.state, job.result, job.message[0]) == (CANCELLED, None, "after")
    assert names(session) == []
    assert list(jobs.files.folder.glob("*")) == []
    assert not jobs.live.is_asked_to_stop(job.id)


def test_a_worker_thought_dead_commits_nothing_of_what_another_took_up(run, jobs, session, database):
    """On PostgreSQL: SQLite's only write lock is this job's until its end, nobody can take it up meanwhile."""

    def overtaken(session, parameters, work):
        session.add(Organisation(name="Écrite", kind=OrganisationKind.ASSOCIATION))
        session.flush()
        if database.kind == "postgresql":
            with jobs.app.app_context():
                from_elsewhere()
        else:
            assert states.put_back(session, work.job_id, 1)
            assert states.claim(session, work.job_id, "other:1")
        return Outcome()

    def from_elsewhere():
        with words.recording() as other:
            assert states.put_back(other, other.scalar(select(Job.id)), 1)
            assert states.claim(other, other.scalar(select(Job.id)), "other:1")

    KINDS.by_name["overtaken"] = JobKind("overtaken", "Overtaken", overtaken, writes=True)
    job = run("overtaken")
    assert names(session) == []
    expected = (RUNNING, 2, "other:1") if database.kind == "postgresql" else (RUNNING, 1)
    assert (job.state, job.attempt, job.worker)[: len(expected)] == expected


def breaks_off(work):
    raise ZeroDivisionError


def is_refused(work):
    raise RuleViolation("No.")


def is_stopped(work):
    raise JobCancelled


@pytest.mark.parametrize("ends", [lambda work: None, breaks_off, is_refused, is_stopped])
def test_a_worker_thought_dead_removes_no_file_of_the_attempt_that_took_over(run, jobs, ends):
    """However it ends; it holds no lock meanwhile, since it only reads."""
    files = []

    def overtaken(session, parameters, work):
        with words.recording() as other:
            assert states.put_back(other, work.job_id, 1)
            assert states.claim(other, work.job_id, "other:1")
        files.append(jobs.files.new(work.job_id))
        ends(work)
        return Outcome(file=work.new_file(), file_name="late.xlsx", file_label="Download the workbook")

    KINDS.by_name["overtaken"] = JobKind("overtaken", "Overtaken", overtaken)
    job = run("overtaken")
    assert (job.state, job.attempt, job.worker, job.result, job.error) == (RUNNING, 2, "other:1", None, None)
    assert files[0].exists()


def test_a_worker_told_to_end_puts_its_job_back(run, jobs, session):
    def interrupted(session, parameters, work):
        writes_a_name(session, parameters, work)
        raise KeyboardInterrupt

    KINDS.by_name["interrupted"] = JobKind("interrupted", "Interrupted", interrupted, writes=True)
    with pytest.raises(KeyboardInterrupt):
        run("interrupted")
    session.rollback()
    job = session.scalars(select(Job)).one()
    assert (job.state, job.attempt, job.message[0]) == (QUEUED, 1, states.WAITS_AGAIN)
    assert names(session) == []
