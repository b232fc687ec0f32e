"""Acts and responsibles for many rows: the doors of one, what is refused told before anything is written, one undo."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from models.freshness import Confirmation
from models.instances import Instance, InstanceState
from models.journal import Door, JournalEntry
from models.meetings import ActionItem, ActionState, Meeting, MeetingState
from models.people import EndReason, Mandate, Person
from tests.access.forms import fields_of
from tests.base.pages import document, refusals
from tests.support import factories as make
from tests.support.forms import post


@pytest.fixture
def mission(client_as):
    return client_as("mission")


def ask(client, route, action, rows):
    """The page of a bulk action on these rows."""
    return post(client, f"/{route}/bulk", {"action": action, "rowid": [str(row.id) for row in rows]})


def form_of(answer):
    """What the form of the page would send back."""
    fields = fields_of(answer.get_data(as_text=True))
    for name in ("rowid", "accepted"):
        fields[name] = document(answer).xpath(f'//input[@name="{name}"]/@value')
    return fields


def go_on(client, answer, step="try", **typed):
    page = document(answer).xpath('//form[contains(@class, "form-page")]/@action')[0]
    return post(client, page, form_of(answer) | typed | {"step": step})


def now(session, row):
    session.rollback()
    session.expire_all()
    return session.get(type(row), row.id)


def last_entry(session):
    session.rollback()
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()


def offered(client, route):
    """By the list with all its rows, whatever it opens on: the last of its tabs leads there."""
    page = document(client.get(f"/{route}/list/", follow_redirects=True))
    for whole in page.xpath('//*[contains(@class, "list__tabs")]//li[last()]/a/@href'):
        page = document(client.get(whole))
    return page.xpath('//form[@id="bulk"]//button[@name="action"]/@value')


def told(answer):
    """What is refused, and why."""
    lines = document(answer).xpath('//ul[@class="in-bulk"]/li[@class="is-refused"]')
    return [" ".join(line.text_content().split()) for line in lines]


def test_each_list_offers_what_may_be_done_to_many(mission, client_as, session):
    make.MandateFactory()
    make.ActionItemFactory()
    session.commit()
    assert offered(mission, "mandats") == ["renew", "write", "mailing", "confirm", "act-end", "delete"]
    assert offered(mission, "personnes") == ["write", "mailing", "confirm", "delete"]
    assert offered(mission, "instances") == ["confirm", "act-change_state", "set-agent", "delete"]
    assert offered(mission, "reunions") == ["acts", "set-organiser", "delete"]
    assert offered(mission, "actions") == ["act-close", "set-owner", "delete"]
    reader = client_as("elu")
    assert not set(offered(reader, "actions")) & {"act-close", "set-owner"}
    assert ask(reader, "actions", "act-close", session.scalars(select(ActionItem)).all()).status_code in {302, 403}


def test_mandates_end_together_with_their_reason(mission, session):
    rows = [make.MandateFactory(start_on=dt.date(2026, 1, number + 1)) for number in range(3)]
    session.commit()
    page = ask(mission, "mandats", "act-end", rows)
    empty = go_on(mission, page, end_reason="")
    assert empty.status_code == 422
    assert list(refusals(empty)) == ["end_reason"]
    done = go_on(mission, page, end_reason=EndReason.RESIGNATION.value, ended_on="2026-11-20")
    assert done.status_code == 302
    for row in rows:
        found = now(session, row)
        assert (found.ended_on, found.end_reason) == (dt.date(2026, 11, 20), EndReason.RESIGNATION)
    entry = last_entry(session)
    assert entry.door is Door.BULK
    assert len(entry.changes) == 3
    assert "/annuler/" in mission.get("/mandats/list/").get_data(as_text=True)


def test_what_is_refused_is_told_before_anything_is_written(mission, session):
    ends, later = make.MandateFactory(start_on=dt.date(2026, 1, 1)), make.MandateFactory(start_on=dt.date(2026, 11, 22))
    session.commit()
    page = ask(mission, "mandats", "act-end", [ends, later])
    tried = go_on(mission, page, end_reason=EndReason.MOVED.value, ended_on="2026-11-20")
    assert tried.status_code == 200
    (why,) = told(tried)
    assert str(later) in why
    assert "22/11/2026" in why
    assert now(session, ends).ended_on is None
    assert form_of(tried)["accepted"] == [str(ends.id)]
    again = go_on(mission, tried, ended_on="2026-11-21")
    assert len(told(again)) == 1
    assert go_on(mission, tried, "write").status_code == 302
    assert now(session, ends).ended_on == dt.date(2026, 11, 20)
    assert now(session, later).ended_on is None


def test_actions_are_closed_and_given_together(mission, session):
    user = make.UserFactory(first_name="Camille", last_name="Martin", active=True)
    rows = [make.ActionItemFactory(owner=None, owner_name="Régie" if number else None) for number in range(2)]
    session.commit()
    given = go_on(mission, ask(mission, "actions", "set-owner", rows), owner=str(user.id))
    assert given.status_code == 302
    assert [(now(session, row).owner_id, now(session, row).owner_name) for row in rows] == [(user.id, None)] * 2
    page = ask(mission, "actions", "act-close", rows)
    refused = go_on(mission, page, state=ActionState.DROPPED.value)
    assert len(told(refused)) == 2
    assert {now(session, row).state for row in rows} == {ActionState.OPEN}
    assert go_on(mission, page, state=ActionState.DONE.value).status_code == 302
    assert {now(session, row).state for row in rows} == {ActionState.DONE}


def test_bodies_change_state_by_the_rules_of_one(mission, session):
    active, dissolved = make.InstanceFactory(), make.InstanceFactory(state=InstanceState.DISSOLVED)
    session.commit()
    page = ask(mission, "instances", "act-change_state", [active, dissolved])
    tried = go_on(mission, page, state=InstanceState.DORMANT.value, state_on="2026-11-20", state_reason="Peu de monde")
    assert [str(dissolved) in why for why in told(tried)] == [True]
    assert go_on(mission, tried, "write").status_code == 302
    assert now(session, active).state is InstanceState.DORMANT
    assert now(session, dissolved).state is InstanceState.DISSOLVED


def test_the_state_of_meetings_is_chosen_then_changed(mission, session):
    past = make.MeetingFactory(state=MeetingState.HELD)
    published = make.MeetingFactory(state=MeetingState.PUBLISHED)
    session.commit()
    choice = ask(mission, "reunions", "acts", [past, published])
    assert "act-minuted" in document(choice).xpath('//button[@name="action"]/@value')
    page = ask(mission, "reunions", "act-minuted", [past, published])
    tried = go_on(mission, page)
    assert len(told(tried)) == 1
    assert go_on(mission, tried, "write").status_code == 302
    assert now(session, past).state is MeetingState.MINUTED
    assert now(session, published).state is MeetingState.PUBLISHED
    assert session.scalar(select(func.count(Meeting.id))) == 2


@pytest.mark.parametrize(("route", "factory"), [("personnes", make.PersonFactory), ("mandats", make.MandateFactory)])
def test_people_and_mandates_are_found_still_right_and_nothing_in_them_changes(mission, session, route, factory):
    rows = [factory(), factory()]
    session.commit()
    versions = [row.version for row in rows]
    answer = ask(mission, route, "confirm", rows)
    assert answer.status_code == 302
    assert [now(session, row).version for row in rows] == versions
    stamps = session.execute(select(Confirmation.model, Confirmation.row_id).order_by(Confirmation.row_id)).all()
    assert stamps == sorted(((type(row).__name__, row.id) for row in rows), key=lambda stamp: stamp[1])


def test_rows_of_elsewhere_are_not_confirmed(client_as, session):
    here = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=5))
    elsewhere = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=7))
    session.commit()
    ask(client_as("ref5"), "personnes", "confirm", [here, elsewhere])
    session.rollback()
    assert session.scalar(select(func.count(Confirmation.id))) == 0
    assert (now(session, here), type(now(session, elsewhere))) == (here, Person)


def test_a_forged_act_of_no_bulk_is_refused(mission, session):
    body = make.InstanceFactory()
    mandate = make.MandateFactory()
    session.commit()
    assert ask(mission, "instances", "set-state", [body]).status_code == 404
    assert ask(mission, "mandats", "act-nothing", [mandate]).status_code == 404
    assert (type(now(session, body)), type(now(session, mandate))) == (Instance, Mandate)


def test_meetings_of_one_title_and_tasks_of_one_name_are_told_apart_where_many_are_changed(mission, session):
    bodies = [make.InstanceFactory(name=name) for name in ("Conseil Bellecour", "Conseil Vaise")]
    meetings = [make.MeetingFactory(instance=body, title="Plénière du 02/12/2026") for body in bodies]
    items = [make.ActionItemFactory(text="Réserver la salle") for _ in range(2)]
    session.commit()
    for action in ("acts", "set-organiser"):
        page = document(ask(mission, "reunions", action, meetings))
        named = [" ".join(line.text_content().split()) for line in page.xpath('//ul[@class="in-bulk"]/li')]
        assert [("Bellecour" in name, "Vaise" in name) for name in named] == [(True, False), (False, True)], action
    page = document(ask(mission, "actions", "set-owner", items))
    named = [" ".join(line.text_content().split()) for line in page.xpath('//ul[@class="in-bulk"]/li')]
    assert named == [f"Réserver la salle (n° {item.id})" for item in items]
    assert page.xpath('//button[@name="step"]')[0].text_content().strip() == "Enregistrer"
