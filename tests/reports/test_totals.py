"""The totals of the reports are the numbers that a manager reads on the lists, the bodies' pages and the first page."""

import datetime as dt
import io
import re
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.composition.alerts import InstanceAlert
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.people.deadlines import MANDATE_END
from mdo.reports.registry import REPORTS
from models.attendance import Presence
from models.instances import Instance
from models.meetings import MeetingState
from models.people import Mandate
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make

BY_TYPE, BY_PLACE, BY_STATE = "Par type d’instance", "Par arrondissement", "Par état"
COMPOSITION, SEATS = "Parité par type d’instance", "Sièges par type d’instance"
DAYS = [TODAY.isoformat(), "2026-06-30", "2026-07-01", "2024-12-31"]


class Pages:
    """The numbers that pages show to one reader."""

    def __init__(self, client) -> None:
        self._client = client

    def tree(self, address, **asked):
        answer = self._client.get(f"{address}?{urlencode(asked, doseq=True)}" if asked else address)
        assert answer.status_code == 200, address
        return document(answer)

    def count(self, address, **asked) -> int:
        """How many rows a list or a report says it has."""
        return number(self.tree(address, **asked).xpath('//*[contains(@class, "list__count")]')[0].text_content())

    def figures(self, name, **asked) -> dict[str, dict[str, list[int]]]:
        """The figures of a report: by title, then by line, « Total » too."""
        panels = self.tree(f"/rapports/{name}", **asked).xpath('//section[contains(@class, "report__panel")]')
        return {
            panel.xpath("string(.//h2)"): {
                row[0].text_content(): [number(cell.text_content()) for cell in row[1:]]
                for row in panel.xpath(".//tbody/tr | .//tfoot/tr")
            }
            for panel in panels
        }

    def home(self) -> dict[str, int]:
        """The numbers of the first page by their label."""
        found = {}
        for kind in ("tile", "counter", "number"):
            for link in self.tree("/").xpath(f'//a[starts-with(@class, "{kind}")]'):
                label, value = (
                    link.xpath(f'string(.//*[contains(concat(" ", @class, " "), " {kind}__{part} ")])')
                    for part in ("label", "value")
                )
                found[label] = number(value)
        return found

    def facts(self, address, **asked) -> dict[str, str]:
        """The small figures of a record."""
        pairs = self.tree(address, **asked).xpath("//main//dl/div")
        return {pair.xpath("string(dt)").strip(): pair.xpath("string(dd)").strip() for pair in pairs}


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


@pytest.fixture
def pages(client_as, city):
    """The pages of the direction, who reads figures."""
    return Pages(client_as("direction"))


def test_the_dashboard_says_what_the_lists_and_the_first_page_say(pages) -> None:
    figures, home = pages.figures("bodies"), pages.home()
    active, _in_alert, members, _newcomers, expired, vacant = figures[BY_TYPE]["Total"]
    assert figures[BY_PLACE]["Total"] == figures[BY_TYPE]["Total"]
    assert active == pages.count("/instances/list/", f_state="active") == home["Instances actives"] == 2
    assert members == pages.count("/mandats/list/", f_status="in_force") == home["Mandats en cours"] == 5
    assert expired == pages.count("/mandats/list/", f_status="expired") == home["Mandats échus"] == 1
    assert vacant == pages.count("/rapports/vacant-seats") == 2
    assert figures[BY_STATE]["En sommeil"] == [pages.count("/instances/list/", f_state="dormant")] == [1]


def test_a_body_at_rest_counts_for_its_mandates_and_misses_nobody(pages, session) -> None:
    resting = session.scalars(select(Instance).filter_by(code="PAUSE")).one()
    make.MandateFactory(instance=resting)
    make.SeatFactory(instance=resting)
    session.commit()
    total = pages.figures("bodies")[BY_TYPE]["Total"]
    assert total[2] == pages.count("/mandats/list/", f_status="in_force") == pages.home()["Mandats en cours"] == 6
    assert total[5] == pages.count("/rapports/vacant-seats") == 2


def test_the_sum_of_a_column_of_the_dashboard_is_the_total_of_its_figure(pages, session) -> None:
    report = REPORTS["bodies"]
    rows = list(report.run(session, report.default_values(TODAY), None).rows)
    columns = {column.name: column for column in report.columns}
    sums = [
        sum(columns[name].value(row, TODAY) or 0 for row in rows)
        for name in ("members", "newcomers", "expired", "vacant")
    ]
    assert sums == pages.figures("bodies")[BY_TYPE]["Total"][2:]
    assert sum(columns["undated"].value(row, TODAY) for row in rows) == pages.home()["Mandats à compléter"]


@pytest.mark.parametrize("alert", list(InstanceAlert))
def test_the_bodies_in_alert_are_those_of_the_list(pages, session, alert) -> None:
    report = REPORTS["bodies"]
    rows = report.run(session, report.default_values(TODAY), None).rows
    assert sum(alert in row.alerts for row in rows) == pages.count("/instances/list/", f_alert=alert.value)


