"""What may not be written of a mandate."""

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.people.mandates import (
    check_dates,
    check_end_reason,
    check_overlap,
    check_place,
    check_seat_is_free,
)
from models.instances import College, Membership, Seat
from models.organisations import Organisation
from models.people import EndReason, Mandate, Person
from tests.support.rows import body, day, function, mandate, maybe_day

MEMBER, CHAIR = function(), function(id=2, code="chair", label="Présidence", is_bureau=True)
PENTES, VAISE = body(), body(id=2, code="CQ-9", name="Vaise")
LEA, PAUL = Person(id=1, last_name="Martin"), Person(id=2, last_name="Petit")


@pytest.mark.parametrize(
    ("start", "planned", "ended", "field"),
    [
        ("02/03/2026", "01/03/2026", None, "planned_end_on"),
        ("02/03/2026", "02/03/2026", None, None),
        ("02/03/2026", None, "01/03/2026", "ended_on"),
        ("02/03/2026", None, "02/03/2026", None),
        ("02/03/2026", "31/12/2026", "01/06/2026", None),
        (None, "01/03/2026", "01/03/2026", None),
        (None, None, None, None),
    ],
)
def test_an_end_before_the_start_is_refused(
    start: str | None, planned: str | None, ended: str | None, field: str | None
) -> None:
    row = mandate(start, planned, ended)
    if field is None:
        check_dates(row)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_dates(row)
    assert refusal.value.field == field
    assert "02/03/2026" in str(refusal.value)


@pytest.mark.parametrize(
    ("ended", "reason", "field"),
    [
        (None, None, None),
        ("01/06/2026", EndReason.MOVED, None),
        ("01/06/2026", None, "end_reason"),
        (None, EndReason.MOVED, "ended_on"),
    ],
)
def test_an_end_goes_with_its_reason(ended: str | None, reason: EndReason | None, field: str | None) -> None:
    row = mandate("01/01/2026", None, ended, end_reason=reason)
    if field is None:
        check_end_reason(row)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_end_reason(row)
    assert refusal.value.field == field


OTHER_PERIOD = ("01/10/2021", "30/09/2024", None)


