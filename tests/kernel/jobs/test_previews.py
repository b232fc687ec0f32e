"""The preview of a long file, by a worker: the same as a page makes of a short one, without SQLite's write lock."""

import io

import pytest
from sqlalchemy import func, select

from mdo.kernel.imports.keeping.kept_lines import line_of, lines_of
from models.base import utc_now
from models.jobs import Job, JobState
from models.people import Mandate, Person
from tests.kernel.imports.sheets import workbook
from tests.kernel.imports.test_correcting import preview
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.forms import hidden_value, post
from views.imports import uploads
from views.jobs.previews import _run

HEADERS = ("Nom", "Prénom", "Instance", "Début", "Courriel", "Organisation")
# One person on two lines that others stand between; a new association that lines of several parts name.
LINES = [
    ("Un", "Zoé", "Gerland", "01/01/2025", "z@example.org", "MJC"),
    ("Deux", "Léa", "Gerland", "01/01/2025", None, "MJC"),
    ("Trois", "Ana", "Gerland", "01/01/2025", None, None),
    ("Un", "Zoé", "Vaise", "01/01/2025", "z@example.org", None),
    ("Quatre", "Ali", "Ailleurs", "01/01/2025", None, "MJC"),
    ("Cinq", "Eve", "Vaise", "01/01/2025", None, "mjc"),
]


@pytest.fixture
def client(session, client_as, jobs, monkeypatch):
    """Files of more than three lines are long; they are planned, and written, one line or person after the other."""
    monkeypatch.setattr("views.jobs.previews.THRESHOLD", 3)
    monkeypatch.setattr("views.jobs.imports.THRESHOLD", 3)
    monkeypatch.setattr("mdo.people.import_parts._TOGETHER", 1)
    monkeypatch.setattr("mdo.kernel.imports.keeping.applying._TOGETHER", 1)
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    make.InstanceFactory(name="Vaise", arrondissements=[9])
    session.commit()
    return client_as("mission")


def uploaded(client, *lines, headers=HEADERS):
    file = (io.BytesIO(workbook(headers, *lines)), "membres.xlsx")
    return post(client, "/import/people", {"file": file}, content_type="multipart/form-data").location


def last_job(session):
    session.rollback()
    return session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()


def address_of(job):
    return f"/import/people/{job.parameters['token']}"


def stored(session):
    session.rollback()
    mandates = session.scalars(select(Mandate).join(Mandate.person).order_by(Person.last_name, Mandate.id))
    return [(row.person.last_name, row.instance.name, str(row.person.organisation)) for row in mandates]


@pytest.mark.parametrize(("count", "is_a_job"), [(3, False), (4, True)])
def test_a_file_above_the_threshold_is_planned_by_a_worker(client, count, is_a_job):
    assert ("/travaux/show/" in uploaded(client, *LINES[:count])) is is_a_job


def test_from_the_file_to_the_result_by_the_links_of_the_pages(client, run_all, session):
    page = uploaded(client, *LINES)
    run_all()
    job = last_job(session)
    address = address_of(job)
    assert (job.state, job.error) == (JobState.DONE, None)
    assert job.result["figures"] == [["Lines to create", 5], ["Lines that wait for an answer", 1]]
    assert f'href="{address}"' in client.get(page).get_data(as_text=True)
    preview = client.get(address)
    shown = preview.get_data(as_text=True)
    assert [shown.index(f"{name} ") for name in ("Un", "Deux", "Trois", "Quatre", "Cinq")] == sorted(
        shown.index(f"{name} ") for name in ("Un", "Deux", "Trois", "Quatre", "Cinq")
    )
    applied = post(client, f"{address}/apply", {"plan": hidden_value(preview, "plan"), "only_valid": "1"})
    run_all()
    assert last_job(session).state is JobState.DONE
    assert f"{address}/result" in client.get(applied.location).get_data(as_text=True)
    assert stored(session) == [
        ("Cinq", "Vaise", "MJC"),
        ("Deux", "Gerland", "MJC"),
        ("Trois", "Gerland", "None"),
        ("Un", "Gerland", "MJC"),
        ("Un", "Vaise", "MJC"),
    ]
    assert session.scalar(select(func.count(Person.id))) == 4


