"""The first page: every number is the length of the list that it leads to, for every role."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from mdo.home.trends import MONTHS, Trend, TrendMonth, meetings_held, months_of
from mdo.kernel.base.periods import PARIS
from mdo.reports.registry import REPORTS
from models.base import utc_now
from models.instances import MandateFunction
from models.meetings import MeetingState
from models.people import EndReason
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements
from views.base.database import db
from views.home.trends import _bars, _line, _points

DAY = dt.timedelta(days=1)
LONG_AGO = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
READERS = ("admin", "responsable", "mission", "direction", "ref5", "saisie5", "elu5", "stagiaire", "dpo")
# Who writes and who only reads, of the city and of a place: the others see what one of these does.
BY_DAY = {"mission", "ref5", "elu5", "dpo"}
BY_TIER = [pytest.param(who, marks=[] if who in BY_DAY else pytest.mark.slow) for who in READERS]
# What is left of mornings after meetings takes one statement; who asks and the figures take one each, the week six
# (rules, meetings, what is due, its names, what waits, what others did), twelve months three and what stands beside
# them two; of a place, instead of what others did, its names, its bodies, « Mon point » and its records to confirm.
# Of who has nothing waiting, one says whether something is hers; of who reads the money of projects, one their ids.
MOST_STATEMENTS = {"admin": 12, "direction": 15, "ref5": 14, "saisie5": 14}
MOST_OF_OTHERS = 11
WEEK, POINT = ("home-meetings", "home-due", "home-figures"), ("point-vacancies",)
NUMBERS = '//a[starts-with(@class, "tile")]'


class Register:
    """Bodies of the 5th, the 7th and the city, with members in every status, and things that fall due."""

    def __init__(self, session):
        self.session = session
        function = session.scalars(select(MandateFunction).where(MandateFunction.is_bureau)).first()
        elected = make.UserFactory(username="elu5", roles=["elu"])
        bodies = [
            make.InstanceFactory(arrondissements=numbers, elected_user=elected if 5 in numbers else None)
            for numbers in ([5], [5, 7], [7], [])
        ]
        for number, body in enumerate(bodies):
            make.SeatFactory(instance=body)
            place = make.ArrondissementFactory(number=(5, 7)[number // 2])
            make.OrganisationFactory(arrondissement=place, convention_end_on=TODAY + 9 * DAY)
            for values in (
                {"planned_end_on": TODAY - DAY},
                {"planned_end_on": TODAY + 3 * DAY},
                {"planned_end_on": TODAY + 60 * DAY, "updated_at": LONG_AGO},
                {"start_on": None},
                {"start_on": TODAY + DAY},
                {"ended_on": TODAY - DAY, "end_reason": EndReason.TERM},
                {"ended_on": TODAY, "end_reason": EndReason.TERM},
            ):
                make.MandateFactory(instance=body, function=function, **values)
        bodies[0].recognised_on, bodies[0].recognition_months = dt.date(2023, 1, 1), 36
        make.DuplicateCandidateFactory()
        make.AccessLogFactory(at=utc_now())
        make.AccessLogFactory(at=LONG_AGO)
        session.commit()

    def grow(self, count):
        self.session.commit()
        kind = make.InstanceTypeFactory()
        function = self.session.scalars(select(MandateFunction)).first()
        with make.together():
            for number in range(count):
                body = make.InstanceFactory(type=kind, arrondissements=[5, 7][: 1 + number % 2])
                make.MandateFactory(instance=body, function=function, planned_end_on=TODAY + number * DAY)
        self.session.commit()


@prepared
def register(session):
    return Register(session)


def number_in(text):
    return int(re.sub(r"\D", "", text))


def links_with_numbers(tree):
    """Each number of the page with the address that it leads to; those of the data behind charts too."""
    for link in tree.xpath(NUMBERS):
        yield link.get("href"), number_in(link.xpath('.//*[contains(@class, "__value")]')[0].text_content())
    for link in tree.xpath('//details//td/a | //td[@class="is-number"]/a'):
        yield link.get("href"), number_in(link.text_content())
    for link in tree.xpath('//*[contains(@class, "home__head")]/a[contains(., "(")]'):
        yield link.get("href"), number_in(link.text_content())


@pytest.mark.parametrize("reader", BY_TIER)
def test_a_number_is_the_length_of_its_list(register, client_as, reader):
    client = client_as(reader)
    pairs = set(links_with_numbers(document(client.get("/"))))
    assert len(pairs) >= (2 if reader == "dpo" else 10)
    wrong = {}
    for address, number in sorted(pairs):
        answer = client.get(address)
        assert answer.status_code == 200, address
        length = number_in(document(answer).xpath('//*[@class="list__count"]')[0].text_content())
        if length != number:
            wrong[address] = (number, length)
    assert wrong == {}


def test_a_referent_reads_figures_of_the_own_arrondissement(register, client_as):
    tree = document(client_as("ref5").get("/"))
    figures = {
        tile.xpath('.//*[contains(@class, "tile__label")]')[0].text_content(): number_in(
            tile.xpath('.//*[contains(@class, "tile__value")]')[0].text_content()
        )
        for tile in tree.xpath('//a[starts-with(@class, "tile")]')
    }
    assert next(iter(figures.values())) == 2  # of four bodies, one of them in the whole city
    # What the table of her bodies does not hold of the figure above it is told under it.
    listed = sum(
        number_in(cell.text_content())
        for cell in tree.xpath('//section[@aria-labelledby="home-bodies"]//td[@class="is-number"]')
    )
    said = [text.strip() for text in tree.xpath('//section[@aria-labelledby="home-bodies"]/p/text()')]
    apart = figures["Mandats en cours"] - listed
    assert [number_in(text) for text in said] == ([apart] if apart else [])
    assert "Lyon 5e" in tree.xpath('//p[@class="subtitle"]')[0].text_content()
    assert len(tree.xpath('//section[@aria-labelledby="home-bodies"]//tbody/tr')) == 2
    assert tree.xpath("//svg") == [] or not tree.xpath('//svg[@class="tile-map"]')


@pytest.mark.parametrize(
    ("reader", "parts"),
    [
        ("mission", {*WEEK, "home-welcome", "home-alerts", "home-contracts"}),
        (
            "direction",
            {
                *WEEK,
                *("trend-meetings", "trend-assiduity", "trend-answers"),
                *("home-contracts", "home-alerts", "home-map", "home-types", "home-downloads", "home-reports"),
            },
        ),
        ("ref5", {*WEEK, "home-alerts", "home-refresh", "home-bodies", "to-confirm", *POINT}),
        ("saisie5", {*WEEK, "home-alerts", "home-refresh", "home-bodies", "to-confirm", *POINT}),
        ("elu5", {*WEEK, "home-alerts", "home-bodies"}),
        ("stagiaire", {*WEEK, "home-welcome", "home-alerts"}),
        ("dpo", {"home-figures", "home-downloads", "home-exports"}),
    ],
)
def test_the_page_of_each_role(register, client_as, reader, parts):
    tree = document(client_as(reader).get("/"))
    assert set(tree.xpath("//section/@aria-labelledby")) == parts
    assert {section for section in parts if tree.xpath(f'//h2[@id="{section}"]')} == parts


@pytest.mark.parametrize(
    ("reader", "status"), [("mission", 200), ("stagiaire", 200), ("ref5", 404), ("elu5", 404), ("dpo", 404)]
)
def test_twelve_months_are_those_of_who_reads_the_whole_city(register, client_as, reader, status):
    client = client_as(reader)
    answer = client.get("/douze-mois")
    assert answer.status_code == status
    assert ("/douze-mois" in document(client.get("/")).xpath("//main//a/@href")) is (status == 200)
    if status == 200:
        # A sentence says each chart, and its figures stand in a table.
        for chart in document(answer).xpath('//section[starts-with(@aria-labelledby, "trend-")]'):
            assert chart.xpath("string(.//h2)").strip()
            assert len(chart.xpath(".//tbody/tr")) == MONTHS
            assert chart.xpath('.//*[@class="trend__axis"]/text()')[-2:] == ["2025", "2026"]


def test_the_plan_links_to_the_nine_arrondissements_and_has_its_table(register, client_as):
    tree = document(client_as("direction").get("/"))
    links = tree.xpath('//*[@class="tile-map"]/a')
    assert len(links) == 9
    assert all(link.find("title").text_content().startswith("Lyon ") for link in links)
    assert len(tree.xpath('//section[@aria-labelledby="home-map"]//tbody/tr')) == 9
    # The bar under a percentage is the percentage, not the number of bodies.
    for link in links:
        told = link.xpath('.//*[@class="tile-map__fresh"]/text()')
        widths = [float(bar.get("width")) for bar in link.xpath('.//*[@class="tile-map__share"]')]
        assert [round(width / 78 * 100) for width in widths] == [number_in(text) for text in told]


@pytest.mark.parametrize("reader", ["direction", "dpo"])
def test_downloads_are_workbooks(register, client_as, reader):
    client = client_as(reader)
    tree = document(client.get("/"))
    addresses = tree.xpath('//section[@aria-labelledby="home-downloads"]//a/@href')
    assert len(addresses) == (6 if reader == "direction" else 2)
    for address in addresses:
        assert client.get(address).data[:2] == b"PK", address


def test_the_reports_of_the_first_page_open(register, client_as):
    client = client_as("direction")
    addresses = document(client.get("/")).xpath('//section[@aria-labelledby="home-reports"]//li/a/@href')
    assert len(addresses) == len(REPORTS)
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("reader", READERS)
def test_the_page_costs_the_same_for_few_and_for_many_rows(app, register, client_as, reader):
    client = client_as(reader)
    with app.app_context():
        engine = db.engine
    totals = []
    for _ in range(2):
        with count_statements(engine) as sent:
            assert client.get("/").status_code == 200
        totals.append(len(sent))
        register.grow(12)
    assert totals[0] == totals[1]
    assert totals[0] <= MOST_STATEMENTS.get(reader, MOST_OF_OTHERS)


@pytest.mark.parametrize(
    ("day", "place"),
    [("30/11/2024", None), ("01/12/2024", 0), ("30/11/2025", 11), ("01/12/2025", 12), ("24/11/2026", 23)],
)
def test_the_months_are_the_last_twelve_and_the_twelve_before(session, day, place):
    start = dt.datetime.strptime(day, "%d/%m/%Y").replace(hour=18, tzinfo=PARIS)
    make.MeetingFactory(start_at=start, state=MeetingState.HELD)
    make.MeetingFactory(start_at=start, state=MeetingState.CANCELLED)
    session.flush()
    trend = meetings_held(session)
    assert len(trend.months) == len(trend.before) == MONTHS
    assert [month.whole for month in (*trend.before, *trend.months)] == [int(i == place) for i in range(2 * MONTHS)]


def test_nobody_signed_in_is_sent_to_the_sign_in_page(client):
    assert client.get("/").location.startswith("/login/")


@pytest.mark.parametrize(("day", "compares"), [("31/12/2024", True), ("01/01/2025", False), ("20/11/2026", False)])
def test_a_year_that_the_register_does_not_hold_is_compared_with_nothing(app, session, day, compares):
    for told in (day, "24/11/2026"):
        start = dt.datetime.strptime(told, "%d/%m/%Y").replace(hour=18, tzinfo=PARIS)
        make.MeetingFactory(start_at=start, state=MeetingState.HELD)
    session.flush()
    trend = meetings_held(session)
    assert trend.is_comparable is compares
    assert trend.since is not None
    assert trend.since.strftime("%d/%m/%Y") == day
    with app.test_request_context("/"):
        chart = _bars(trend)
    assert ("avant" in chart.title) is compares
    assert ("données depuis" in chart.note) is not compares
    assert any(month.before for month in chart.months) is compares


def test_the_lowest_share_stands_clear_of_the_foot_and_no_dashes_are_told_that_are_not_drawn(app):
    months = [TrendMonth(first, last, 0, 0) for first, last in months_of(TODAY)]
    shown = [replace(month, part=5, whole=10) for month in months[MONTHS:-1]] + [replace(months[-1], part=8, whole=10)]
    with app.test_request_context("/"):
        chart = _line(Trend(shown, months[:MONTHS], months[0].first), "x", "x", _points)
    assert chart.scale[0][0] == "40 %"
    assert all(month.y < chart.scale[0][1] for month in chart.months)
    assert not chart.old_lines
    assert "pointillé" not in chart.note