@pytest.mark.parametrize(
    ("other", "candidate", "is_refused"),
    [
        (OTHER_PERIOD, ("01/01/2020", "30/09/2021", None), False),
        (OTHER_PERIOD, ("01/01/2020", "01/10/2021", None), True),
        (OTHER_PERIOD, ("30/09/2024", "30/09/2027", None), True),
        (OTHER_PERIOD, ("01/10/2024", "30/09/2027", None), False),
        (OTHER_PERIOD, ("01/01/2022", "31/12/2022", None), True),
        (OTHER_PERIOD, ("01/01/2020", None, None), True),
        # Ended early or late: the actual end is the end.
        (("01/10/2021", "30/09/2024", "15/06/2023"), ("15/06/2023", None, None), True),
        (("01/10/2021", "30/09/2024", "15/06/2023"), ("16/06/2023", None, None), False),
        (("01/10/2021", "30/09/2024", "31/12/2024"), ("01/10/2024", None, None), True),
        # Unknown dates reach without limit.
        ((None, None, None), ("01/01/2026", None, None), True),
        ((None, "30/09/2024", None), ("30/09/2024", None, None), True),
        ((None, "30/09/2024", None), ("01/10/2024", None, None), False),
        (("01/01/2026", None, None), (None, None, "31/12/2025"), False),
        (("01/01/2026", None, None), (None, None, "01/01/2026"), True),
    ],
)
def test_the_same_holder_body_and_function_never_overlap(
    other: tuple[str | None, str | None, str | None],
    candidate: tuple[str | None, str | None, str | None],
    is_refused: bool,
) -> None:
    if not is_refused:
        check_overlap(mandate(*candidate), [mandate(*other)])
        return
    with pytest.raises(RuleViolation) as refusal:
        check_overlap(mandate(*candidate), [mandate(*other)])
    assert refusal.value.field == "start_on"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (("01/10/2021", "30/09/2024", None), ("01/10/2021", "30/09/2024")),
        (("01/10/2021", None, None), ("since 01/10/2021",)),
        ((None, "30/09/2024", None), ("30/09/2024", "unknown date")),
        ((None, None, None), ("unknown date",)),
    ],
)
def test_the_refusal_names_the_other_mandate(
    other: tuple[str | None, str | None, str | None], words: tuple[str, ...]
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_overlap(mandate("01/01/2020"), [mandate(*other)])
    for word in ("Membre", "Bas des Pentes", *words):
        assert word in str(refusal.value)
    assert "None" not in str(refusal.value)


@pytest.mark.parametrize(
    ("instance", "function_", "person", "is_refused"),
    [
        (PENTES, MEMBER, LEA, True),
        (VAISE, MEMBER, LEA, False),
        (PENTES, CHAIR, LEA, False),
        (PENTES, MEMBER, PAUL, False),
    ],
)
def test_another_body_function_or_person_does_not_overlap(
    instance: object, function_: object, person: object, is_refused: bool
) -> None:
    other = mandate("01/01/2026", instance=PENTES, function_=MEMBER, person=LEA)
    # As a form builds it: relations alone, the ids follow at the flush.
    candidate = Mandate(instance=instance, function=function_, person=person, start_on=day("01/06/2026"))
    if is_refused:
        with pytest.raises(RuleViolation):
            check_overlap(candidate, [other])
    else:
        check_overlap(candidate, [other])


def test_a_mandate_does_not_overlap_itself() -> None:
    row = mandate("01/01/2026")
    check_overlap(row, [row])


def test_an_association_holds_a_mandate_once_whoever_it_is_when_nobody_is_named() -> None:
    club = Organisation(id=7, name="Club")

    def of_club(start: str, person: Person | None) -> Mandate:
        return Mandate(instance=PENTES, function=MEMBER, organisation=club, person=person, start_on=maybe_day(start))

    with pytest.raises(RuleViolation):
        check_overlap(of_club("01/06/2026", None), [of_club("01/01/2026", None)])
    check_overlap(of_club("01/06/2026", PAUL), [of_club("01/01/2026", LEA)])
    check_overlap(of_club("01/06/2026", None), [of_club("01/01/2026", LEA)])


def test_an_enrolment_with_a_typed_planned_end_still_overlaps_after_it() -> None:
    open_body = body(Membership.OPEN)
    with pytest.raises(RuleViolation):
        check_overlap(
            mandate("01/01/2026", instance=open_body), [mandate("01/01/2020", "31/12/2022", instance=open_body)]
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"function": function(instance_id=1)}, None),
        ({"function": function(instance_id=2)}, "function_id"),
        ({"college": College(id=1, name="Habitants", type_id=1)}, None),
        ({"college": College(id=1, name="Habitants", instance_id=1)}, None),
        ({"college": College(id=1, name="Habitants", type_id=2)}, "college_id"),
        ({"college": College(id=1, name="Habitants", instance_id=2)}, "college_id"),
        ({"seat": Seat(id=1, instance_id=1, number=1)}, None),
        ({"seat": Seat(id=1, instance_id=2, number=1)}, "seat_id"),
    ],
)
def test_function_college_and_seat_belong_to_the_body(values: dict[str, object], field: str | None) -> None:
    row = Mandate(**{"instance": body(), "function": MEMBER, "person": LEA, **values})
    if field is None:
        check_place(row)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_place(row)
    assert refusal.value.field == field


@pytest.mark.parametrize(("function_", "is_refused"), [(MEMBER, True), (CHAIR, False)])
def test_only_the_bureau_of_an_open_body_has_seats(function_: object, is_refused: bool) -> None:
    row = Mandate(
        instance=body(Membership.OPEN), function=function_, person=LEA, seat=Seat(id=1, instance_id=1, number=1)
    )
    if is_refused:
        with pytest.raises(RuleViolation) as refusal:
            check_place(row)
        assert refusal.value.field == "seat_id"
    else:
        check_place(row)


@pytest.mark.parametrize(
    ("start", "other_values", "own_values", "is_refused"),
    [
        ("30/09/2024", {"seat_id": 5}, {"seat_id": 5}, True),
        ("01/10/2024", {"seat_id": 5}, {"seat_id": 5}, False),
        ("30/09/2024", {"seat_id": 6}, {"seat_id": 5}, False),
        ("30/09/2024", {}, {}, False),
        ("30/09/2024", {"seat_id": 5}, {"seat_id": 5, "substitute_of_id": 1}, False),
        ("30/09/2024", {"seat_id": 5, "substitute_of_id": 9}, {"seat_id": 5}, False),
    ],
)
def test_a_seat_has_one_holder_at_a_time(
    start: str, other_values: dict[str, int], own_values: dict[str, int], is_refused: bool
) -> None:
    other = mandate("01/10/2021", "30/09/2024", person=PAUL, **other_values)
    candidate = mandate(start, None, person=LEA, **own_values)
    if is_refused:
        with pytest.raises(RuleViolation) as refusal:
            check_seat_is_free(candidate, [candidate, other])
        assert refusal.value.field == "seat_id"
        assert "Petit" in str(refusal.value)
    else:
        check_seat_is_free(candidate, [candidate, other])
