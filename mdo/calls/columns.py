"""Columns of calls, of applications and of what hangs on them."""

from mdo.calls.application_fields import (
    APPLICATION,
    APPLICATION_EXPENSE,
    APPLICATION_HELP,
    APPLICATION_OPINION,
    APPLICATION_PHOTO,
    PHOTO_CONSENT,
    SUBSIDY,
)
from mdo.calls.budget_cells import in_a_cell, total_of
from mdo.calls.fields import (
    CALL_AXIS,
    CALL_CRITERION,
    CALL_JUROR,
    CALL_RESULT,
    CALL_SCENARIO,
    CALL_SITTING,
    PROJECT_CALL,
    SCENARIO_LINE,
)
from mdo.calls.granting import is_late
from mdo.calls.photos import uses_of
from mdo.instances.columns import told_apart
from mdo.kernel.fields.columns import Column, Kind
from models.applications import Application
from models.photos import ApplicationPhoto

CALL_COLUMNS = PROJECT_CALL.columns()
AXIS_COLUMNS = CALL_AXIS.columns()
CRITERION_COLUMNS = CALL_CRITERION.columns()
JUROR_COLUMNS = CALL_JUROR.columns()
SITTING_COLUMNS = CALL_SITTING.columns()
SCENARIO_COLUMNS = CALL_SCENARIO.columns()
LINE_COLUMNS = SCENARIO_LINE.columns()
RESULT_COLUMNS = CALL_RESULT.columns()
HELP_COLUMNS = APPLICATION_HELP.columns()
OPINION_COLUMNS = APPLICATION_OPINION.columns()
SUBSIDY_COLUMNS = SUBSIDY.columns()
CONSENT_COLUMNS = PHOTO_CONSENT.columns()
EXPENSE_COLUMNS = APPLICATION_EXPENSE.columns()
PHOTO_COLUMNS = APPLICATION_PHOTO.columns(
    {
        5: Column(
            "uses",
            APPLICATION_PHOTO["uses"].label,
            lambda row, today: uses_of(row, today) or None,
            Kind.ENUM,
            loads=(ApplicationPhoto.consents,),
            width=36,
        )
    }
)

_BUDGET = (
    Column(
        "expenses",
        APPLICATION["expenses"].label,
        lambda row, today: in_a_cell(row.expenses),
        Kind.LONG_TEXT,
        loads=(Application.expenses,),
        width=50,
        is_shown=False,
    ),
    Column(
        "budget_incl_tax",
        APPLICATION["budget_incl_tax"].label,
        lambda row, today: total_of(row.expenses),
        Kind.AMOUNT,
        loads=(Application.expenses,),
        is_shown=False,
        sums=True,
    ),
)
_ASKED = APPLICATION.columns(
    {
        35: Column(
            "is_late",
            APPLICATION["is_late"].label,
            lambda row, today: is_late(row.filed_on, row.call.closes_on),
            Kind.BOOLEAN,
            loads=(Application.call,),
            width=10,
            is_shown=False,
        ),
        36: Column(
            "partners",
            APPLICATION["partners"].label,
            lambda row, today: tuple(str(body) for body in row.partners) or None,
            loads=(Application.partners,),
            width=30,
            is_shown=False,
        ),
    }
)
APPLICATION_COLUMNS = (*_ASKED, *_BUDGET)
APPLICATION_EXPORT_COLUMNS = (*_ASKED, *told_apart(Application.instance), *_BUDGET)
