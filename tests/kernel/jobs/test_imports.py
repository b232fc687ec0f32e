"""« Apply » of a long import, by a worker: what the preview showed, in one transaction."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from mdo.kernel.imports.keeping.applying import apply_kept
from models.jobs import Job, JobState
from models.journal import Door, JournalEntry
from models.people import Person
from tests.kernel.imports.sheets import workbook
from tests.support import factories as make
from tests.support.forms import hidden_value, post

QUEUED, RUNNING, DONE, FAILED, CANCELLED = JobState
HEADERS = ("Nom", "Prénom", "Instance", "Courriel")
GOOD = [("Dupont", "Zoé", "Point du Jour", "zoe@example.org"), ("Petit", "Léa", "Point du Jour", None)]
WRONG = ("Roux", "Ana", "Gerland", None)


@pytest.fixture
def client(session, client_as, jobs, monkeypatch):
    monkeypatch.setattr("views.jobs.imports.THRESHOLD", 1)
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    return client_as("ref5")


def previewed(client, *rows):
    """The address of the preview of a workbook, and what its form holds."""
    file = (io.BytesIO(workbook(HEADERS, *rows)), "membres.xlsx")
    sent = post(client, "/import/people", {"file": file}, content_type="multipart/form-data")
    return sent.location, {"plan": hidden_value(client.get(sent.location), "plan")}


def applied(client, *rows, **fields):
    """The answer to « apply » on the preview of a workbook."""
    address, shown = previewed(client, *rows)
    return post(client, f"{address}/apply", {**shown, **fields})


def only_job(session):
    session.rollback()
    return session.scalars(select(Job)).one()


def people(session):
    session.rollback()
    return session.scalars(select(Person.last_name).order_by(Person.last_name)).all()


@pytest.mark.parametrize(("rows", "is_a_job"), [(GOOD[:1], False), (GOOD, True)])
def test_an_import_above_the_threshold_is_done_by_a_worker(client, session, rows, is_a_job):
    answer = applied(client, *rows)
    assert ("/travaux/show/" in (answer.location or "")) is is_a_job
    assert people(session) == ([] if is_a_job else ["Dupont"])


def test_the_page_of_the_job_gives_the_counts_and_leads_to_the_result(client, run_all, session):
    answer = applied(client, *GOOD)
    run_all()
    job = only_job(session)
    assert (job.state, job.error) == (DONE, None)
    assert people(session) == ["Dupont", "Petit"]
    entry = session.scalars(select(JournalEntry).where(JournalEntry.door == Door.IMPORT)).one()
    assert (job.result["entry_id"], entry.actor_id) == (entry.id, job.user_id)
    assert entry.summary.endswith("– membres.xlsx")
    assert [number for _, number in job.result["figures"]] == [2, 0, 0, 0]
    address = f"/import/people/{job.parameters['token']}/result"
    assert address in client.get(answer.location).get_data(as_text=True)
    assert (
        f"/annuler/{entry.id}" in client.get(address).get_data(as_text=True) or client.get(address).status_code == 200
    )


def test_a_register_that_changed_since_the_preview_is_not_written(client, run_all, session):
    person = make.PersonFactory(last_name="Dupont", first_name="Zoé", email="autre@example.org", birth_year=1970)
    session.commit()
    address, shown = previewed(client, *GOOD)
    answer = post(client, f"{address}/apply", shown)
    make.MandateFactory(person=make.PersonFactory(last_name="Petit", first_name="Léa"))
    person.email = "zoe@example.org"
    session.commit()
    before = people(session)
    run_all()
    job = only_job(session)
    assert (job.state, job.result) == (FAILED, None)
    assert job.error[0].startswith("Nothing was written: the register changed")
    assert people(session) == before
    assert address in client.get(answer.location).get_data(as_text=True)
    assert hidden_value(client.get(address), "plan") != shown["plan"]


def test_a_register_that_changed_elsewhere_is_no_obstacle(client, run_all, session):
    applied(client, *GOOD)
    make.OrganisationFactory()
    session.commit()
    run_all()
    assert only_job(session).state is DONE
    assert people(session) == ["Dupont", "Petit"]


def test_a_line_in_error_or_another_preview_starts_no_job(client, session):
    assert applied(client, *GOOD, WRONG).status_code == 422
    address, _ = previewed(client, *GOOD)
    assert post(client, f"{address}/apply", {"plan": "0" * 64}).status_code == 409
    session.rollback()
    assert session.scalars(select(Job)).all() == []


def test_the_lines_left_out_come_back_as_the_file_of_the_job(client, run_all, session):
    applied(client, *GOOD, WRONG, only_valid="1")
    run_all()
    job = only_job(session)
    assert people(session) == ["Dupont", "Petit"]
    assert job.error is None
    with client.get(f"/travaux/fichier/{job.id}") as answer:
        sheet = load_workbook(io.BytesIO(answer.data)).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Roux"]


def test_while_it_is_written_the_preview_leads_to_the_job(client, session):
    address, shown = previewed(client, *GOOD)
    first = post(client, f"{address}/apply", shown)
    assert post(client, f"{address}/apply", shown).location == first.location
    assert client.get(address).location == first.location
    only_job(session).state = CANCELLED
    only_job(session)


def test_one_who_stopped_it_finds_the_preview_again(client, run_all, session):
    address, shown = previewed(client, *GOOD)
    post(client, f"{address}/apply", shown)
    job = only_job(session)
    assert post(client, f"/travaux/cancel/{job.id}").status_code == 303
    run_all()
    assert people(session) == []
    assert address in client.get(f"/travaux/show/{job.id}").get_data(as_text=True)
    assert client.get(address).status_code == 200
    post(client, f"{address}/apply", shown)
    run_all()
    assert people(session) == ["Dupont", "Petit"]


def test_it_stops_between_two_statements_and_writes_nothing(client, run_all, jobs, session, monkeypatch):
    """Writing some thousand rows is one step: the wish to stop is heard inside."""

    def stopped(register, path, **options):
        monkeypatch.setattr("mdo.kernel.jobs.live._REPORT_SECONDS", 0)
        jobs.live.ask_to_stop(only_number[0])
        return apply_kept(register, path, **options)

    monkeypatch.setattr("views.jobs.imports.apply_kept", stopped)
    applied(client, *GOOD)
    only_number = [only_job(session).id]
    run_all()
    assert only_job(session).state is CANCELLED
    assert people(session) == []


def test_a_right_lost_meanwhile_stops_the_import(client, run_all, session):
    applied(client, *GOOD)
    only_job(session).user.roles = []
    session.commit()
    run_all()
    assert only_job(session).state is FAILED
    assert session.scalar(select(func.count(Person.id))) == 0


def test_a_scope_lost_meanwhile_writes_nothing(client, run_all, session):
    applied(client, *GOOD)
    asker = only_job(session).user_id
    for referent in session.scalars(select(make.ReferentFactory._meta.model).filter_by(user_id=asker)):
        session.delete(referent)
    session.commit()
    run_all()
    assert only_job(session).state is FAILED
    assert people(session) == []


def test_a_workbook_that_is_gone_is_said_so(client, run_all, session, database):
    applied(client, *GOOD)
    for path in (database.folder / "imports").glob("*"):
        path.unlink()
    run_all()
    job = only_job(session)
    assert (job.state, job.error[0][:15]) == (FAILED, "The workbook is")
    assert client.get(f"/travaux/show/{job.id}").status_code == 200
