"""What the accessibility statement may say, and since when it no longer may.

Law of 11 February 2005, art. 47; decree no. 2019-768 of 24 July 2019, art. 5: full conformity when all criteria of the
RGAA are met, partial from half of them, none below, or when no audit is valid.
"""

import datetime as dt

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from models.accessibility import AccessibilityStatement, Conformity

# A statement is made anew three years after its publication at the latest (decree no. 2019-768, art. 5).
AUDIT_VALID_MONTHS = 36
PARTIAL_FROM_PERCENT = 50
FULL_PERCENT = 100
AUDIT_FIELDS = ("audited_on", "auditor", "percent_met")


def statement_of(session: AnySession) -> AccessibilityStatement | None:
    """The statement, or None before `flask mdo init`."""
    return session.scalars(select(AccessibilityStatement).order_by(AccessibilityStatement.id).limit(1)).first()


def load(session: AnySession) -> int:
    """Adds the statement « non conforme » when there is none; never touches one. Returns how many were added."""
    if statement_of(session) is not None:
        return 0
    session.add(AccessibilityStatement(conformity=Conformity.NONE))
    session.flush()
    return 1


def audit_valid_until(audited_on: dt.date) -> dt.date:
    """The last day on which an audit counts: three years later."""
    return add_months(audited_on, AUDIT_VALID_MONTHS)


def conformity_on(conformity: Conformity | None, audited_on: dt.date | None, today: dt.date) -> Conformity:
    """What may be said on a day: nothing above « non conforme » without an audit that is still valid."""
    if conformity is None or audited_on is None or audit_valid_until(audited_on) < today:
        return Conformity.NONE
    return conformity


def check_statement(statement: AccessibilityStatement, today: dt.date) -> None:
    """Refuses a conformity that the audit entered does not show. Fields of the audit, or `conformity`."""
    if statement.audited_on is not None and statement.audited_on > today:
        raise RuleViolation(N_("The audit cannot be in the future."), field="audited_on")
    percent = statement.percent_met
    if percent is not None and not 0 <= percent <= FULL_PERCENT:
        raise RuleViolation(N_("Write a percentage from 0 to 100."), field="percent_met")
    if statement.conformity is Conformity.NONE:
        return
    for name in AUDIT_FIELDS:
        if getattr(statement, name) is None:
            raise RuleViolation(
                N_("Only an audit made by a person allows this: enter its date, its author and its result."), field=name
            )
    least = FULL_PERCENT if statement.conformity is Conformity.FULL else PARTIAL_FROM_PERCENT
    if percent is not None and percent < least:
        raise RuleViolation(
            N_("This state needs at least %(percent)d %% of the criteria to be met."), field="conformity", percent=least
        )
