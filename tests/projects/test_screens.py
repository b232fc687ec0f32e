"""A project on screen: a template laid down, its money to the cent everywhere, what two référents read of it."""

import datetime as dt
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.journal import AccessLog, JournalEntry
from models.meetings import ActionItem, ActionState, MeetingState
from models.projects import Milestone, Project, ProjectState, TemplateLineKind
from tests.support import ON_SQLITE, TODAY, orders
from tests.support import events as hold
from tests.support import factories as make
from tests.support import projects as follow
from tests.support.forms import post

Client = Callable[[str], FlaskClient]


def account(session: Session, name: str) -> User:
    """An account that a client signed in with."""
    return session.scalars(select(User).where(User.username == name)).one()


def words(answer: Any) -> str:
    """What a page says, its spaces as one."""
    return " ".join(html.fromstring(answer.get_data(as_text=True)).xpath("string(//main)").split())


def amounts(text: str) -> set[str]:
    """The amounts that a text says, without their spaces."""
    return {re.sub(r"\s", "", found) for found in re.findall(r"-?\d[\d\s]*,\d\d\s€", text)}


@pytest.fixture
def template(session: Session) -> Any:
    """« Redynamiser »: a milestone on the day, a task before it and one after."""
    found = follow.ProjectTemplateFactory(name="Relance")
    for kind, title, days in (
        (TemplateLineKind.TASK, "Écrire aux absents", -45),
        (TemplateLineKind.MILESTONE, "Plénière", 0),
        (TemplateLineKind.TASK, "Former", 30),
    ):
        follow.ProjectTemplateLineFactory(template=found, kind=kind, title=title, days=days)
    session.commit()
    return found


def test_a_template_is_shown_then_laid_down_once_from_one_date(
    session: Session, client_as: Client, template: Any
) -> None:
    mission = client_as("mission")
    project = follow.ProjectFactory(lead=account(session, "mission"))
    session.commit()
    row_id, address = project.id, f"/projets/modele/{project.id}"
    assert address in mission.get(f"/projets/show/{row_id}").get_data(as_text=True)
    shown = words(mission.get(f"{address}?template={template.id}&day=2027-03-01"))
    assert "samedi 16 janvier 2027" not in shown
    assert "vendredi 15 janvier 2027" in shown
    sent = post(mission, address, {"template": str(template.id), "day": "2027-03-01"})
    assert sent.status_code == 302
    again = post(mission, address, {"template": str(template.id), "day": "2027-04-01"}, follow_redirects=True)
    assert "déjà" in words(again)
    session.rollback()
    (milestone,) = session.scalars(select(Milestone).where(Milestone.project_id == row_id))
    assert (milestone.title, milestone.due_on, milestone.owner_id) == (
        "Plénière", dt.date(2027, 3, 1), account(session, "mission").id
    )  # fmt: skip
    tasks = session.scalars(select(ActionItem).where(ActionItem.project_id == row_id).order_by(ActionItem.due_on)).all()
    assert [(task.text, task.due_on) for task in tasks] == [
        ("Écrire aux absents", dt.date(2027, 1, 15)), ("Former", dt.date(2027, 3, 31))
    ]  # fmt: skip
    assert len(session.scalars(select(JournalEntry).where(JournalEntry.summary.contains("Relance"))).all()) <= 1


# Annual meetings on the Saturday before Easter, and the lines of a template: days from it, where they fall.
_SATURDAY = dt.date(2027, 3, 27)
_LAID = {
    "the date itself": (0, dt.date(2027, 3, 27)),
    "a Sunday before": (-6, dt.date(2027, 3, 19)),
    "a Saturday before": (-7, dt.date(2027, 3, 19)),
    "a Friday before": (-8, dt.date(2027, 3, 19)),
    "11 November": (-136, dt.date(2026, 11, 10)),
    "a Sunday, then Easter Monday": (1, dt.date(2027, 3, 30)),
    "Easter Monday": (2, dt.date(2027, 3, 30)),
    "a Tuesday": (3, dt.date(2027, 3, 30)),
    "1 May, a Saturday": (35, dt.date(2027, 5, 3)),
}


