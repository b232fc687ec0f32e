"""What the staff reads of events: their days in the list, their project first, and the file of those to invite."""

import datetime as dt
import io

import pytest
from lxml.html import fromstring
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import day_of
from mdo.kernel.journal.undo import undo
from models.events import EventState
from models.journal import AccessLog, JournalEntry
from models.meetings import MeetingState
from tests.calls.reading import main_of, sent_as_given, words_of
from tests.calls.test_undoing import pressed
from tests.kernel.imports.roundtrips import edited
from tests.support import ON_SQLITE, TODAY
from tests.support import events as hold
from tests.support import factories as make
from tests.support.forms import post
from tests.support.projects import ProjectFactory
from tests.support.tables import table_rows


def page_at(client, url):
    answer = client.get(url, follow_redirects=True)
    assert answer.status_code == 200
    return fromstring(answer.get_data(as_text=True))


def head(page, words):
    """The head of a column of the list, with its place in each line."""
    heads = page.xpath("//main//table//thead//th")
    return next((at, cell) for at, cell in enumerate(heads) if words in cell.text_content())


def said(page, words):
    """The texts of a column of the list, from the top."""
    at, _ = head(page, words)
    lines = page.xpath("//main//table//tbody/tr")
    return [" ".join(line.xpath("./*[self::td or self::th]")[at].text_content().split()) for line in lines]


def link_called(page, words):
    found = page.xpath(f"//main//a[contains(normalize-space(.), '{words}')]/@href")
    assert found, words
    return found[0]


@pytest.fixture
def programme(session):
    """Named against the order of their days: one is over, one has several evenings of which the first is called off.

    Two have no day: one whose evening is postponed, and one that will not be.
    """
    far, near, past, off = (hold.EventFactory(title=title) for title in ("A loin", "B bientôt", "C passée", "D rien"))
    hold.session_of(far, 40)
    hold.session_of(near, 2, state=MeetingState.CANCELLED)
    first = hold.session_of(near, 9)
    hold.session_of(near, 16)
    hold.session_of(past, -9)
    hold.session_of(off, 12, state=MeetingState.POSTPONED)
    hold.EventFactory(title="E sans jour", state=EventState.CANCELLED, reason="Salle fermée")
    session.commit()
    return day_of(first.start_at)


def test_the_list_opens_on_what_comes_the_nearest_first_with_its_day_and_its_sessions(session, client_as, programme):
    staff = client_as("mission")
    opened = page_at(staff, "/evenements/list/")
    assert said(opened, "Titre") == ["B bientôt", "A loin", "D rien"]
    assert f"{programme:%d/%m/%Y}" in said(opened, "Première séance")[0]
    assert said(opened, "Séances") == ["2", "1", "0"]
    backwards = page_at(staff, head(opened, "Première séance")[1].xpath(".//a/@href")[0])
    assert said(backwards, "Titre") == ["D rien", "A loin", "B bientôt"]
    rows = table_rows(staff.get(link_called(opened, "Excel")).data)
    at = rows[0].index("Première séance")
    assert [row[0] for row in rows[1:]] == ["B bientôt", "A loin", "D rien"]
    assert rows[1][at].date() == programme


@ON_SQLITE
def test_the_page_of_an_event_says_its_project_first_and_leads_to_it(session, client_as):
    event = hold.EventFactory(project=ProjectFactory(title="Former les bureaux"))
    session.commit()
    number = event.project_id
    page = page_at(client_as("mission"), f"/evenements/show/{event.id}")
    (first, *_) = page.xpath("//main//dl[@class='facts']")[0].xpath("./div")
    assert "Former les bureaux" in first.text_content()
    assert first.xpath(".//a/@href") == [f"/projets/show/{number}"]


@pytest.mark.parametrize(("who", "takes"), [("mission", True), ("stagiaire", False)])
def test_those_who_never_followed_leave_as_a_file_that_is_noted(session, client_as, who, takes):
    body = make.InstanceFactory(name="Conseil Nord")
    people = [make.PersonFactory(last_name=name, email=f"{name.lower()}@example.org") for name in ("Alpha", "Beta")]
    for person in people:
        make.MandateFactory(instance=body, person=person)
    hold.EventFactory(course="Accueil")
    session.commit()
    client = client_as(who)
    asking = page_at(client, link_called(page_at(client, "/evenements/list/?all=1"), "jamais suivi"))
    (form,) = asking.xpath("//main//form[@method='get'][.//select[@name='course']]")
    shown = page_at(client, f"{form.get('action')}?course=Accueil&body={body.id}")
    links = shown.xpath("//main//a[contains(normalize-space(.), 'Excel')]/@href")
    if not takes:
        assert links == []
        assert client.get(f"/evenements/jamais-suivi/excel?course=Accueil&body={body.id}").status_code == 403
        return
    rows = table_rows(client.get(links[0]).data)
    assert [row[0] for row in rows[1:]] == ["Alpha", "Beta"]
    assert rows[1][-2] == "alpha@example.org"
    session.rollback()
    noted = session.scalars(select(AccessLog)).one()
    assert (noted.what, noted.row_count, noted.filters) == ("PersonView", 2, "Accueil – Conseil Nord")


