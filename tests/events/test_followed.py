"""What was followed: who never did, hours by year, refreshers due, the cost by participant, certificates."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document
from sqlalchemy.orm import Session

from mdo.documents.document_format import Wording
from mdo.events.followed import cost_of, cost_per_participant, followed_by, hours_by_year, mean_of, never_followed
from mdo.events.papers import certificates_of, leaflet_of
from mdo.kernel.base.context import bind, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.rights.roles import pairs_of
from models.attendance import Presence
from models.events import EventState
from tests.support import TODAY, orders
from tests.support import events as hold
from tests.support import factories as make
from tests.support.projects import ProjectFactory, ProjectSpendingFactory

WORDING = Wording(str, lambda day: day.isoformat())


def came(event, person, day: dt.date, **hours: dt.datetime):
    """Somebody of the register at a session of a day."""
    start = dt.datetime.combine(day, dt.time(17), dt.UTC)
    meeting = hold.session_of(event, start_at=start, end_at=start + dt.timedelta(hours=2, minutes=30))
    row = hold.EventRegistrationFactory(event=event, person=person, name=str(person))
    make.AttendanceFactory(
        meeting=meeting, person=person, registration=row, is_convened=True, presence=Presence.PRESENT, **hours
    )
    return row


def due(session: Session) -> list[tuple[str, dt.date]]:
    session.flush()
    bind(session, replace(context_of(session), rights=pairs_of("admin")))
    wanted = DeadlineQuery(kinds=frozenset({"refresher_due", "event_held"}), whose=WhoseDeadlines.ALL)
    return [(line.title, line.due_on) for line in Deadlines(session).page(wanted, limit=100)]


def test_the_members_of_a_body_who_never_followed_a_training_are_to_be_invited(session) -> None:
    body = make.InstanceFactory()
    people = [make.PersonFactory(last_name=name) for name in ("Alpha", "Beta", "Gamma")]
    for person in people:
        make.MandateFactory(instance=body, person=person)
    came(hold.EventFactory(course="Accueil"), people[0], TODAY)
    came(hold.EventFactory(course="Autre"), people[1], TODAY)
    session.commit()
    assert [row.last_name for row in never_followed(session, "Accueil", body.id, TODAY)] == ["Beta", "Gamma"]


def test_the_hours_of_a_person_add_up_by_year(session) -> None:
    person = make.PersonFactory()
    for day in (dt.date(2025, 3, 1), dt.date(2026, 3, 1), dt.date(2026, 9, 1)):
        came(hold.EventFactory(), person, day)
    session.commit()
    hours = hours_by_year(followed_by(session, person.id))
    assert hours == {2026: dt.timedelta(hours=5), 2025: dt.timedelta(hours=2, minutes=30)}


def test_a_refresher_is_due_so_many_months_after_unless_it_was_followed_since(session) -> None:
    once, again = make.PersonFactory(), make.PersonFactory()
    first = hold.EventFactory(course="Secours", valid_months=12, state=EventState.HELD)
    second = hold.EventFactory(course="Secours", valid_months=12, state=EventState.HELD)
    came(second, again, dt.date(2026, 11, 10))  # typed first: days say which one is the later
    for person in (once, again):
        came(first, person, dt.date(2025, 12, 10))
    session.commit()
    # Who followed it again in November is asked for next year alone, beyond the thirty days of the rule.
    assert due(session) == [(str(once), dt.date(2026, 12, 10))]


def test_an_event_that_is_over_is_to_be_told_the_day_after_its_last_session(session) -> None:
    event = hold.EventFactory(title="Finie")
    for day in (1, 8):
        start = dt.datetime(2026, 11, day, 18, tzinfo=dt.UTC)
        hold.session_of(event, start_at=start, end_at=start + dt.timedelta(hours=1))
    hold.EventFactory(title="Sans jour")
    session.commit()
    assert due(session) == [("Finie", dt.date(2026, 11, 9))]


@pytest.mark.parametrize(
    ("cost", "present", "each"),
    [
        (Decimal(1000), 20, Decimal("50.00")),
        (Decimal(100), 3, Decimal("33.33")),
        (None, 20, None),
        (Decimal(10), 0, None),
    ],
)
def test_the_cost_by_participant(cost, present, each) -> None:
    assert cost_per_participant(cost, present) == each


def test_the_cost_of_an_event_is_what_its_project_was_invoiced_with_tax(session) -> None:
    contract, project = orders.RunningContractFactory(), ProjectFactory()
    order = orders.order_of(contract, "1000")
    orders.invoice_of(contract, "300", order=order)
    orders.invoice_of(contract, "9999")  # of the contract, and of nothing that names the project
    ProjectSpendingFactory(project=project, order=order)
    event, alone = hold.EventFactory(project=project), hold.EventFactory()
    session.commit()
    assert (cost_of(session, event), cost_of(session, alone)) == (Decimal("360.00"), None)


def test_a_mean_without_answers_is_none_and_never_zero() -> None:
    assert mean_of(dict.fromkeys(range(1, 6), 0)) is None
    assert mean_of({1: 0, 2: 0, 3: 1, 4: 0, 5: 1}) == 4


def test_certificates_are_one_a_page_with_the_hours_and_their_rule(session) -> None:
    event = hold.EventFactory(title="Oser")
    for number in range(3):
        end = dt.datetime(2026, 11, 3, 19, 30, tzinfo=dt.UTC) - dt.timedelta(minutes=14)
        came(event, make.PersonFactory(last_name=f"Venue {number}"), dt.date(2026, 11, 3), left_at=end)
    session.commit()
    content, count = certificates_of(session, event, WORDING)
    text = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert count == text.count("Certificate of attendance") == 3
    assert sum("2\u00a0h\u00a030" in line for line in text) == 3
    assert sum("less than 15 minutes" in line for line in text) == 3
    with pytest.raises(RuleViolation):
        certificates_of(session, hold.EventFactory(), WORDING)


def test_a_leaflet_says_each_evening_in_order_with_its_place_and_speakers(session) -> None:
    event = hold.EventFactory(title="Université", programme="Six soirées.")
    for number in (2, 1, 3):
        start = dt.datetime(2027, 3, number, 17, tzinfo=dt.UTC)
        end = start + dt.timedelta(hours=2)
        hold.session_of(
            event, title=f"Soir {number}", start_at=start, end_at=end, place=f"Lieu {number}", speakers=f"Ana {number}"
        )
    session.commit()
    content, count = leaflet_of(session, event, WORDING)
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
    assert count == 3
    assert (
        text.index("Soir 1") < text.index("Lieu 1") < text.index("Ana 1") < text.index("Soir 2") < text.index("Soir 3")
    )