@ON_SQLITE
def test_a_template_is_laid_on_working_days_and_says_what_is_past(session: Session, client_as: Client) -> None:
    mission, found = client_as("mission"), follow.ProjectTemplateFactory()
    project = follow.ProjectFactory(lead=account(session, "mission"))
    for title, (days, _) in _LAID.items():
        follow.ProjectTemplateLineFactory(template=found, title=title, days=days)
    session.commit()
    row_id, address = project.id, f"/projets/modele/{project.id}"
    page = html.fromstring(
        mission.get(f"{address}?template={found.id}&day={_SATURDAY}").get_data(as_text=True)
    )  # fmt: skip
    past = [line.xpath("string(th)").strip() for line in page.xpath("//table/tbody/tr[.//*[@class='pill pill--warn']]")]
    assert past == ["11 November déjà passé"]
    (form,) = page.xpath("//form[@method='post'][.//input[@name='template']]")
    post(mission, form.get("action"), dict(form.form_values()))
    session.rollback()
    tasks = session.scalars(select(ActionItem).where(ActionItem.project_id == row_id)).all()
    assert {task.text: task.due_on for task in tasks} == {title: on for title, (_, on) in _LAID.items()}


@ON_SQLITE
def test_a_project_shows_its_events_and_the_days_of_their_sessions(session: Session, client_as: Client) -> None:
    project = follow.ProjectFactory(title="Rencontres", arrondissements=[make.ArrondissementFactory(number=5)])
    event = hold.EventFactory(title="Rencontres 2027", project=project)
    hold.EventFactory(title="Une autre")
    hold.session_of(event, 9, title="Le matin")
    hold.session_of(event, 10, title="Reportée", state=MeetingState.POSTPONED)
    named = hold.session_of(event, 11, title="Nommée")
    project.meetings.append(named)
    session.commit()
    row_id = project.id
    for who in ("mission", "ref5"):
        client = client_as(who)
        page = html.fromstring(client.get(f"/projets/show/{row_id}").get_data(as_text=True))
        days = [" ".join(one.text_content().split()) for one in page.xpath("//ol[@class='days-line']/li")]
        assert sum("Séance Rencontres 2027 – Le matin" in day for day in days) == 1
        assert sum("Nommée" in day for day in days) == 1
        assert not any("Reportée" in day for day in days)
        (tab,) = page.xpath("//*[@data-tabs]//a[contains(., 'Événements')]/@href")
        shown = client.get(tab)
        assert "Rencontres 2027" in words(shown)
        assert "Une autre" not in words(shown)
        links = html.fromstring(shown.get_data(as_text=True)).xpath("//main//a/@href")
        adding = [link for link in links if link.startswith("/evenements/add")]
        assert bool(adding) is (who == "mission")
        listed = words(client.get(f"/evenements/list/?all=1&f_project={row_id}"))
        assert ("Rencontres 2027" in listed, "Une autre" in listed) == (True, False)
        if adding:
            form = html.fromstring(client.get(adding[0]).get_data(as_text=True)).xpath("//main//form")[0]
            assert form.xpath(".//select[@name='project']/option[@selected]/@value") == [str(row_id)]


def test_a_project_is_closed_with_its_lessons(session: Session, client_as: Client) -> None:
    mission, project = client_as("mission"), follow.ProjectFactory()
    session.commit()
    row_id = project.id
    page = mission.get(f"/projets/cloture/{row_id}")
    opened = html.fromstring(page.get_data(as_text=True)).xpath("string(//input[@name='opened']/@value)")
    refused = post(mission, f"/projets/cloture/{row_id}", {"opened": opened, "closed_on": "2026-11-20", "lessons": ""})
    assert refused.status_code == 422
    assert 'value="2026-11-20"' in refused.get_data(as_text=True)
    done = post(
        mission, f"/projets/cloture/{row_id}", {"opened": opened, "closed_on": "2026-11-20", "lessons": "Oser."}
    )
    assert done.status_code == 302
    session.rollback()
    found = session.get_one(Project, row_id)
    assert (found.state, found.closed_on, found.lessons) == (ProjectState.CLOSED, dt.date(2026, 11, 20), "Oser.")


