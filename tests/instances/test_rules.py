"""The rules of a body: its own, else its type's."""

import pytest

from mdo.instances.rules import Rules, check_rules, is_enrolment, rules_of, rules_of_type
from mdo.kernel.base.errors import RuleViolation
from models.instances import RULE_COLUMNS, Membership, QuorumBase, SessionPeriod
from tests.support.rows import body, function

OPEN, CLOSED = Membership.OPEN, Membership.CLOSED


def test_every_rule_column_is_a_rule() -> None:
    assert tuple(Rules.__dataclass_fields__) == RULE_COLUMNS


@pytest.mark.parametrize(
    ("name", "of_type", "own"),
    [
        ("term_months", 36, 24),
        ("max_consecutive_terms", 2, 3),
        ("minimum_age", 16, 0),
        ("sessions_due", 4, 0),
        ("sessions_period", SessionPeriod.QUARTER, SessionPeriod.YEAR),
        ("parity_min_percent", 40, 0),
        ("parity_max_percent", 60, 100),
        ("quorum_numerator", 1, 2),
        ("quorum_denominator", 2, 3),
        ("quorum_base", QuorumBase.SEATS, QuorumBase.MANDATES),
        ("recognition_months", 36, 12),
        ("ends_soon_days", 60, 0),
    ],
)
def test_an_own_value_overrides_that_of_the_type_zero_included(name: str, of_type: object, own: object) -> None:
    assert getattr(rules_of(body(**{f"type_{name}": of_type})), name) == of_type
    assert getattr(rules_of(body(**{f"type_{name}": of_type, name: own})), name) == own
    assert getattr(rules_of(body(**{name: own})), name) == own
    assert getattr(rules_of_type(body(**{f"type_{name}": of_type, name: own}).type), name) == of_type


def test_without_any_value_only_membership_and_ninety_days_are_known() -> None:
    assert rules_of(body(CLOSED)) == Rules(membership=CLOSED, ends_soon_days=90)


@pytest.mark.parametrize(
    ("of_type", "own", "is_bureau", "expected"),
    [
        (OPEN, None, False, True),
        (OPEN, None, True, False),
        (OPEN, CLOSED, False, False),
        (CLOSED, OPEN, False, True),
        (CLOSED, OPEN, True, False),
        (CLOSED, None, False, False),
    ],
)
def test_one_enrols_in_an_open_body_save_in_its_bureau(
    of_type: Membership, own: Membership | None, is_bureau: bool, expected: bool
) -> None:
    assert is_enrolment(body(of_type, membership=own), function(is_bureau=is_bureau)) is expected


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"quorum_numerator": 1, "quorum_denominator": 2}, None),
        ({"quorum_numerator": 1, "quorum_denominator": 1}, None),
        ({"quorum_numerator": 3, "quorum_denominator": 2}, "quorum_numerator"),
        ({"quorum_numerator": 1}, "quorum_denominator"),
        ({"quorum_denominator": 2}, "quorum_numerator"),
        ({"sessions_due": 1, "sessions_period": SessionPeriod.QUARTER}, None),
        ({"sessions_due": 1}, "sessions_period"),
        ({"sessions_due": 0}, None),
    ],
)
def test_a_rule_is_not_half_filled(values: dict[str, object], field: str | None) -> None:
    rules = rules_of(body(**values))
    if field is None:
        check_rules(rules)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_rules(rules)
    assert refusal.value.field == field
