"""Rows of calls that fill all the columns of text of their lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.applications import Application, ApplicationExpense, ApplicationHelp, ApplicationOpinion, Subsidy
from models.calls import CallAxis, CallCriterion, CallJuror, CallSitting, ProjectCall
from models.judging import CallResult, CallScenario, ScenarioLine
from models.photos import ApplicationPhoto, PhotoConsent
from tests.accounts.search_rows import account_row
from tests.support import TODAY
from tests.support import calls as make
from tests.support import factories as base


def call_row() -> ProjectCall:
    return make.ProjectCallFactory(
        title="Appel d’été",
        rules="Un projet par école",
        signatory="Adjointe à l’éducation",
        deliberation="É-2026",
        responsible=account_row("Ünsal", "Çelik"),
    )


def axis_row() -> CallAxis:
    return make.CallAxisFactory(call=call_row(), name="Élaboration des aménagements")


def criterion_row() -> CallCriterion:
    return make.CallCriterionFactory(call=call_row(), name="Intérêt général", weight_reason="Équité")


def juror_row() -> CallJuror:
    return make.CallJurorFactory(call=call_row(), user=None, name="Zoé Ångström", capacity="Présidente d’école")


def juror_with_account() -> CallJuror:
    call = make.ProjectCallFactory(title="Appel d’hiver")
    return make.CallJurorFactory(call=call, user=account_row("Åsa", "Brûlé"), capacity="Référente élue")


def sitting_row() -> CallSitting:
    meeting = base.MeetingFactory(title="Jury à l’hôtel de ville")
    return make.CallSittingFactory(call=call_row(), meeting=meeting, purpose="Première soirée d’été")


def application_row() -> Application:
    call = call_row()
    row = make.ApplicationFactory(
        call=call,
        title="Forêt à l’école",
        summary="Être à l’ombre",
        budget="Érables : 300 €",
        carrier="Mairie de l’Île",
        instance=base.InstanceFactory(name="Conseil d’Ainay-Perrache"),
        partners=[base.InstanceFactory(name="Conseil du Vieux-Lyon")],
        axis=make.CallAxisFactory(call=call, name="Éducation"),
        filed_by=account_row("Åke", "Œuf"),
        derogation_reason="Dépôt retardé par la grève",
        inadmissible_reason="Étranger au règlement",
        refusal_reason="Trop éloigné des thèmes",
        abandoned_reason="Équipe dissoute",
        quotes="Pépinière Bélier",
        authorisations="Accord de l’évêché",
        report="Fête très réussie",
    )
    make.ApplicationExpenseFactory(application=row, label="Échelle d’élève")
    return row


def help_row() -> ApplicationHelp:
    return make.ApplicationHelpFactory(
        application=application_row(), what="Écrire le budget", helper=account_row("Élise", "Noël")
    )


def opinion_row() -> ApplicationOpinion:
    return make.ApplicationOpinionFactory(application=application_row(), author="Voirie d’à côté", text="Étudié")


def subsidy_row() -> Subsidy:
    organisation = base.OrganisationFactory(name="Régie de l’été")
    return make.SubsidyFactory(
        application=application_row(), organisation=organisation, deliberation="É-77", notes="Dès l’hiver"
    )


def expense_row() -> ApplicationExpense:
    return make.ApplicationExpenseFactory(application=application_row(), label="Bêches d’élèves")


def photo_row() -> ApplicationPhoto:
    return make.ApplicationPhotoFactory(application=application_row(), caption="Fête de l’été")


def consent_row() -> PhotoConsent:
    return make.PhotoConsentFactory(
        application=(photo := photo_row()).application, photo=photo, person_name="Ève Île", picture="été.jpg"
    )


def scenario_row() -> CallScenario:
    return make.CallScenarioFactory(
        call=call_row(), name="Équilibré", notes="Côté Rhône", adopted_on=TODAY, adopted_by=account_row("Inès", "Hôte")
    )


def line_row() -> ScenarioLine:
    application = application_row()
    scenario = make.CallScenarioFactory(call=application.call, name="Équilibré")
    return make.ScenarioLineFactory(scenario=scenario, application=application)


def result_row() -> CallResult:
    return make.CallResultFactory(application=application_row(), title="Forêt à l’école", council="Île-Barbe")


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    ProjectCall: (call_row,),
    CallAxis: (axis_row,),
    CallCriterion: (criterion_row,),
    CallJuror: (juror_row, juror_with_account),
    CallSitting: (sitting_row,),
    Application: (application_row,),
    ApplicationHelp: (help_row,),
    ApplicationOpinion: (opinion_row,),
    Subsidy: (subsidy_row,),
    ApplicationExpense: (expense_row,),
    ApplicationPhoto: (photo_row,),
    PhotoConsent: (consent_row,),
    CallScenario: (scenario_row,),
    ScenarioLine: (line_row,),
    CallResult: (result_row,),
}