def test_an_arrondissement_has_the_numbers_of_its_lists(pages, session) -> None:
    by_place = pages.figures("bodies")[BY_PLACE]
    ids = {place.name: place.id for body in session.scalars(select(Instance)) for place in body.arrondissements}
    assert {"Lyon 5e", "Lyon 7e"} == ids.keys()
    for name, place in ids.items():
        active, _in_alert, members, _newcomers, expired, _vacant = by_place[name]
        assert active == pages.count("/instances/list/", f_state="active", f_arrondissements=place), name
        assert members == pages.count("/mandats/list/", f_status="in_force", f_arrondissements=place), name
        assert expired == pages.count("/mandats/list/", f_status="expired", f_arrondissements=place), name


def test_a_referent_finds_her_first_page_in_the_line_of_her_arrondissement(client_as, city, session) -> None:
    make.MandateFactory(instance=make.InstanceFactory(name="Toute la ville"))
    session.commit()
    own = Pages(client_as("ref5"))
    by_place, home = own.figures("bodies")[BY_PLACE], own.home()
    active, _in_alert, members, _newcomers, expired, _vacant = by_place["Lyon 5e"]
    assert (home["Instances actives"], home["Mandats en cours"], home["Mandats échus"]) == (active, members, expired)
    assert by_place["Toute la ville"][2] == 1
    assert by_place["Total"][2] == own.count("/mandats/list/", f_status="in_force") == members + 1


@pytest.mark.parametrize("day", DAYS)
def test_the_directory_is_as_long_as_the_list_of_the_mandates_of_the_day(pages, day) -> None:
    assert pages.count("/rapports/members", f_on=day) == pages.count("/mandats/list/", f_on=day)


def test_composition_counts_the_mandates_of_the_bodies_at_work(pages) -> None:
    figures = pages.figures("composition")
    members = figures[COMPOSITION]["Total"][0]
    assert members == pages.count("/mandats/list/", f_status="in_force")
    assert figures["Par collège"]["Total"] == [members]
    by_rule = figures["Règle de parité"]
    assert by_rule["Total"] == [pages.count("/instances/list/", f_state="active")]
    missed = sum(numbers[0] for label, numbers in by_rule.items() if label.startswith("Pas assez"))
    assert missed == pages.count("/instances/list/", f_alert="parity") == 1


def test_a_body_shows_on_its_page_what_the_reports_say_of_it(pages, session) -> None:
    body = session.scalars(select(Instance).filter_by(code="CC-5")).one().id
    seats = pages.figures("vacant-seats", f_body=body)[SEATS]["Total"]
    shown = pages.facts(f"/instances/show/{body}", tab="seats")
    assert [shown["sièges"], shown["pourvu"], shown["vacants"]] == [str(seats[index]) for index in (0, 1, 4)]
    members, women, men = pages.figures("composition", f_body=body)[COMPOSITION]["Total"][:3]
    assert shown["mandats en cours"] == str(members)
    page = " ".join(pages.tree(f"/instances/show/{body}?tab=seats").xpath("string(//main)").split())
    assert f"Femmes\xa0: {women} Hommes\xa0: {men}" in page.replace(" :", "\xa0:")


def test_mandates_ending_are_as_many_as_the_deadlines_of_90_days(pages) -> None:
    asked = {"f_whose": WhoseDeadlines.ALL.value, "f_kind": MANDATE_END.code}
    near = [bucket.value for bucket in (Bucket.WEEK, Bucket.MONTH, Bucket.QUARTER)]
    assert pages.count("/rapports/mandates-ending") == pages.count("/echeances/list/", **asked, f_bucket=near) == 1


def test_the_network_has_a_line_a_referent_and_one_for_each_arrondissement_without(pages) -> None:
    rows = pages.tree("/rapports/referents").xpath("(//main//table)[1]//tbody/tr")
    covered = [row.xpath("string(./td[2])") for row in rows]
    assert covered.count("Couvert") == pages.count("/referents/list/", f_in_force="1") == 1
    assert len(covered) == len(pages.tree("/arrondissements/list/").xpath("(//main//table)[1]//tbody/tr")) == 9


# ---- Assiduity -------------------------------------------------------------------------------------------------------

BY_BODY, BY_ARRONDISSEMENT = "Assiduité par instance", "Assiduité par arrondissement"
_SHOWN = ("Réunions tenues", "Convocations", "Présent·e", "Représenté·e", "Excusé·e", "Absent·e", "Non pointé·e")


