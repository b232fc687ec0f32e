"""Renewal of mandates, one by one and many at once."""

from typing import Any

import pytest
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.people.mandates import MandateStatus, status_of
from mdo.people.renewal import Proposal, preview, propose, renew
from mdo.people.terms import check_term_limit, default_planned_end
from models.base import metadata
from models.instances import College, Instance, InstanceState, InstanceType, MandateFunction, Membership, Seat
from models.people import Commitment, Designation, EndReason, Mandate, Person
from tests.support import TODAY
from tests.support.rows import body, day, function, mandate, maybe_day

TERM = ("01/10/2021", "30/09/2024")


def renewed(row: Mandate, others: tuple[Mandate, ...] = (), reason: str | None = None) -> Mandate:
    """The successor proposed; the test fails when it is refused."""
    proposal = propose(row, [row, *others], TODAY, reason)
    assert proposal.refusal is None, str(proposal.refusal)
    assert proposal.is_accepted
    assert proposal.successor is not None
    return proposal.successor


def refusal_of(proposal: Proposal) -> RuleViolation:
    """The refusal of a proposal; the test fails when it is accepted."""
    assert not proposal.is_accepted
    assert proposal.refusal is not None
    return proposal.refusal


def test_the_next_mandate_starts_the_day_after_with_the_next_rank_and_the_link() -> None:
    row = mandate(
        *TERM,
        id=5,
        instance=body(type_term_months=36),
        college=College(id=1, name="Habitants", type_id=1),
        seat=Seat(id=1, number=1, instance_id=1),
        designation=Designation.ELECTED,
        commitment=Commitment.COMMITTED,
    )
    following = renewed(row)
    assert (following.start_on, following.planned_end_on) == (day("01/10/2024"), day("30/09/2027"))
    assert (following.rank, following.previous) == (2, row)
    assert (following.ended_on, following.end_reason, following.limit_reason) == (None, None, None)
    for kept in ("instance", "person", "organisation", "function", "college", "seat", "designation", "commitment"):
        assert getattr(following, kept) is getattr(row, kept), kept
    assert (row.ended_on, row.end_reason) == (None, None), "a proposal changes nothing"


@pytest.mark.parametrize(
    ("of_function", "of_body", "of_type", "expected_end"),
    [
        (12, 24, 36, "30/09/2025"),
        (None, 24, 36, "30/09/2026"),
        (None, None, 36, "30/09/2027"),
    ],
)
def test_the_term_is_that_of_the_function_then_the_body_then_its_type(
    of_function: int | None, of_body: int | None, of_type: int | None, expected_end: str
) -> None:
    instance, its_function = body(term_months=of_body, type_term_months=of_type), function(term_months=of_function)
    assert renewed(mandate(*TERM, instance=instance, function_=its_function)).planned_end_on == day(expected_end)
    assert default_planned_end(day("01/10/2024"), instance, its_function) == day(expected_end)


@pytest.mark.parametrize(
    ("start", "instance"),
    [(None, body(term_months=36)), ("01/10/2024", body()), ("01/10/2024", body(Membership.OPEN, term_months=36))],
)
def test_no_planned_end_is_proposed_without_a_start_a_term_or_a_mandate(start: str | None, instance: Instance) -> None:
    assert default_planned_end(maybe_day(start), instance, function()) is None


def test_two_terms_of_three_years_then_a_third_only_for_a_reason_that_is_kept() -> None:
    instance = body(term_months=36, max_consecutive_terms=2)
    first = mandate(*TERM, instance=instance, id=1)
    second = renewed(first)
    assert (second.start_on, second.planned_end_on) == (day("01/10/2024"), day("30/09/2027"))
    second = mandate("01/10/2024", "30/09/2027", instance=instance, id=2, rank=2, previous_id=1)
    for reason in (None, "", "   "):
        refusal = refusal_of(propose(second, [first, second], TODAY, reason))
        assert refusal.field == "limit_reason"
        assert "3" in str(refusal)
        assert "2" in str(refusal)
    third = renewed(second, (first,), " Aucune autre candidature ")
    assert (third.rank, third.limit_reason) == (3, "Aucune autre candidature")
    assert (third.start_on, third.planned_end_on) == (day("01/10/2027"), day("30/09/2030"))


