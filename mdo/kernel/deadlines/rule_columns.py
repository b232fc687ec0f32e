"""Columns of the rules of deadlines."""

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rights.roles import role_in_words
from models.accounts import Role
from models.deadlines import DeadlineRule

_RULE = FIELD_LABELS[DeadlineRule]

DEADLINE_RULE_COLUMNS = (
    Column("label", _RULE["label"], lambda row, today: row.label, sort=(DeadlineRule.label,), width=40),
    Column(
        "days_before",
        _RULE["days_before"],
        lambda row, today: row.days_before,
        Kind.INTEGER,
        (DeadlineRule.days_before,),
        width=14,
    ),
    Column(
        "role",
        _RULE["role"],
        lambda row, today: role_in_words(row.role) if row.role else None,
        Kind.ENUM,
        (Role.name,),
        (DeadlineRule.role,),
        (DeadlineRule.role,),
        width=32,
    ),
    Column(
        "is_active",
        _RULE["is_active"],
        lambda row, today: row.is_active,
        Kind.BOOLEAN,
        (DeadlineRule.is_active,),
        width=14,
    ),
    Column(
        "may_put_off",
        _RULE["may_put_off"],
        lambda row, today: row.may_put_off,
        Kind.BOOLEAN,
        (DeadlineRule.may_put_off,),
        width=18,
    ),
)
