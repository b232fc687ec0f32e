"""All the rules of a mandate at once, against what is stored."""

import pytest
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.people.mandate_rules import check_mandate, others_of
from models.instances import Seat
from models.people import EndReason, Mandate, Person
from tests.support import TODAY
from tests.support.factories import InstanceFactory, MandateFactory, MandateFunctionFactory, PersonFactory
from tests.support.rows import body, day, function, mandate


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (mandate("01/01/2026", "31/12/2028"), None),
        (mandate("01/01/2026", "31/12/2025"), "planned_end_on"),
        (mandate("01/01/2026", None, "01/06/2026"), "end_reason"),
        (mandate("01/01/2026", None, "01/06/2026", end_reason=EndReason.MOVED), None),
        (mandate("01/01/2026", function_=function(instance_id=2)), "function_id"),
        (mandate("01/01/2026", rank=3, instance=body(max_consecutive_terms=2)), "limit_reason"),
        # The age counts on the day of the start, today when it is unknown.
        (mandate("01/01/2026", instance=body(minimum_age=16), person=Person(last_name="A", birth_year=2010)), None),
        (
            mandate("31/12/2025", instance=body(minimum_age=16), person=Person(last_name="A", birth_year=2010)),
            "person_id",
        ),
        (mandate(None, instance=body(minimum_age=16), person=Person(last_name="A", birth_year=2010)), None),
        (mandate(None, instance=body(minimum_age=16), person=Person(last_name="A", birth_year=2011)), "person_id"),
        (mandate("01/06/2025"), "start_on"),
        (mandate("01/06/2025", person=Person(id=9, last_name="A"), seat_id=5), "seat_id"),
        (Mandate(instance=body(), function=function(), start_on=day("01/01/2026")), "person_id"),
    ],
)
def test_each_rule_is_asked(row: Mandate, field: str | None) -> None:
    others = [mandate("01/01/2025", "31/12/2025", seat_id=5)]
    if row.seat_id:
        row.seat = Seat(id=5, instance_id=1, number=1)
    if field is None:
        check_mandate(row, others, TODAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_mandate(row, others, TODAY)
    assert refusal.value.field == field


def test_the_others_are_those_of_the_same_holder_or_seat_in_the_body(session: Session) -> None:
    instance, elsewhere = InstanceFactory(), InstanceFactory()
    lea, paul = PersonFactory(), PersonFactory()
    member = MandateFunctionFactory()
    seat = Seat(instance=instance, number=1)
    session.add(seat)
    session.flush()
    of_lea = MandateFactory(instance=instance, person=lea, function=member)
    on_seat = MandateFactory(instance=instance, person=paul, function=member, seat=seat)
    MandateFactory(instance=elsewhere, person=lea, function=member)
    MandateFactory(instance=instance, person=PersonFactory(), function=member)
    new = Mandate(instance=instance, person=lea, function=member, seat=seat)
    assert others_of(session, new) == [of_lea, on_seat]
    assert others_of(session, of_lea) == []
    assert others_of(session, Mandate(instance=instance, person=Person(last_name="Nouvelle"))) == []
    assert new not in session