def test_parts_plan_what_the_whole_plans(client, run_all, session, monkeypatch):
    """Save the names of what is written: how lines are put together changes nothing that is shown."""
    found = []
    for together in (1, 500):
        monkeypatch.setattr("mdo.people.import_parts._TOGETHER", together)
        uploaded(client, *LINES, ("Un", "Zoé", "Vaise", "01/01/2025", "z@example.org", None))
        run_all()
        job = last_job(session)
        with client.application.app_context():
            draft = uploads.find(job.parameters["token"], job.user_id)
        lines = [(line_of(text), text[:3]) for text in lines_of(draft.plan)]
        found.append([(line.number, mark, line.label, line.changes, line.errors) for line, mark in lines])
    assert found[0] == found[1]
    assert [number for number, *_ in found[0]] == list(range(2, 9))
    assert [mark[0] for _, mark, *_ in found[0]] == ["c", "c", "c", "a", "a", "c", "a"]


def test_while_it_is_planned_every_step_leads_to_the_job(client, session):
    page = uploaded(client, *LINES)
    address = address_of(last_job(session))
    assert client.get(address).location == page
    assert client.get(f"{address}/columns").location == page


def test_one_who_stopped_it_finds_the_columns_again_with_what_was_chosen(client, run_all, session):
    headers = (*HEADERS[:5], "Asso du coin")
    columns = uploaded(client, *LINES, headers=headers)
    assert columns.endswith("/columns")
    answer = post(client, columns, {"header-0": "0", "column-0-5": "organisation"})
    job = last_job(session)
    post(client, f"/travaux/cancel/{job.id}")
    run_all()
    shown = client.get(answer.location).get_data(as_text=True)
    assert f'href="{columns}"' in shown
    assert 'value="organisation" selected' in client.get(columns).get_data(as_text=True)
    assert client.get(address_of(job)).location == columns
    again = post(client, columns, {"header-0": "0", "column-0-5": "organisation"})
    assert again.location != answer.location
    run_all()
    assert client.get(address_of(job)).status_code == 422  # one line is in error: the preview is there


def test_a_file_that_is_gone_is_asked_for_again(client, run_all, session, database):
    page = uploaded(client, *LINES)
    for path in (database.folder / "imports").glob("*"):
        path.unlink()
    run_all()
    assert last_job(session).state is JobState.FAILED
    assert 'href="/import/people"' in client.get(page).get_data(as_text=True)


@ON_SQLITE
def test_others_write_while_it_is_planned(client, run_all, session, monkeypatch):
    def meanwhile(register, parameters, work):
        outcome = _run(register, parameters, work)
        make.OrganisationFactory(name="Écrite pendant l'aperçu")
        session.commit()
        return outcome

    kind = client.application.extensions["mdo_jobs"].kinds.by_name["import_preview"]
    monkeypatch.setitem(kind.__dict__, "run", meanwhile)
    uploaded(client, *LINES)
    session.rollback()
    run_all()
    assert last_job(session).state is JobState.DONE


def test_a_long_file_is_corrected_and_planned_again_by_a_worker(client, run_all, session):
    uploaded(client, *LINES[:3], ("Sept", "Max", "Gerland", "01/01/2025", "max@", None))
    run_all()
    address = address_of(last_job(session))
    shown = preview(client, f"{address}?state=error")
    answer = shown.type(5, "Courriel", "max@example.org").send()
    assert "/travaux/show/" in answer.location
    run_all()
    assert last_job(session).result["figures"] == [["Lines to create", 4]]
    done = preview(client, address)
    assert done.field(5, "Courriel").get("value") == "max@example.org"
    done.apply()
    run_all()
    session.rollback()
    assert session.scalars(select(Person.email).filter_by(last_name="Sept")).all() == ["max@example.org"]


def test_what_was_corrected_is_not_written_as_it_was(client, session, monkeypatch):
    address = uploaded(client, *LINES[:2])
    shown = preview(client, preview(client, address).link("Corriger ses cellules"))
    monkeypatch.setattr("views.jobs.previews.THRESHOLD", 1)
    assert "/travaux/show/" in shown.type(2, "Courriel", "autre@example.org").send().location
    job = last_job(session)
    job.state, job.ended_at = JobState.CANCELLED, utc_now()
    session.commit()
    assert shown.apply().status_code == 409
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == 0