@pytest.fixture
def held(session, city):
    """Two meetings of the closed body and one of the open one, in the year; one long ago, one to come."""
    bodies = {body.code: body for body in session.scalars(select(Instance))}
    evenings = (("CC-5", 2026, 3), ("CC-5", 2026, 6), ("CQ-57", 2026, 6), ("CC-5", 2024, 6))
    states = (Presence.PRESENT, Presence.PRESENT, Presence.EXCUSED, Presence.EXPECTED, Presence.ABSENT)
    for code, year, month in evenings:
        start = dt.datetime(year, month, 5, 17, tzinfo=dt.UTC)
        meeting = make.MeetingFactory(instance=bodies[code], start_at=start, state=MeetingState.HELD)
        members = session.scalars(select(Mandate).where(Mandate.instance_id == meeting.instance_id)).all()
        for mandate, presence in zip(members, states, strict=False):
            make.AttendanceFactory(meeting=meeting, person=mandate.person, mandate=mandate, presence=presence)
    make.AttendanceFactory(meeting=make.MeetingFactory(instance=bodies["CC-5"]))
    network = make.MeetingFactory(instance=None, state=MeetingState.HELD)
    make.AttendanceFactory(meeting=network, person=None, user=make.UserFactory(), presence=Presence.PRESENT)
    session.commit()
    return bodies


def test_assiduity_is_one_number_on_a_body_a_person_an_arrondissement_and_the_report(pages, session, held) -> None:
    figures = pages.figures("assiduity")
    body = held["CC-5"]
    shown = pages.facts(f"/instances/show/{body.id}", tab="assiduity")
    assert [number(shown[name]) for name in _SHOWN] == figures[BY_BODY][body.name][:7] == [2, 10, 4, 0, 2, 2, 2]
    assert number(shown["Assiduité"]) == 500
    numbers = {place.name: place.id for place in held["CQ-57"].arrondissements}
    for name, place in numbers.items():
        shown = pages.facts(f"/arrondissements/show/{place}", tab="assiduity")
        assert [number(shown[label]) for label in _SHOWN] == figures[BY_ARRONDISSEMENT][name][:7], name
    assert figures[BY_BODY]["Total"] == figures[BY_ARRONDISSEMENT]["Total"]
    assert figures[BY_BODY]["Réseau des référent·es"][:3] == [1, 1, 1]
    report = REPORTS["assiduity"]
    rows = list(report.run(session, report.default_values(TODAY), None).rows)
    columns = {column.name: column for column in report.columns}
    sums = [sum(columns[name].value(row, TODAY) for row in rows) for name in (
        "convened", "present", "represented", "excused", "absent", "unmarked",
    )]  # fmt: skip
    assert sums == figures[BY_BODY]["Total"][1:7]
    one = next(row for row in rows if row.found.present == 2)
    shown = pages.facts(f"/personnes/show/{one.holder.id}", tab="assiduity")
    assert [number(shown[name]) for name in _SHOWN] == [2, 2, 2, 0, 0, 0, 0]
    assert number(shown["Assiduité"]) == 1000


def test_the_period_of_a_page_is_that_of_the_report(pages, held) -> None:
    body = held["CC-5"]
    asked = {"from": "2024-01-01", "to": "2026-04-01"}
    shown = pages.facts(f"/instances/show/{body.id}", tab="assiduity", **asked)
    period = {"f_period_from": asked["from"], "f_period_to": asked["to"]}
    figures = pages.figures("assiduity", f_body=body.id, **period)
    assert [number(shown[name]) for name in _SHOWN] == figures[BY_BODY][body.name][:7]
    assert figures[BY_BODY]["Total"][0] == 2
    link = pages.tree(f"/instances/show/{body.id}", tab="assiduity", **asked).xpath('//p[@class="panel-link"]/a/@href')
    assert pages.tree(link[0]).xpath("count(//table)") > 0
    nothing = pages.tree(f"/instances/show/{held['OFF'].id}", tab="assiduity")
    assert "Aucune réunion tenue" in nothing.xpath("string(//main)")


@pytest.mark.parametrize(
    ("name", "title", "columns"),
    [
        ("bodies", BY_TYPE, {"Mandats en cours": 2, "Mandats échus": 4, "Sièges vacants": 5}),
        ("composition", COMPOSITION, {"Membres qui siègent": 0, "Femmes": 1, "Hommes": 2}),
    ],
)
def test_what_stands_under_a_file_is_the_total_of_the_figures(client_as, pages, name, title, columns) -> None:
    answer = client_as("direction").get(f"/rapports/{name}/export")
    sheet = load_workbook(io.BytesIO(answer.get_data()), data_only=True).worksheets[0]
    (total,) = (row for row in sheet.iter_rows() if row[0].value == "Total (lignes affichées)")
    under = {sheet.cell(1, cell.column).value: cell.value for cell in total}
    figures = pages.figures(name)[title]["Total"]
    assert {head: under[head] for head in columns} == {head: figures[at] for head, at in columns.items()}
    assert any(under[head] for head in columns)
