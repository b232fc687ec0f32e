"""Undo of a large import, by a worker: what a page does of a small one, in one transaction."""

import datetime as dt
import io
import re

import pytest
from sqlalchemy import func, select

from mdo.kernel.journal.undo import undo_as_far
from models.jobs import Job, JobState
from models.journal import Door, JournalEntry
from models.people import Mandate, Person
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import hidden_value, post
from tests.support.statements import count_statements

LIST = "/personnes/list"
HEADERS = ("Nom", "Prénom", "Instance", "Début")


@pytest.fixture
def client(session, client_as, jobs, monkeypatch):
    monkeypatch.setattr("views.jobs.undo.THRESHOLD", 3)
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    session.commit()
    return client_as("mission")


def imported(client, *names):
    """The page of the result of an import of people with a mandate each."""
    lines = [(name, "Zoé", "Point du Jour", "01/01/2025") for name in names]
    file = (io.BytesIO(workbook(HEADERS, *lines)), "membres.xlsx")
    address = post(client, "/import/people", {"file": file}, content_type="multipart/form-data").location
    fields = {"plan": hidden_value(client.get(address), "plan")}
    return client.get(post(client, f"{address}/apply", fields).location)


def undone(client, page):
    """The answer to « Undo this import » on that page."""
    address = re.search(r"/annuler/\d+", page.get_data(as_text=True))[0]
    return post(client, address, {"next": LIST})


def people(session):
    session.rollback()
    return session.scalars(select(Person.last_name).order_by(Person.last_name)).all()


def only_job(session):
    session.rollback()
    return session.scalars(select(Job)).one()


@pytest.mark.parametrize(("names", "is_a_job"), [(("Un",), False), (("Un", "Deux"), True)])
def test_the_undo_of_an_import_above_the_threshold_is_done_by_a_worker(client, session, names, is_a_job):
    answer = undone(client, imported(client, *names))
    assert ("/travaux/show/" in answer.location) is is_a_job
    assert len(people(session)) == (2 if is_a_job else 0)


def test_the_page_of_the_job_tells_what_was_put_back_and_leads_on(client, run_all, session):
    page = imported(client, "Un", "Deux")
    address = undone(client, page).location
    assert undone(client, page).location == address  # asked twice, it is done once
    run_all()
    job = only_job(session)
    assert (job.state, job.error) == (JobState.DONE, None)
    assert job.result["figures"] == [["Rows removed", 4], ["Rows put back", 0], ["Mandates", 2], ["People", 2]]
    assert people(session) == []
    assert session.get(JournalEntry, job.result["entry_id"]).door is Door.UNDO
    shown = client.get(address).get_data(as_text=True)
    assert f'href="{LIST}"' in shown
    assert "changed meanwhile" not in shown


def test_what_was_changed_since_stays_and_is_named(client, run_all, session):
    page = imported(client, "Un", "Deux")
    session.scalars(select(Person).where(Person.last_name == "Un")).one().city = "Bron"
    session.commit()
    address = undone(client, page).location
    run_all()
    assert people(session) == ["Un"]
    assert "Un Zoé" in client.get(address).get_data(as_text=True)


def test_what_cannot_be_undone_says_why_and_writes_nothing(client, run_all, session):
    undone(client, imported(client, "Un", "Deux"))
    session.rollback()
    session.scalars(select(JournalEntry).where(JournalEntry.door == Door.IMPORT)).one().at -= dt.timedelta(days=100)
    session.commit()
    run_all()
    assert only_job(session).error[0].startswith("Older than")
    assert people(session) == ["Deux", "Un"]


def test_a_right_lost_meanwhile_undoes_nothing(client, run_all, session):
    undone(client, imported(client, "Un", "Deux"))
    only_job(session).user.roles = []
    session.commit()
    run_all()
    assert only_job(session).state is JobState.FAILED
    assert people(session) == ["Deux", "Un"]


def test_one_undoes_it_from_the_journal_too(client, run_all, session):
    imported(client, "Un", "Deux")
    entry = session.scalars(select(JournalEntry).where(JournalEntry.door == Door.IMPORT)).one()
    address = post(client, f"/journal/undo/{entry.id}").location
    run_all()
    assert people(session) == []
    assert f"/journal/show/{entry.id}" in client.get(address).get_data(as_text=True)


def test_the_statements_of_an_undo_do_not_grow_with_its_rows(client, session):
    counts = []
    for number in (4, 40):
        imported(client, *(f"NOM{at}" for at in range(number)))
        session.rollback()
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
        with count_statements(session.get_bind()) as statements:
            assert undo_as_far(session, entry, TODAY).count == 2 * number
        session.commit()
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert session.scalar(select(func.count(Mandate.id))) == 0