def test_an_event_is_held_once_its_last_session_is_over(session, client_as):
    event = hold.EventFactory(title="Deux soirs", state=EventState.OPEN)
    hold.session_of(event, -3)
    last = hold.session_of(event, 5)
    session.commit()
    staff = client_as("mission")
    address, button = f"/evenements/show/{event.id}", "L’événement a eu lieu"
    assert button not in main_of(staff, address).text_content()
    last.start_at, last.end_at = last.start_at - dt.timedelta(days=6), last.end_at - dt.timedelta(days=6)
    session.commit()
    [form] = (form for form in main_of(staff, address).xpath("//form[@method='post']") if button in form.text_content())
    # A colleague moves the session while the page is open.
    last.start_at, last.end_at = last.start_at + dt.timedelta(days=6), last.end_at + dt.timedelta(days=6)
    session.commit()
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    answer = post(staff, form.get("action"), fields, follow_redirects=True)
    assert "Une séance est encore à venir" in " ".join(answer.get_data(as_text=True).split())
    session.rollback()
    assert event.state is EventState.OPEN
    last.state = MeetingState.CANCELLED
    session.commit()
    pressed(staff, address, "L’événement a eu lieu")
    session.rollback()
    assert event.state is EventState.HELD


_REFUSED = "Cet événement a eu lieu : remettez-le en préparation"


@pytest.fixture
def over(session):
    """An event that was held: an evening of last week, and one that was put off before."""
    event = hold.EventFactory(title="Deux soirs", state=EventState.HELD)
    past = hold.session_of(event, -3, title="Premier soir")
    off = hold.session_of(event, 5, title="Second soir", state=MeetingState.POSTPONED)
    session.commit()
    return event, past, off


def test_a_session_to_come_is_refused_to_an_event_that_was_held_by_every_form(session, client_as, over):
    event, past, off = over
    staff = client_as("mission")
    tab = page_at(staff, f"/evenements/show/{event.id}?tab=sessions")
    (add,) = {url for url in tab.xpath("//main//a/@href") if url.startswith("/reunions/add")}
    for days, is_refused in ((8, True), (-1, False)):
        day = f"{hold.in_days(days):%Y-%m-%dT}"
        sent = sent_as_given(staff, add, title=f"Dans {days} jours", start_at=f"{day}18:00", end_at=f"{day}20:00")
        assert (_REFUSED in words_of(sent)) == is_refused
    day = f"{hold.in_days(9):%Y-%m-%dT}"
    change = link_called(page_at(staff, link_called(tab, "Premier soir")), "Modifier")
    assert _REFUSED in words_of(sent_as_given(staff, change, start_at=f"{day}18:00", end_at=f"{day}20:00"))
    put_off = page_at(staff, link_called(tab, "Second soir"))
    (again,) = set(put_off.xpath("//main//a[contains(@href, 'to=prepared')]/@href"))
    assert _REFUSED in words_of(sent_as_given(staff, again, start_at=f"{day}18:00"))
    session.rollback()
    assert sorted(one.title for one in event.sessions) == ["Dans -1 jours", "Premier soir", "Second soir"]
    assert off.state is MeetingState.POSTPONED
    assert past.start_at < hold.in_days(0)


def test_no_workbook_moves_a_session_of_an_event_that_was_held_to_a_day_to_come(session, client_as, over):
    staff = client_as("mission")
    workbook = staff.get(link_called(page_at(staff, "/reunions/list/?all=1"), "Exporter pour modifier")).data

    def moved(sheet):
        heads = [cell.value for cell in sheet[1]]
        titles, days = heads.index("Titre"), heads.index("Début")
        (row,) = (row for row in sheet.iter_rows(min_row=2) if row[titles].value == "Premier soir")
        row[days].value = hold.in_days(9).replace(tzinfo=None)

    data = {"file": (io.BytesIO(edited(workbook, moved)), "reunions.xlsx")}
    sent = post(staff, "/import/meetings", data, content_type="multipart/form-data", follow_redirects=True)
    assert _REFUSED in words_of(sent)


def test_no_undo_brings_a_session_to_come_back_to_an_event_that_was_held(session):
    event = hold.EventFactory(title="Deux soirs", state=EventState.OPEN)
    hold.session_of(event, -3)
    to_come = hold.session_of(event, 5)
    session.commit()
    session.delete(to_come)
    session.commit()
    gone = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    event.state = EventState.HELD
    session.commit()
    with pytest.raises(RuleViolation, match="This event was held"):
        undo(session, gone, TODAY)
    session.rollback()
    assert len(event.sessions) == 1
