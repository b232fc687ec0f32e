"""What a running job says of itself, and how it hears that it should stop."""

import sqlite3
from types import SimpleNamespace

import pytest

from mdo.kernel.jobs.kinds import JobCancelled
from mdo.kernel.jobs.live import Beat, Live, Pulse


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, 0), (0, 10, 0), (1, 3, 33), (10, 10, 99), (11, 10, 99), (5, -1, 0)]
)
def test_only_the_row_says_that_a_job_is_done(done, total, percent):
    assert Beat(0.0, done, total).percent == percent


def test_what_a_job_says_is_read_back(jobs):
    pulse = Pulse(jobs.live, 7)
    assert jobs.live.last(7) is None
    pulse.report(3, 4, ["Rows written: %(done)d of %(total)d.", {"done": 3, "total": 4}])
    heard = jobs.live.last(7)
    assert (heard.percent, heard.message[1]) == (75, {"done": 3, "total": 4})
    jobs.live.forget(7)
    assert jobs.live.last(7) is None


def test_a_job_that_should_stop_does_at_its_next_step(jobs):
    pulse = Pulse(jobs.live, 7)
    pulse.report(0, 2, ["first", {}])
    jobs.live.ask_to_stop(8)
    pulse.report(1, 2, ["second", {}])
    jobs.live.ask_to_stop(7)
    with pytest.raises(JobCancelled):
        pulse.report(2, 2, ["third", {}])


@pytest.mark.parametrize(("asked_after", "slept"), [(0, 0), (1, 1), (3, 3), (None, 4)])
def test_a_job_that_waits_hears_that_it_should_stop(jobs, asked_after, slept):
    pulse, steps = Pulse(jobs.live, 7), []

    def sleep(seconds):
        steps.append(seconds)
        if len(steps) == asked_after:
            jobs.live.ask_to_stop(7)

    if asked_after == 0:
        jobs.live.ask_to_stop(7)
    if asked_after is None:
        pulse.pause(1.75, sleep)
        assert steps == [0.5, 0.5, 0.5, 0.25]
    else:
        with pytest.raises(JobCancelled):
            pulse.pause(20, sleep)
    assert len(steps) == slept


def test_a_job_says_that_it_lives_whatever_it_does(jobs, monkeypatch):
    monkeypatch.setattr("mdo.kernel.jobs.live.BEAT_SECONDS", 0.01)
    pulse = Pulse(jobs.live, 7)
    with pulse.beating():
        first = jobs.live.last(7).at
        while jobs.live.last(7).at == first:
            pass
    assert jobs.live.last(7).at > first


def test_a_store_that_does_not_answer_stops_no_work():
    def dead(*_):
        raise sqlite3.OperationalError("database is locked")

    storage = SimpleNamespace(put_data=dead, has_data_for_key=dead)
    pulse = Pulse(Live(SimpleNamespace(storage=storage)), 7)
    with pulse.beating():
        pulse.report(1, 2, ["a step", {}])
    assert pulse.beat.percent == 50
