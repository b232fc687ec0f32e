"""What is asked of the rows of calls, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.calls.application_rules import check_application, check_expense, check_opinion, check_removal
from mdo.calls.photos import check_consent, check_photo
from mdo.calls.ranking import check_application_mark, check_interest, check_interest_removal
from mdo.calls.rules import check_call, check_criterion, check_juror, check_title, titles
from mdo.calls.scenarios import (
    check_line,
    check_line_removal,
    check_scenario,
    check_scenario_removal,
    check_stored_line,
    check_stored_scenario,
)
from mdo.calls.subsidies import check_subsidy
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.declared import RowRules
from models.applications import Application, ApplicationExpense, ApplicationHelp, ApplicationOpinion, Subsidy
from models.calls import CallCriterion, CallJuror, ProjectCall
from models.judging import ApplicationMark, CallScenario, JurorInterest, ScenarioLine
from models.photos import ApplicationPhoto, PhotoConsent


def _write_call(session: AnySession, row: ProjectCall, today: dt.date) -> None:
    check_title(row, titles(session))
    check_call(session, row, today)


def _check_help(row: ApplicationHelp, today: dt.date) -> None:
    if row.given_on is not None and row.given_on > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="given_on")


RULES: Mapping[type, RowRules] = {
    ProjectCall: RowRules(_write_call),
    CallCriterion: RowRules(lambda session, row, today: check_criterion(session, row)),
    CallJuror: RowRules(lambda session, row, today: check_juror(session, row)),
    Application: RowRules(
        check_application,
        removal=lambda session, row, today: check_removal(row),
        undone=lambda session, row, today: None,
    ),
    ApplicationExpense: RowRules(
        lambda session, row, today: check_expense(session, row),
        removal=lambda session, row, today: check_expense(session, row),
    ),
    ApplicationPhoto: RowRules(lambda session, row, today: check_photo(session, row)),
    ApplicationHelp: RowRules(lambda session, row, today: _check_help(row, today)),
    ApplicationOpinion: RowRules(check_opinion),
    PhotoConsent: RowRules(check_consent),
    Subsidy: RowRules(lambda session, row, today: check_subsidy(row, today)),
    JurorInterest: RowRules(
        lambda session, row, today: check_interest(session, row),
        removal=lambda session, row, today: check_interest_removal(session, row),
    ),
    ApplicationMark: RowRules(lambda session, row, today: check_application_mark(session, row)),
    CallScenario: RowRules(
        lambda session, row, today: check_scenario(session, row),
        lambda session, row, today: check_stored_scenario(session, row),
        removal=lambda session, row, today: check_scenario_removal(row),
    ),
    ScenarioLine: RowRules(
        lambda session, row, today: check_line(session, row),
        lambda session, row, today: check_stored_line(session, row),
        removal=lambda session, row, today: check_line_removal(session, row),
    ),
}