@pytest.fixture
def two(session: Session) -> tuple[Project, Project]:
    """Two projects that one order names; the first has a budget and an invoice besides."""
    contract = orders.RunningContractFactory()
    order = orders.order_of(contract, "1234.57")
    orders.invoice_of(contract, "1000.01", order=order)
    places = [make.ArrondissementFactory(number=number) for number in (5, 7)]
    first = follow.ProjectFactory(title="Relancer le 5e et le 7e", arrondissements=places)
    second = follow.ProjectFactory(title="Rencontres")
    for project in (first, second):
        follow.ProjectSpendingFactory(project=project, order=order)
    follow.BudgetLineFactory(project=first, planned_incl_tax=Decimal("5000.10"))
    follow.MilestoneFactory(project=first, title="Diagnostic")
    session.commit()
    return first, second


COMMITTED, SPENT, PLANNED = "1481,48€", "1200,01€", "5000,10€"


def test_the_sums_of_a_project_agree_to_the_cent_on_screen_in_excel_and_in_word(
    session: Session, client_as: Client, two: tuple[Project, Project]
) -> None:
    mission, (first, second) = client_as("mission"), two
    ids = first.id, second.id
    session.rollback()  # many papers follow: no transaction of the test stays open meanwhile
    page = words(mission.get(f"/projets/show/{ids[0]}?tab=money"))
    assert {COMMITTED, SPENT, PLANNED, "1234,57€"} <= amounts(page)
    assert "nomme aussi : Rencontres" in page.replace("\xa0", " ")
    # What names both counts once in each total.
    for text in (words(mission.get("/")), words(mission.get("/rapports/argent_des_projets"))):
        assert {COMMITTED, SPENT, PLANNED} <= amounts(text)
        assert "2962,96€" not in amounts(text)
    columns = "cols=title,planned_incl_tax,committed_incl_tax,spent_incl_tax"
    assert {COMMITTED, SPENT, PLANNED} <= amounts(words(mission.get(f"/projets/list/?f_state=running&{columns}")))
    book = load_workbook(io.BytesIO(mission.get("/rapports/argent_des_projets/export").data))
    values = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert values.count(1481.48) >= 3  # each project, then the total
    assert 2962.96 not in values
    for address in (f"/projets/{ids[0]}/note", "/projets/tous"):
        document = Document(io.BytesIO(mission.get(address).data))
        text = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert {COMMITTED, SPENT, PLANNED} <= amounts(text)
        assert "2962,96€" not in amounts(text)
    session.rollback()
    noted = session.scalars(select(AccessLog.what).where(AccessLog.what == "ProjectView")).all()
    assert len(noted) == 2


def test_two_referents_read_the_project_that_serves_both_and_no_euro(
    client_as: Client, session: Session, two: tuple[Project, Project]
) -> None:
    first, second = two
    ids, titles = (first.id, second.id), (first.title, second.title)
    session.rollback()
    for name in ("ref5", "ref7"):
        client = client_as(name)
        listed = client.get("/projets/list/?f_state=running")
        assert titles[0] in listed.get_data(as_text=True)
        assert titles[1] not in listed.get_data(as_text=True)
        page = client.get(f"/projets/show/{ids[0]}")
        assert "Diagnostic" in page.get_data(as_text=True)
        assert not amounts(words(page))
        assert "Argent" not in words(page)
        assert client.get(f"/projets/show/{ids[1]}").status_code == 404
        assert client.get(f"/projets/edit/{ids[0]}").status_code in {302, 403}
        document = Document(io.BytesIO(client.get(f"/projets/{ids[0]}/note").data))
        text = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert not amounts(text)
    assert client_as("ref3").get(f"/projets/show/{ids[0]}").status_code == 404
    assert client_as("saisie5").get("/projets/list/").status_code in {302, 403}


