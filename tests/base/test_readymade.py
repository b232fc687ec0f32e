"""Ready-made views of lists: tabs with addresses, told by the list; one may be what it opens on."""

import datetime as dt
from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from views.base.listing import arguments_of, read_state
from views.base.readymade import opening_of

DAY = dt.timedelta(days=1)
OPENS = {
    "MeetingView": "/reunions/list/",
    "ActionView": "/actions/list/",
    "StepView": "/etapes/list/",
    "ProjectView": "/projets/list/",
    "CallView": "/appels-a-projets/list/",
    "MilestoneView": "/jalons/list/",
    "EventView": "/evenements/list/",
    "EventRegistrationView": "/inscriptions/list/",
    "DateToAvoidView": "/dates-a-eviter/list/",
    "AccessLogView": "/exports/list/",
}


def reader_of(address):
    """Who reads the list: what left is not the mission's to read."""
    return "responsable" if address == OPENS["AccessLogView"] else "mission"


def _with_tabs(app):
    return [view for view in app.appbuilder.baseviews if getattr(view, "ready_views", ())]


def test_what_a_ready_made_view_asks_is_all_understood_and_opens_one_at_most(app):
    views = _with_tabs(app)
    assert set(OPENS) == {type(view).__name__ for view in views if opening_of(view)}
    for view in views:
        assert sum(item.opens for item in view.ready_views) <= 1
        assert len({str(item.label) for item in view.ready_views}) == len(view.ready_views)
        for item in view.ready_views:
            asked = MultiDict(parse_qsl(item.query))
            state = read_state(asked, view.columns, view.filters, view.order)
            assert not state.ignored, (type(view).__name__, item.query)
            assert set(arguments_of(state, view.columns, view.order)) == set(parse_qsl(item.query)), item.query


@pytest.mark.parametrize("address", OPENS.values())
def test_a_list_opens_on_what_one_comes_for_and_all_rows_are_one_press_away(client_as, app, address):
    client = client_as(reader_of(address))
    view = next(view for view in _with_tabs(app) if OPENS.get(type(view).__name__) == address)
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (302, f"{address}?{opening_of(view).query}")
    opened = document(client.get(answer.location))
    (current,) = opened.xpath('//nav[contains(@class, "list__tabs")]//a[@aria-current="true"]/text()')
    (whole,) = opened.xpath('//nav[contains(@class, "list__tabs")]//li[last()]/a/@href')
    assert current in opened.findtext(".//title")
    everything = client.get(whole)
    assert everything.status_code == 200
    assert not document(everything).xpath('//ul[@class="chips"]')
    # A filter taken off leads to all the rows, not to the tab again.
    for chip in opened.xpath('//a[@class="chip"]/@href'):
        assert client.get(chip).status_code == 200


def test_mandates_that_end_first_come_before_those_that_never_end(client_as, app, session):
    make.MandateFactory(start_on=TODAY, planned_end_on=None)
    last, first = (make.MandateFactory(start_on=TODAY, planned_end_on=TODAY + days * DAY) for days in (400, 30))
    session.commit()
    client = client_as("mission")
    tabs = document(client.get("/mandats/list/")).xpath('//nav[contains(@class, "list__tabs")]//a')
    (address,) = [tab.get("href") for tab in tabs if "fin la plus proche" in tab.text_content()]
    rows = document(client.get(address)).xpath("//tbody/tr/th/a/@href")
    assert [int(row.rpartition("/")[2].partition("?")[0]) for row in rows] == [first.id, last.id]


def test_a_ready_made_view_that_is_empty_says_so_by_its_name(client_as):
    page = document(client_as("mission").get("/reunions/list/?f_morning=1"))
    (text,) = page.xpath("//*[contains(@class, 'empty-state')]/p/text()")
    assert text.replace("\u00a0", " ") == "Rien sous « Lendemains » aujourd’hui."


def test_a_link_that_asks_something_keeps_it(client_as):
    assert client_as("mission").get("/reunions/list/?q=conseil").status_code == 200
    assert client_as("mission").get("/reunions/list/?order=-start_at").status_code == 200


def test_each_tab_answers(client_as, app):
    for view in _with_tabs(app):
        client = client_as(reader_of(f"{view.route_base}/list/"))
        for item in view.ready_views:
            page = document(client.get(f"{view.route_base}/list/?{item.query}"))
            assert len(page.xpath('//nav[contains(@class, "list__tabs")]//a[@aria-current="true"]')) == 1, item.query
