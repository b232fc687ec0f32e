"""The page of an event begins with what comes next on its day; what it cost is said, or that nothing is known."""

import datetime as dt

import pytest
from lxml.html import fromstring

from models.attendance import Presence
from models.base import utc_now
from models.events import EventState
from models.meetings import MeetingState
from tests.support import events as hold
from tests.support import factories as make
from tests.support import orders
from tests.support.projects import ProjectFactory, ProjectSpendingFactory


@pytest.fixture
def mission(client_as):
    return lambda url: page_of(client_as("mission"), url)


def page_of(client, url):
    answer = client.get(url, follow_redirects=True)
    assert answer.status_code == 200
    return fromstring(answer.get_data(as_text=True))


def buttons(page):
    """The words of the buttons of the head, in their order, and those of the main one."""
    found = page.xpath("//*[@class='record-actions']//*[self::a or self::button][normalize-space(.)]")
    return [" ".join(one.text_content().split()) for one in found], [
        " ".join(one.text_content().split()) for one in found if "btn-primary" in one.get("class", "")
    ]


def facts(page):
    """What the page says, by its words."""
    return {
        " ".join(one.findtext("dt").split()): " ".join(one.find("dd").text_content().split())
        for one in page.xpath("//main//dl[@class='facts']/div")
    }


def going_on(event, **values):
    """A session of today that is not over, at whatever hour this runs."""
    now = utc_now()
    hours = {"start_at": now - dt.timedelta(minutes=1), "end_at": now + dt.timedelta(hours=1)}
    return hold.session_of(event, **hours, **values)


def marked(meeting):
    make.AttendanceFactory(meeting=meeting, visitor_name="Nadia", is_convened=False, presence=Presence.PRESENT)


def attended(event):
    meeting = hold.session_of(event, -3)
    marked(meeting)
    return meeting


CASES = {
    "a draft": (EventState.DRAFT, lambda event: hold.session_of(event, 9), "Ouvrir les inscriptions"),
    "before its day": (EventState.OPEN, lambda event: hold.session_of(event, 9), "Inscrire quelqu’un"),
    "without a day": (EventState.OPEN, lambda event: None, "Inscrire quelqu’un"),
    "its list closed": (EventState.CLOSED, lambda event: hold.session_of(event, 9), "Modifier"),
    "on the day": (EventState.OPEN, going_on, "Émargement"),
    "on the day, its list closed": (EventState.CLOSED, going_on, "Émargement"),
    "over, nobody marked": (EventState.CLOSED, lambda event: hold.session_of(event, -3), "Émargement"),
    "over": (EventState.CLOSED, attended, "L’événement a eu lieu"),
    "one evening over of two": (
        EventState.OPEN,
        lambda event: (attended(event), hold.session_of(event, 9)),
        "Inscrire quelqu’un",
    ),
    "its only day put off": (
        EventState.OPEN,
        lambda event: hold.session_of(event, -3, state=MeetingState.POSTPONED),
        "Inscrire quelqu’un",
    ),
    "held": (EventState.HELD, attended, "Saisir les évaluations"),
}


@pytest.mark.parametrize(("state", "prepare", "first"), CASES.values(), ids=CASES)
def test_the_first_button_is_what_comes_next(session, mission, state, prepare, first):
    event = hold.EventFactory(state=state)
    prepare(event)
    session.commit()
    every, main = buttons(mission(f"/evenements/show/{event.id}"))
    assert (every[0], main) == (first, [first])
    assert len(every) == len(set(every))
    assert "Modifier" in every


def test_who_may_not_change_an_event_is_asked_nothing(session, client_as):
    event = hold.EventFactory(state=EventState.HELD)
    session.commit()
    every, main = buttons(page_of(client_as("elu"), f"/evenements/show/{event.id}"))
    assert main == []
    assert "Saisir les évaluations" not in every


@pytest.mark.parametrize("is_spent", [False, True])
def test_what_a_held_event_cost_is_said_or_that_nothing_is_known(session, mission, is_spent):
    event = hold.EventFactory(state=EventState.HELD, project=ProjectFactory())
    attended(event)
    contract = orders.RunningContractFactory()
    order = orders.order_of(contract, "1000")
    ProjectSpendingFactory(project=event.project, order=order)
    if is_spent:
        orders.invoice_of(contract, "300", order=order)
    session.commit()
    found = facts(mission(f"/evenements/show/{event.id}"))
    cost, each = "Coût, TTC (projet)", "Coût par participant·e, TTC"
    if is_spent:
        assert (found[cost], found[each]) == ("360,00 €", "360,00 €")
    else:
        assert (found[cost], each in found) == ("Aucune dépense connue", False)
    assert found["Réponses parmi les présent·es"] == "0,0 %"


def test_how_hours_are_counted_is_told_with_the_settings_and_not_among_the_figures(session, mission):
    event = hold.EventFactory(state=EventState.HELD)
    attended(event)
    session.commit()
    rule = "Comment les heures sont comptées"
    page = mission(f"/evenements/show/{event.id}")
    assert rule not in facts(page)
    (full,) = page.xpath("//a[@data-tab='sheet']/@href")
    assert "15 minutes" in facts(mission(full))[rule]