def test_the_page_of_a_task_is_called_by_what_it_is_of(client_as: Client, session: Session) -> None:
    of_project = make.ActionItemFactory(meeting=None, project=follow.ProjectFactory(title="Relance"), text="Écrire")
    of_nothing = make.ActionItemFactory(meeting=None, text="Ranger", owner=make.UserFactory())
    session.commit()
    called = {of_project.id: "Écrire – Relance", of_nothing.id: "Ranger"}
    for pk, said in called.items():
        for address in ("show", "edit"):
            page = html.fromstring(client_as("mission").get(f"/actions/{address}/{pk}").get_data(as_text=True))
            assert said in page.findtext(".//title")


def tasks_on(page: Any) -> str:
    """What the part of the tasks says, without what stands beside it."""
    (found,) = html.fromstring(page.get_data(as_text=True)).xpath("//div[@class='work__tasks']")
    return str(found.text_content())


def test_my_work_gathers_the_tasks_of_meetings_of_projects_and_of_nothing_with_deadlines_beside(
    session: Session, client_as: Client
) -> None:
    mission = client_as("mission")
    me, other = account(session, "mission"), make.UserFactory()
    project = follow.ProjectFactory(title="Le projet", lead=me)
    rows = [
        make.ActionItemFactory(owner=me, text="De la réunion", due_on=TODAY - dt.timedelta(days=1)),
        make.ActionItemFactory(meeting=None, project=project, owner=me, text="Du projet", due_on=TODAY),
        make.ActionItemFactory(meeting=None, owner=other, team=[me], text="De l’équipe"),
    ]
    make.ActionItemFactory(meeting=None, owner=other, text="D’une autre")
    follow.MilestoneFactory(project=project, owner=me, title="Le jalon")
    session.commit()
    first_id = rows[0].id
    page = mission.get("/mon-travail/")
    text = words(page)
    assert all(what in text for what in ("De la réunion", "Du projet", "De l’équipe", "Le jalon", "Le projet"))
    assert "D’une autre" not in text
    assert "Le jalon" not in tasks_on(page)
    done = post(mission, f"/actions/regler/{first_id}", {"next": "/mon-travail/"})
    assert done.location.endswith("/mon-travail/")
    session.rollback()
    assert session.get_one(ActionItem, first_id).state is ActionState.DONE
    assert "De la réunion" not in tasks_on(mission.get("/mon-travail/"))


def test_a_task_of_nothing_asks_who_does_it(session: Session, client_as: Client) -> None:
    mission = client_as("mission")
    refused = post(mission, "/actions/add", {"text": "Ranger"})
    assert refused.status_code == 422
    assert "choisissez un compte" in words(refused)
    me = account(session, "mission").id
    assert post(mission, "/actions/add", {"text": "Ranger", "owner": str(me)}).status_code == 302


def test_the_board_has_a_column_a_state_and_no_closed_project(session: Session, client_as: Client) -> None:
    follow.ProjectFactory(title="En marche", next_step="Réserver")
    follow.ProjectFactory(title="Fini", state=ProjectState.ABANDONED, closed_on=TODAY)
    session.commit()
    text = words(client_as("mission").get("/projets/tableau"))
    assert "En marche" in text
    assert "Réserver" in text
    assert "Fini" not in text


def test_milestones_stand_in_the_calendar_beside_the_meetings(session: Session, client_as: Client) -> None:
    mission = client_as("mission")
    project = follow.ProjectFactory(title="Le projet")
    follow.MilestoneFactory(project=project, title="Plénière de relance", due_on=dt.date(2026, 11, 26))
    over = follow.ProjectFactory(state=ProjectState.ABANDONED, closed_on=TODAY)
    follow.MilestoneFactory(project=over, title="Jamais", due_on=dt.date(2026, 11, 26))
    session.commit()
    text = words(mission.get("/calendrier/?month=2026-11"))
    assert "Plénière de relance – Le projet" in text
    assert "Jamais" not in text
    assert "Plénière de relance" not in words(client_as("ref5").get("/calendrier/?month=2026-11"))


