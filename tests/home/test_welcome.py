"""« Où en est-on ? »: what a newcomer finds on her first page, and until when."""

import datetime as dt
import re
from typing import Any

import pytest
from lxml import html
from sqlalchemy.orm import Session

from models.accounts import User
from tests.support import TODAY
from tests.support import factories as make
from tests.support.application import account

DAY = dt.timedelta(days=1)
NOON = dt.time(12)


@pytest.fixture
def newcomer(session: Session) -> User:
    """An agent of the mission, whose account was made today."""
    user: User = account("mission")
    user.created_on = dt.datetime.combine(TODAY, NOON)
    session.commit()
    return user


def told(client: Any) -> list[str]:
    """The lines of the part, and what its form would send."""
    page = html.fromstring(client.get("/").data)
    return [" ".join(line.text_content().split()) for line in page.xpath("//section[contains(@class, 'welcome')]//li")]


def test_a_first_day_says_what_the_team_has_open_what_is_hers_the_next_meeting_and_the_guide(
    session: Session, client_as: Any, newcomer: User
) -> None:
    body = make.InstanceFactory(agent=newcomer, name="Conseil du port")
    start = dt.datetime.combine(TODAY + 3 * DAY, NOON, dt.UTC)
    make.MeetingFactory(instance=body, start_at=start)
    make.ActionItemFactory(owner=newcomer, due_on=TODAY - DAY, meeting=make.MeetingFactory(instance=body))
    lines = told(client_as("mission"))
    assert re.match(r"Ouvert pour l’équipe\s: \d+ en retard", lines[0]), lines
    assert "instances suivies" in lines[1]
    assert "actions ouvertes (1)" in lines[1]
    assert "Conseil du port" in lines[-2]
    assert "guide" in lines[-1]
    make.MeetingFactory(instance=body, start_at=dt.datetime.combine(TODAY, dt.time(20), dt.UTC))
    assert told(client_as("mission"))[-2].startswith("Prochaine réunion : aujourd’hui ")


def test_a_referent_reads_how_her_arrondissement_stands(session: Session, client_as: Any) -> None:
    user = account("ref5")
    user.created_on = dt.datetime.combine(TODAY, NOON)
    make.InstanceFactory(arrondissements=[5])
    client = client_as("ref5")
    assert any("1 instance active" in line for line in told(client))
    # What is handed to her opens on her own page, which holds all of it; her arrondissement has its line.
    (address,) = html.fromstring(client.get("/").data).xpath("//a[starts-with(., 'Ce qui vous est confié')]/@href")
    assert address.startswith("/referents/show/")
    assert "arrondissements dont" not in " ".join(told(client))
    assert user.last_name in client.get(address).get_data(as_text=True)


@pytest.mark.parametrize(("days", "owns", "is_shown"), [(29, True, True), (30, True, False), (30, False, True)])
def test_it_goes_by_itself_after_thirty_days_once_something_is_hers(
    session: Session, client_as: Any, newcomer: User, days: int, owns: bool, is_shown: bool
) -> None:
    newcomer.created_on = dt.datetime.combine(TODAY - days * DAY, NOON)
    if owns:
        make.InstanceFactory(agent=newcomer)
    assert bool(told(client_as("mission"))) is is_shown


def test_she_folds_it_and_takes_that_back(session: Session, client_as: Any, newcomer: User) -> None:
    client = client_as("mission")
    page = html.fromstring(client.get("/").data)
    (form,) = page.xpath("//section[contains(@class, 'welcome')]//form")
    client.post(form.action, data=dict(form.form_values()))
    assert told(client) == []
