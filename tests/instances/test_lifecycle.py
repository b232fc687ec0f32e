"""Life of a body."""

import itertools
from typing import Any

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from mdo.instances.lifecycle import TRANSITIONS, check_instance, recognition_ends_on, recognition_status
from mdo.kernel.base.errors import RuleViolation
from models.instances import Instance, InstanceState
from tests.support.rows import body, day, maybe_day

PROJECT, PREPARATION, ACTIVE, DORMANT, DISSOLVED = InstanceState
TODAY = day("24/11/2026")
ALLOWED = {
    (PROJECT, PREPARATION),
    (PROJECT, ACTIVE),
    (PROJECT, DISSOLVED),
    (PREPARATION, ACTIVE),
    (PREPARATION, DISSOLVED),
    (ACTIVE, DORMANT),
    (ACTIVE, DISSOLVED),
    (DORMANT, ACTIVE),
    (DORMANT, DISSOLVED),
}


def stored(**values: Any) -> Instance:
    """A body as it comes from the database: what is set afterwards is a change."""
    instance = body(**values)
    for name in ("state", "state_on", "state_reason", "created_on", "dissolved_on"):
        set_committed_value(instance, name, getattr(instance, name))
    return instance


def changed(instance: Instance, state: InstanceState, on: str, reason: str | None = "Travaux") -> Instance:
    """The body as a form fills it in: another state from a day on."""
    instance.state, instance.state_on, instance.state_reason = state, day(on), reason
    return instance


@pytest.mark.parametrize(("old", "new"), list(itertools.permutations(InstanceState, 2)))
def test_a_body_goes_from_a_state_to_the_allowed_ones(old: InstanceState, new: InstanceState) -> None:
    instance = changed(stored(state=old, state_on=day("01/01/2026"), state_reason="Avant"), new, "01/06/2026")
    if (old, new) in ALLOWED:
        check_instance(instance, TODAY)
        assert (instance.state, instance.state_on, instance.state_reason) == (new, day("01/06/2026"), "Travaux")
        assert instance.dissolved_on == (day("01/06/2026") if new is DISSOLVED else None)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_instance(instance, TODAY)
    assert refusal.value.field == "state"


def test_every_state_has_its_transitions() -> None:
    assert set(TRANSITIONS) == set(InstanceState)


