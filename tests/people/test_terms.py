"""Terms in a row: counted from the mandates of the register, so that no typed rank goes round the limit."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.people.terms import check_term_limit, rank_of
from models.instances import Membership
from models.people import Mandate, Person
from tests.base.pages import refusals, save
from tests.support import factories as make
from tests.support.forms import post
from tests.support.rows import body, day, function, mandate

FIRST = ("01/10/2018", "30/09/2021")
SECOND = ("01/10/2021", "30/09/2024")
THIRD = ("01/10/2024", "30/09/2027")


@pytest.mark.parametrize(
    ("others", "typed", "rank"),
    [
        ([], 1, 1),
        ([], None, 1),
        ([], 4, 4),  # terms from before the register
        ([mandate(*SECOND)], 1, 2),
        ([mandate(*SECOND, rank=3)], 1, 4),
        ([mandate(*FIRST), mandate(*SECOND)], 1, 3),
        ([mandate(*SECOND), mandate(*FIRST)], 2, 3),
        ([mandate(*FIRST)], 1, 1),
        # One day of gap, then none; the actual end decides.
        ([mandate("01/10/2021", "29/09/2024")], 1, 1),
        ([mandate(*SECOND, "29/09/2024")], 1, 1),
        ([mandate("01/10/2021", "29/09/2024", "30/09/2024")], 1, 2),
        # Someone else, elsewhere, in another function; an enrolment is no term.
        ([mandate(*SECOND, person=Person(id=2, last_name="Autre"))], 1, 1),
        ([mandate(*SECOND, instance=body(id=2))], 1, 1),
        ([mandate(*SECOND, function_=function(id=2))], 1, 1),
        ([mandate(*SECOND, "30/09/2024", instance=body(Membership.OPEN))], 1, 1),
    ],
)
def test_the_rank_is_counted_from_the_mandates_without_a_gap(
    others: list[Mandate], typed: int | None, rank: int
) -> None:
    assert rank_of(mandate(*THIRD, rank=typed), others) == rank


@pytest.mark.parametrize(("limit", "field"), [(3, None), (2, "limit_reason")])
def test_a_typed_rank_does_not_go_round_the_limit(limit: int, field: str | None) -> None:
    instance = body(max_consecutive_terms=limit)
    row = mandate(*THIRD, instance=instance, rank=1)
    others = [mandate(*FIRST, instance=instance), mandate(*SECOND, instance=instance)]
    if field is None:
        check_term_limit(row, others)
        assert row.rank == 3
        return
    with pytest.raises(RuleViolation) as refusal:
        check_term_limit(row, others)
    assert refusal.value.field == field
    row.limit_reason = "Faute de candidat"
    check_term_limit(row, others)


@pytest.mark.parametrize(("reason", "field"), [(None, "start_on"), ("Faute de candidat", None)])
def test_an_earlier_term_added_last_counts_for_those_that_follow(reason: str | None, field: str | None) -> None:
    instance = body(max_consecutive_terms=2)
    others = [mandate(*SECOND, instance=instance), mandate(*THIRD, instance=instance, rank=2, limit_reason=reason)]
    row = mandate(*FIRST, instance=instance)
    if field is None:
        check_term_limit(row, others)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_term_limit(row, others)
    assert refusal.value.field == field


@pytest.mark.db
def test_a_form_counts_the_terms(session: Session, client_as: Any) -> None:
    instance = make.InstanceFactory(term_months=36, max_consecutive_terms=2)
    member, person = make.MandateFunctionFactory(), make.PersonFactory()
    for start, end in (FIRST, SECOND):
        make.MandateFactory(
            instance=instance, function=member, person=person, start_on=day(start), planned_end_on=day(end)
        )
    session.commit()
    typed = {
        "instance": str(instance.id),
        "person": str(person.id),
        "function": str(member.id),
        "designation": "unknown",
        "commitment": "unknown",
        "start_on": "2024-10-01",
        "planned_end_on": "2027-09-30",
        "rank": "1",
    }
    client = client_as("mission")
    refused = post(client, "/mandats/add", typed)
    assert list(refusals(refused)) == ["limit_reason"]
    assert post(client, "/mandats/add", typed | {"limit_reason": "Faute de candidat"}).status_code == 302
    session.expire_all()
    third = session.query(Mandate).order_by(Mandate.id.desc()).first()
    assert third is not None
    assert third.rank == 3
    row_id = third.id
    session.rollback()
    # A row past the limit may still be ended.
    ended = save(client, f"/mandats/end/{row_id}", ended_on="2026-01-31", end_reason="moved")
    assert ended.status_code == 302
