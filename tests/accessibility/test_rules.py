"""What the accessibility statement may say, by the audit that was entered and by the day."""

import datetime as dt

import pytest

from mdo.accessibility.statement import audit_valid_until, check_statement, conformity_on
from mdo.kernel.base.errors import RuleViolation
from models.accessibility import AccessibilityStatement, Conformity
from tests.support import TODAY

NONE, PARTIAL, FULL = Conformity
AUDITED = dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("conformity", "audited_on", "auditor", "percent", "refused"),
    [
        (NONE, None, None, None, None),
        (NONE, AUDITED, "Cabinet", 100, None),
        (NONE, AUDITED, None, 12, None),
        (PARTIAL, AUDITED, "Cabinet", 49, "conformity"),
        (PARTIAL, AUDITED, "Cabinet", 50, None),
        (PARTIAL, AUDITED, "Cabinet", 100, None),
        (FULL, AUDITED, "Cabinet", 99, "conformity"),
        (FULL, AUDITED, "Cabinet", 100, None),
        (PARTIAL, None, "Cabinet", 80, "audited_on"),
        (PARTIAL, AUDITED, None, 80, "auditor"),
        (PARTIAL, AUDITED, "Cabinet", None, "percent_met"),
        (NONE, None, None, -1, "percent_met"),
        (NONE, None, None, 0, None),
        (NONE, None, None, 101, "percent_met"),
        (NONE, TODAY, None, None, None),
        (NONE, TODAY + dt.timedelta(days=1), None, None, "audited_on"),
    ],
)
def test_a_statement_says_no_more_than_its_audit(conformity, audited_on, auditor, percent, refused):
    row = AccessibilityStatement(conformity=conformity, audited_on=audited_on, auditor=auditor, percent_met=percent)
    if refused is None:
        check_statement(row, TODAY)
    else:
        with pytest.raises(RuleViolation) as refusal:
            check_statement(row, TODAY)
        assert refusal.value.field == refused
        assert refusal.value.text(str)


@pytest.mark.parametrize(
    ("audited_on", "last_day"),
    [
        (dt.date(2023, 11, 24), dt.date(2026, 11, 24)),
        (dt.date(2024, 2, 29), dt.date(2027, 2, 28)),
        (dt.date(2025, 2, 28), dt.date(2028, 2, 28)),
    ],
)
def test_an_audit_counts_for_three_years(audited_on, last_day):
    assert audit_valid_until(audited_on) == last_day


@pytest.mark.parametrize(
    ("conformity", "audited_on", "said"),
    [
        (None, None, NONE),
        (FULL, None, NONE),
        (FULL, TODAY, FULL),
        (PARTIAL, dt.date(2023, 11, 24), PARTIAL),
        (PARTIAL, dt.date(2023, 11, 23), NONE),
        (NONE, TODAY, NONE),
    ],
)
def test_nothing_above_not_compliant_is_said_without_a_valid_audit(conformity, audited_on, said):
    assert conformity_on(conformity, audited_on, TODAY) is said
