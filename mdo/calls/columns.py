"""Columns of calls, of applications and of what hangs on them."""

from mdo.calls.application_fields import APPLICATION, APPLICATION_HELP, APPLICATION_OPINION, PHOTO_CONSENT, SUBSIDY
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
from mdo.instances.columns import told_apart
from mdo.kernel.fields.columns import Column, Kind
from models.applications import Application

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

APPLICATION_COLUMNS = APPLICATION.columns(
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
APPLICATION_EXPORT_COLUMNS = (*APPLICATION_COLUMNS, *told_apart(Application.instance))