@pytest.mark.parametrize(
    ("old", "new", "reason", "field"),
    [
        (ACTIVE, DORMANT, None, "state_reason"),
        (ACTIVE, DORMANT, "  ", "state_reason"),
        (ACTIVE, DISSOLVED, "", "state_reason"),
        (ACTIVE, DISSOLVED, "Fusion", None),
        (DORMANT, ACTIVE, None, None),
        (PROJECT, ACTIVE, None, None),
    ],
)
def test_sleep_and_dissolution_ask_a_reason(
    old: InstanceState, new: InstanceState, reason: str | None, field: str | None
) -> None:
    instance = changed(stored(state=old), new, "24/11/2026", reason)
    if field is None:
        check_instance(instance, TODAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_instance(instance, TODAY)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("on", "new", "is_refused"),
    [
        ("24/11/2026", ACTIVE, False),
        ("25/11/2026", ACTIVE, True),
        # Created on 01/03/2026; the last change is of 01/02/2026.
        ("01/03/2026", ACTIVE, False),
        ("28/02/2026", ACTIVE, True),
        ("28/02/2026", PREPARATION, False),
        ("01/02/2026", PREPARATION, False),
        ("31/01/2026", PREPARATION, True),
    ],
)
def test_a_change_is_not_to_come_and_follows_creation_and_the_last_change(
    on: str, new: InstanceState, is_refused: bool
) -> None:
    instance = changed(stored(state=PROJECT, created_on=day("01/03/2026"), state_on=day("01/02/2026")), new, on)
    if not is_refused:
        check_instance(instance, TODAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_instance(instance, TODAY)
    assert refusal.value.field == "state_on"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"state": ACTIVE}, None),
        ({"state": PROJECT}, None),
        ({"state": DORMANT}, "state_reason"),
        ({"state": DORMANT, "state_reason": "Travaux"}, None),
        ({"state": DISSOLVED, "state_reason": "Fusion"}, None),
        ({"state": ACTIVE, "state_on": day("25/11/2026")}, "state_on"),
        ({"state": ACTIVE, "dissolved_on": day("01/06/2026")}, "dissolved_on"),
        (
            {
                "state": DISSOLVED,
                "state_reason": "Fusion",
                "created_on": day("02/06/2026"),
                "dissolved_on": day("01/06/2026"),
            },
            "dissolved_on",
        ),
        (
            {
                "state": DISSOLVED,
                "state_reason": "Fusion",
                "created_on": day("01/06/2026"),
                "dissolved_on": day("01/06/2026"),
            },
            None,
        ),
        ({"state": ACTIVE, "quorum_numerator": 1}, "quorum_denominator"),
    ],
)
def test_a_body_just_written_down_may_be_in_any_state_with_its_reason(
    values: dict[str, Any], field: str | None
) -> None:
    instance = body(**values)
    if field is None:
        check_instance(instance, TODAY)
        assert instance.state_on == values.get("state_on"), "an unknown date stays unknown"
        return
    with pytest.raises(RuleViolation) as refusal:
        check_instance(instance, TODAY)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("old", "new", "is_refused"), [(ACTIVE, PROJECT, True), (ACTIVE, ACTIVE, False), (DISSOLVED, ACTIVE, True)]
)
def test_a_form_cannot_jump_between_states(old: InstanceState, new: InstanceState, is_refused: bool) -> None:
    instance = stored(state=old, state_reason="Fusion")
    instance.state = new
    if not is_refused:
        check_instance(instance, TODAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_instance(instance, TODAY)
    assert refusal.value.field == "state"


@pytest.mark.parametrize(
    ("typed", "dissolved", "expected_state_on", "expected_dissolved_on"),
    [
        (None, None, "24/11/2026", "24/11/2026"),
        ("01/06/2026", None, "01/06/2026", "01/06/2026"),
        (None, "01/06/2026", "01/06/2026", "01/06/2026"),
        ("01/06/2026", "30/06/2026", "01/06/2026", "30/06/2026"),
    ],
)
def test_a_dissolution_on_a_form_is_dated(
    typed: str | None, dissolved: str | None, expected_state_on: str, expected_dissolved_on: str
) -> None:
    instance = stored(state=ACTIVE, state_on=day("01/01/2020"))
    instance.state, instance.state_reason = DISSOLVED, "Fusion"
    instance.dissolved_on = maybe_day(dissolved)
    if typed:
        instance.state_on = day(typed)
    check_instance(instance, TODAY)
    assert (instance.state_on, instance.dissolved_on) == (day(expected_state_on), day(expected_dissolved_on))


@pytest.mark.parametrize(
    ("new", "created", "is_refused"), [(DISSOLVED, "01/02/2026", False), (ACTIVE, "02/02/2026", True)]
)
def test_a_change_on_the_day_of_the_change_before_is_of_that_day(
    new: InstanceState, created: str, is_refused: bool
) -> None:
    instance = stored(state=PREPARATION, created_on=day(created), state_on=day("01/02/2026"))
    instance.state, instance.state_reason = new, "Fusion"
    if not is_refused:
        check_instance(instance, TODAY, changed_on=day("01/02/2026"))
        assert (instance.state_on, instance.dissolved_on) == (day("01/02/2026"), day("01/02/2026"))
        return
    with pytest.raises(RuleViolation) as refusal:
        check_instance(instance, TODAY, changed_on=day("01/02/2026"))
    assert refusal.value.field == "state_on"


def test_waking_up_drops_the_reason_left_from_sleep_and_keeps_a_new_one() -> None:
    asleep = {"state": DORMANT, "state_reason": "Travaux", "state_on": day("01/01/2026")}
    instance = stored(**asleep)
    instance.state = ACTIVE
    check_instance(instance, TODAY)
    assert (instance.state_reason, instance.state_on) == (None, TODAY)
    instance = stored(**asleep)
    instance.state, instance.state_reason = ACTIVE, "Fin des travaux"
    check_instance(instance, TODAY)
    assert instance.state_reason == "Fin des travaux"


@pytest.mark.parametrize(
    ("recognised", "of_type", "own", "expected"),
    [
        ("13/12/2023", 36, None, "13/12/2026"),
        ("13/12/2023", 36, 12, "13/12/2024"),
        ("29/02/2024", 12, None, "28/02/2025"),
        ("13/12/2023", None, None, None),
        (None, 36, None, None),
    ],
)
def test_a_recognition_ends_date_to_date(
    recognised: str | None, of_type: int | None, own: int | None, expected: str | None
) -> None:
    instance = body(recognised_on=maybe_day(recognised), recognition_months=own, type_recognition_months=of_type)
    assert recognition_ends_on(instance) == maybe_day(expected)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("13/12/2023", "holds"),
        ("12/06/2026", "holds"),
        ("13/06/2026", "ends_soon"),
        ("12/12/2026", "ends_soon"),
        ("13/12/2026", "lapsed"),
    ],
)
def test_a_recognition_is_about_to_end_for_six_months_then_lapses(on: str, expected: str) -> None:
    instance = body(recognised_on=day("13/12/2023"), type_recognition_months=36)
    assert recognition_status(instance, day(on)) == expected


@pytest.mark.parametrize("values", [{}, {"recognised_on": day("13/12/2023")}, {"type_recognition_months": 36}])
def test_a_recognition_without_a_term_has_no_status(values: dict[str, Any]) -> None:
    assert recognition_status(body(**values), TODAY) is None
