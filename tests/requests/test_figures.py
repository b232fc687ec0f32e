"""What the directions answered, and what the next meeting reads: totals are those of the lists."""

import datetime as dt
import re

import pytest

from mdo.reports.registry import REPORTS
from models.meetings import MeetingState
from models.organisations import OrganisationKind
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.rows import day, maybe_day

CASES = [
    # direction, received, sent, due, answered
    ("Mobilités", "02/03/2026", "05/03/2026", "01/05/2026", "10/04/2026"),  # in time, 39 days
    ("Mobilités", "02/03/2026", "05/03/2026", "01/05/2026", "01/05/2026"),  # the last day, 60
    ("Mobilités", "02/03/2026", "05/03/2026", "01/05/2026", "02/05/2026"),  # late, 61
    ("Mobilités", "01/09/2026", None, "31/10/2026", None),  # overdue
    ("Mobilités", "20/11/2026", None, "19/01/2027", None),  # awaited
    ("Écoles", "01/09/2026", None, "31/10/2026", None),  # overdue: never answered
    ("Espaces verts", "20/11/2026", None, "19/01/2027", None),
    (None, "20/11/2026", None, "19/01/2027", None),
    ("Écoles", "31/12/2025", None, "01/03/2026", "01/02/2026"),  # before the period
]


@pytest.fixture
def answers(session):
    directions = {
        name: make.OrganisationFactory(name=name, kind=OrganisationKind.DIRECTION)
        for name in ("Mobilités", "Écoles", "Espaces verts")
    }
    body = make.InstanceFactory(arrondissements=[5])
    for direction, received, sent, due, answered in CASES:
        make.CouncilRequestFactory(
            instance=body,
            organisation=directions.get(direction),
            received_on=day(received),
            sent_on=maybe_day(sent),
            due_on=day(due),
            answered_on=maybe_day(answered),
            answer=answered and "Oui.",
        )
    session.commit()
    return directions


def lines(session, name, **changes) -> list[tuple]:
    report = REPORTS[name]
    values = report.default_values(TODAY)
    rows = report.run(session, values, None).rows
    return [tuple(column.value(row, TODAY) for column in report.columns) for row in rows]


@pytest.mark.db
def test_each_direction_has_its_counts_its_rate_and_its_median(session, answers) -> None:
    assert lines(session, "answers") == [
        # received, answered, in time, late, overdue, awaited, rate, median
        ("Écoles", 1, 0, 0, 0, 1, 0, 0.0, None),  # silence past the due date is a miss
        ("Espaces verts", 1, 0, 0, 0, 0, 1, None, None),
        ("Mobilités", 5, 3, 2, 1, 1, 1, 0.5, 60),
        (None, 1, 0, 0, 0, 0, 1, None, None),
    ]


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_the_totals_are_those_of_the_list_with_the_same_filters(client_as, session, answers) -> None:
    client = client_as("direction")
    page = document(client.get("/rapports/answers"))
    total = page.xpath('//section[contains(@class, "report__panel")]//tfoot/tr')[0]
    found = [number(cell.text_content()) for cell in total[1:6]]
    period = "f_received_on_from=2026-01-01&f_received_on_to=2026-11-24"

    def count(query: str) -> int:
        tree = document(client.get(f"/demandes/list/?{period}&{query}"))
        return number(tree.xpath('//*[contains(@class, "list__count")]')[0].text_content())

    awaited = count("f_status=received") + count("f_status=sent")
    statuses = ("f_status=in_time", "f_status=answered_late", "f_status=overdue")
    assert found == [count(""), *(count(status) for status in statuses), awaited] == [8, 2, 1, 2, 3]
    for name, direction in answers.items():
        line = page.xpath(f'//section[contains(@class, "report__panel")]//tbody/tr[th="{name}"]')[0]
        cells = [number(cell.text_content()) for cell in line[1:4]]
        of_it = f"f_organisation={direction.id}"
        expected = [count(of_it), count(f"{of_it}&f_status=in_time"), count(f"{of_it}&f_status=answered_late")]
        assert cells == expected, name


@pytest.mark.db
def test_the_next_meeting_reads_open_requests_then_those_answered_since_the_last(session) -> None:
    body = make.InstanceFactory(name="A", sort_key="a")
    never_met = make.InstanceFactory(name="B", sort_key="b")

    def met(days: int, state: MeetingState) -> None:
        start = dt.datetime.combine(TODAY + dt.timedelta(days=days), dt.time(17, 30), dt.UTC)
        make.MeetingFactory(instance=body, start_at=start, state=state)

    met(-30, MeetingState.HELD)
    met(-3, MeetingState.CANCELLED)
    met(10, MeetingState.PREPARED)
    met(40, MeetingState.CONVENED)
    last = TODAY - dt.timedelta(days=30)
    for number, instance, received, answered in [
        ("told already", body, "01/06/2026", last - dt.timedelta(days=1)),
        ("answered on the day of the last meeting", body, "01/06/2026", last),
        ("answered since", body, "01/05/2026", TODAY),
        ("open, newer", body, "01/11/2026", None),
        ("open, older", body, "01/10/2026", None),
        ("answered long ago", never_met, "01/06/2024", day("01/07/2024")),
    ]:
        make.CouncilRequestFactory(
            number=number, instance=instance, received_on=day(received), answered_on=answered, due_on=None
        )
    rows = list(
        REPORTS["requests-to-meeting"].run(session, REPORTS["requests-to-meeting"].default_values(TODAY), None).rows
    )
    assert [row.request.number for row in rows] == [
        "open, older", "open, newer", "answered since", "answered on the day of the last meeting", "answered long ago",
    ]  # fmt: skip
    assert [row.meets_on for row in rows] == [*[TODAY + dt.timedelta(days=10)] * 4, None]