def test_a_milestone_is_reached_by_its_button_once(session: Session, client_as: Client) -> None:
    """The form fills the day that tells whether it was reached: what was there before is what counts."""
    mission = client_as("mission")
    project = follow.ProjectFactory(lead=account(session, "mission"))
    milestone = follow.MilestoneFactory(project=project)
    session.commit()
    page = html.fromstring(mission.get(f"/jalons/show/{milestone.id}").get_data(as_text=True))
    (address,) = {link for link in page.xpath("//main//a/@href") if "/atteint" in link}
    form = html.fromstring(mission.get(address).get_data(as_text=True)).xpath("//form[.//@name='reached_on']")[0]
    sent = post(mission, form.get("action") or address, dict(form.form_values()))
    assert sent.status_code == 302
    session.rollback()
    assert session.scalars(select(Milestone.reached_on)).one() == TODAY
    again = post(mission, address, {"version": "2", "reached_on": "2026-11-01"}, follow_redirects=True)
    assert "déjà" in words(again)
    session.rollback()
    assert session.scalars(select(Milestone.reached_on)).one() == TODAY


def _closing(client: Any, row_id: int) -> Any:
    """The form that the page of a project opens by its button."""
    page = html.fromstring(client.get(f"/projets/show/{row_id}").get_data(as_text=True))
    (address,) = {
        link.get("href") for link in page.xpath("//main//a") if link.text_content().strip() == "Clore le projet"
    }
    return html.fromstring(client.get(address).get_data(as_text=True))


@ON_SQLITE
def test_who_closes_a_project_reads_what_is_left_open_and_is_not_stopped(session: Session, client_as: Client) -> None:
    mission, project = client_as("mission"), follow.ProjectFactory(title="Relance", lead=account(session, "mission"))
    row_id = project.id
    for text, state in (
        ("Ouverte", ActionState.OPEN),
        ("Autre ouverte", ActionState.OPEN),
        ("Faite", ActionState.DONE),
    ):
        make.ActionItemFactory(project=project, meeting=None, text=text, state=state,
                               closed_on=None if state is ActionState.OPEN else TODAY)  # fmt: skip
    follow.MilestoneFactory(project=project, title="À atteindre")
    follow.MilestoneFactory(project=project, title="Atteint", reached_on=TODAY)
    follow.MilestoneFactory(title="D’un autre projet")
    session.commit()
    page = _closing(mission, row_id)
    assert page.xpath("string(//h1)").strip() == "Clore le projet\xa0: Relance"
    links = {link.text_content().strip(): link.get("href") for link in page.xpath("//form//section//a")}
    assert list(links) == ["2 tâches ouvertes", "1 jalon pas encore atteint"]
    tasks, milestones = (words(mission.get(url)) for url in links.values())
    assert ("Autre ouverte" in tasks, "Faite" in tasks) == (True, False)
    assert ("À atteindre" in milestones, "D’un autre projet" in milestones) == (True, False)
    (form,) = page.xpath("//main//form[.//*[@name='lessons']]")
    post(mission, form.get("action"), {**dict(form.form_values()), "lessons": "Commencer plus tôt."})
    session.rollback()
    assert session.get_one(Project, row_id).state is ProjectState.CLOSED
    assert session.scalars(select(JournalEntry.summary).where(JournalEntry.summary.contains("Projet clos"))).all()


@ON_SQLITE
def test_a_project_of_which_nothing_is_left_open_is_closed_without_a_word(session: Session, client_as: Client) -> None:
    mission, project = client_as("mission"), follow.ProjectFactory(lead=account(session, "mission"))
    session.commit()
    assert "Encore ouvert" not in _closing(mission, project.id).text_content()