@pytest.mark.parametrize(
    ("of_function", "of_body", "of_type", "rank", "is_refused"),
    [
        (None, None, 2, 2, False),
        (None, None, 2, 3, True),
        (None, 3, 2, 3, False),
        (None, 3, 2, 4, True),
        (1, 3, 2, 1, False),
        (1, 3, 2, 2, True),
        (None, None, None, 99, False),
    ],
)
def test_the_limit_is_that_of_the_function_then_the_body_then_its_type(
    of_function: int | None, of_body: int | None, of_type: int | None, rank: int, is_refused: bool
) -> None:
    row = mandate(
        *TERM,
        instance=body(max_consecutive_terms=of_body, type_max_consecutive_terms=of_type),
        function_=function(max_consecutive_terms=of_function),
        rank=rank,
    )
    if is_refused:
        with pytest.raises(RuleViolation) as refusal:
            check_term_limit(row)
        assert refusal.value.field == "limit_reason"
        row.limit_reason = "Faute de candidat"
    check_term_limit(row)


def test_a_reason_given_within_the_limit_is_not_kept() -> None:
    row = mandate(*TERM, instance=body(term_months=36, max_consecutive_terms=2))
    assert renewed(row, reason="Inutile").limit_reason is None


CLOSED_BODY = body(term_months=36)


@pytest.mark.parametrize(
    ("row", "others", "words"),
    [
        (mandate(*TERM, "30/09/2024", instance=CLOSED_BODY), (), "30/09/2024"),
        (mandate(*TERM, "31/12/2099", instance=CLOSED_BODY), (), "31/12/2099"),
        (
            mandate(*TERM, "30/09/2024", instance=CLOSED_BODY, id=1),
            (mandate("01/10/2024", instance=CLOSED_BODY, id=2, previous_id=1),),
            "renewed from 01/10/2024",
        ),
        (mandate(*TERM, instance=body(Membership.OPEN, term_months=36)), (), "enrolment"),
        (mandate("01/10/2021", instance=CLOSED_BODY), (), "no planned end"),
        (mandate(*TERM, instance=body()), (), "length of term"),
        (mandate(*TERM, instance=body(term_months=36, state=InstanceState.DISSOLVED)), (), "dissolved"),
        (
            mandate(*TERM, instance=CLOSED_BODY, id=1),
            (mandate("30/09/2027", instance=CLOSED_BODY, id=3),),
            "since 30/09/2027",
        ),
    ],
)
def test_what_cannot_be_renewed_is_refused_with_its_sentence(
    row: Mandate, others: tuple[Mandate, ...], words: str
) -> None:
    assert words in str(refusal_of(propose(row, [row, *others], TODAY)))


def test_a_later_mandate_that_leaves_room_does_not_prevent_the_renewal() -> None:
    later = mandate("01/10/2027", instance=CLOSED_BODY, id=3)
    assert renewed(mandate(*TERM, instance=CLOSED_BODY, id=1), (later,)).planned_end_on == day("30/09/2027")


def test_the_bureau_of_an_open_body_is_renewed() -> None:
    row = mandate(*TERM, instance=body(Membership.OPEN, term_months=36), function_=function(is_bureau=True))
    assert renewed(row).rank == 2


@pytest.fixture
def register() -> Any:
    """A session on an empty database in memory."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def stored_mandates(session: Session, count: int) -> list[Mandate]:
    """So many people with a first term in one body of two terms at most."""
    kind = InstanceType(
        code="cq", label="Conseil", membership=Membership.CLOSED, term_months=36, max_consecutive_terms=2
    )
    instance = Instance(code="CQ", name="Vaise", type=kind, state=InstanceState.ACTIVE)
    member = MandateFunction(code="member", label="Membre")
    rows = [
        Mandate(
            instance=instance,
            function=member,
            person=Person(last_name=f"Nom {number}"),
            start_on=day(TERM[0]),
            planned_end_on=day(TERM[1]),
        )
        for number in range(count)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def test_thirty_mandates_are_renewed_at_once_after_a_preview_that_writes_nothing(register: Session) -> None:
    rows = stored_mandates(register, 30)
    rows[3].ended_on, rows[3].end_reason = day("01/01/2023"), EndReason.MOVED
    rows[4].planned_end_on = None
    rows[5].rank = 2
    rows[6].rank = 2
    register.commit()
    proposals = preview(register, rows, TODAY, {rows[6].id: "Faute de candidat"})
    assert [proposal.mandate for proposal in proposals] == rows
    assert [index for index, proposal in enumerate(proposals) if not proposal.is_accepted] == [3, 4, 5]
    assert not register.new
    assert not register.dirty

    written = renew(register, proposals)
    assert len(written) == 27
    assert register.scalar(select(func.count()).select_from(Mandate)) == 57
    for following in written:
        previous = following.previous
        assert previous is not None
        assert following.previous_id == previous.id
        assert (previous.ended_on, previous.end_reason) == (previous.planned_end_on, EndReason.RENEWED)
        assert status_of(previous, day("01/10/2024")) is MandateStatus.ENDED
        assert status_of(following, day("01/10/2024")) is MandateStatus.IN_FORCE
    assert [row.limit_reason for row in written if row.rank == 3] == ["Faute de candidat"]
    again = preview(register, [rows[0]], TODAY)
    assert "renewed from 01/10/2024" in str(refusal_of(again[0]))


def test_a_preview_that_someone_overtook_writes_nothing(register: Session) -> None:
    rows = stored_mandates(register, 2)
    proposals = preview(register, rows, TODAY)
    rows[1].ended_on = day("30/06/2024")
    with pytest.raises(RuleViolation):
        renew(register, proposals)
    assert not register.new
    assert rows[0].ended_on is None


@pytest.mark.parametrize("count", [1, 30])
def test_a_preview_reads_the_others_in_one_statement(register: Session, count: int) -> None:
    rows = stored_mandates(register, count)
    statements: list[str] = []
    event.listen(register.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert all(proposal.is_accepted for proposal in preview(register, rows, TODAY))
    assert len(statements) == 1


def test_a_seat_given_to_someone_else_is_not_renewed(register: Session) -> None:
    (row,) = stored_mandates(register, 1)
    row.seat = Seat(instance=row.instance, number=1)
    heir = Mandate(
        instance=row.instance,
        function=row.function,
        person=Person(last_name="Suivante"),
        seat=row.seat,
        start_on=day("01/10/2024"),
        planned_end_on=day("30/09/2027"),
    )
    register.add(heir)
    register.commit()
    (proposal,) = preview(register, [row], TODAY)
    assert refusal_of(proposal).field == "seat_id"
    heir.start_on, heir.planned_end_on = day("01/10/2027"), day("30/09/2030")
    register.commit()
    assert preview(register, [row], TODAY)[0].is_accepted


@pytest.mark.parametrize(("last_day", "is_accepted"), [("31/12/2100", True), ("01/01/2101", False)])
def test_a_renewal_ends_within_the_days_that_are_stored(last_day: str, is_accepted: bool) -> None:
    end = day(last_day).replace(year=day(last_day).year - 50)
    row = mandate("01/01/2040", end.strftime("%d/%m/%Y"), instance=body(term_months=600))
    proposal = propose(row, [row], TODAY)
    assert proposal.is_accepted is is_accepted
    if not is_accepted:
        assert refusal_of(proposal).field == "planned_end_on"
