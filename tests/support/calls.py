"""Invented calls, applications and what hangs on them, as `tests.support.factories` makes the others."""

import base64
import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

import factory

from mdo.calls.application_rules import NOT_ADMITTED
from models.applications import (
    Application,
    ApplicationExpense,
    ApplicationHelp,
    ApplicationOpinion,
    ApplicationState,
    FilingChannel,
    Means,
    OpinionKind,
    Subsidy,
    YearEnd,
)
from models.calls import CallAxis, CallCriterion, CallJuror, CallSitting, CallState, ProjectCall, TieRule
from models.documents import Document, DocumentKind
from models.judging import ApplicationMark, CallResult, CallScenario, JurorInterest, ScenarioLine
from models.photos import ApplicationPhoto, PhotoConsent, PhotoUse
from tests.support import TODAY
from tests.support.factories import InstanceFactory, MeetingFactory, OrganisationFactory, RowFactory, UserFactory


class ProjectCallFactory(RowFactory):
    """A call whose filing is closed: it is examined."""

    class Meta:
        model = ProjectCall

    title = factory.Sequence(lambda n: f"Appel {n}")
    year = 2026
    state = CallState.EXAMINED
    envelope_incl_tax = Decimal(60_000)
    ceiling_incl_tax = Decimal(5_000)
    tie_rule = TieRule.MAIRIE_ORDER
    opens_on = dt.date(2026, 9, 1)
    closes_on = dt.date(2026, 10, 15)


class CallAxisFactory(RowFactory):
    class Meta:
        model = CallAxis

    call = factory.SubFactory(ProjectCallFactory)
    name = factory.Sequence(lambda n: f"Axe {n}")
    position = 1


class CallCriterionFactory(RowFactory):
    class Meta:
        model = CallCriterion

    call = factory.SubFactory(ProjectCallFactory)
    name = factory.Sequence(lambda n: f"Critère {n}")
    position = 1
    weight = Decimal(50)


class CallJurorFactory(RowFactory):
    class Meta:
        model = CallJuror

    call = factory.SubFactory(ProjectCallFactory)
    user = factory.SubFactory(UserFactory)


class CallSittingFactory(RowFactory):
    class Meta:
        model = CallSitting

    call = factory.SubFactory(ProjectCallFactory)
    meeting = factory.SubFactory(MeetingFactory)


class ApplicationFactory(RowFactory):
    """An application that was admitted, in time and under the ceiling."""

    class Meta:
        model = Application

    call = factory.SubFactory(ProjectCallFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Dossier {n}")
    instance = factory.SubFactory(InstanceFactory)
    asked_incl_tax = Decimal(5_000)
    state = ApplicationState.ADMISSIBLE
    filed_on = dt.date(2026, 10, 10)
    is_complete = factory.LazyAttribute(lambda row: row.state not in NOT_ADMITTED)
    channel = FilingChannel.REFERENT


class ApplicationHelpFactory(RowFactory):
    class Meta:
        model = ApplicationHelp

    application = factory.SubFactory(ApplicationFactory)
    given_on = dt.date(2026, 9, 20)
    what = factory.Sequence(lambda n: f"Aide au budget {n}")


class ApplicationOpinionFactory(RowFactory):
    """An opinion of a mairie that is awaited."""

    class Meta:
        model = ApplicationOpinion

    application = factory.SubFactory(ApplicationFactory)
    kind = OpinionKind.MAIRIE
    author = factory.Sequence(lambda n: f"Mairie {n}")
    asked_on = dt.date(2026, 10, 20)
    due_on = dt.date(2026, 11, 30)


class SubsidyFactory(RowFactory):
    class Meta:
        model = Subsidy

    application = factory.SubFactory(ApplicationFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    amount_incl_tax = Decimal(5_000)
    is_own_initiative = True


class ApplicationExpenseFactory(RowFactory):
    class Meta:
        model = ApplicationExpense

    application = factory.SubFactory(ApplicationFactory)
    label = factory.Sequence(lambda n: f"Dépense {n}")
    position = 1
    planned_incl_tax = Decimal("1200.50")


# The smallest picture: one grey point.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


class PictureFactory(RowFactory):
    """A picture among the documents of an application."""

    class Meta:
        model = Document

    kind = DocumentKind.PICTURE
    title = factory.Sequence(lambda n: f"Photo {n}")
    number = 1
    file_name = "photo.png"
    media_type = "image/png"
    content = PICTURE
    size = len(PICTURE)
    sha256 = hashlib.sha256(PICTURE).hexdigest()


class ApplicationPhotoFactory(RowFactory):
    """A picture of nobody, among the documents of its application."""

    class Meta:
        model = ApplicationPhoto

    application = factory.SubFactory(ApplicationFactory)
    document = factory.SubFactory(PictureFactory, application=factory.SelfAttribute("..application"))
    caption = factory.Sequence(lambda n: f"Le jardin {n}")
    people = 0


class PhotoConsentFactory(RowFactory):
    class Meta:
        model = PhotoConsent

    application = factory.SubFactory(ApplicationFactory)
    person_name = factory.Sequence(lambda n: f"Personne {n}")
    use = PhotoUse.WEB
    given_on = dt.date(2026, 11, 2)


class JurorInterestFactory(RowFactory):
    """A juror who said that she has no interest in a file of her call."""

    class Meta:
        model = JurorInterest

    juror = factory.SubFactory(CallJurorFactory)
    application = factory.SubFactory(ApplicationFactory, call=factory.SelfAttribute("..juror.call"))
    is_concerned = False
    declared_on = dt.date(2026, 11, 16)


class ApplicationMarkFactory(RowFactory):
    class Meta:
        model = ApplicationMark

    juror = factory.SubFactory(CallJurorFactory)
    application = factory.SubFactory(ApplicationFactory, call=factory.SelfAttribute("..juror.call"))
    criterion = factory.SubFactory(CallCriterionFactory, call=factory.SelfAttribute("..juror.call"))
    mark = 3


class CallScenarioFactory(RowFactory):
    class Meta:
        model = CallScenario

    call = factory.SubFactory(ProjectCallFactory)
    name = factory.Sequence(lambda n: f"Scénario {n}")
    cut = 1


class ScenarioLineFactory(RowFactory):
    class Meta:
        model = ScenarioLine

    scenario = factory.SubFactory(CallScenarioFactory)
    application = factory.SubFactory(ApplicationFactory, call=factory.SelfAttribute("..scenario.call"))
    position = 1
    amount_incl_tax = Decimal(5_000)


class CallResultFactory(RowFactory):
    class Meta:
        model = CallResult

    application = factory.SubFactory(ApplicationFactory)
    call = factory.SelfAttribute("application.call")
    title = factory.Sequence(lambda n: f"Projet retenu {n}")
    council = "Montchat"
    amount_incl_tax = Decimal(4_000)
    notified_on = dt.date(2026, 11, 20)


def a_notified_call(**values: Any) -> ProjectCall:
    """A call with all that its import may say."""
    days = {
        "opinions_by": dt.date(2026, 10, 20),
        "jury_by": dt.date(2026, 10, 25),
        "arbitration_by": dt.date(2026, 10, 28),
        "councils_by": dt.date(2026, 11, 2),
        "deliberation_by": dt.date(2026, 11, 9),
        "notification_by": dt.date(2026, 11, 16),
        "realisation_by": dt.date(2026, 12, 31),
        "reports_by": dt.date(2027, 3, 31),
        "decided_on": dt.date(2026, 11, 9),
        "deliberation": "2026/1234",
        "notified_on": dt.date(2026, 11, 16),
    }
    call: ProjectCall = ProjectCallFactory(
        state=CallState.NOTIFIED,
        rules="Un projet par conseil.\nDeux au plus.",
        signatory="Adjoint·e à la démocratie ouverte",
        **{"responsible": UserFactory(), **days, **values},
    )
    return call


def an_application_in_full(**values: Any) -> Application:
    """An application with all that its import may say."""
    call = values.pop("call", None) or a_notified_call()
    said = {
        "axis": CallAxisFactory(call=call),
        "summary": "Un jardin.\nPartagé.",
        "budget": "Terre : 300 €",
        "carrier": "Mairie du 3e",
        "adopted_on": dt.date(2026, 9, 28),
        "is_complete": True,
        "derogation_reason": "Courrier parti à temps.",
        "state": ApplicationState.REPORTED,
        "granted_incl_tax": Decimal("4800.50"),
        "notified_on": dt.date(2026, 11, 16),
        "means": Means.PURCHASE,
        "quotes": "Deux devis",
        "authorisations": "Voirie",
        "accepted_on": dt.date(2026, 11, 18),
        "realised_on": dt.date(2026, 11, 18),
        "year_end": YearEnd.CARRIED_OVER,
        "report_due_on": dt.date(2027, 3, 31),
        "reminded_on": dt.date(2026, 11, 19),
        "reported_on": dt.date(2026, 11, 20),
        "report": "Fait.\nBien.",
        "spent_incl_tax": Decimal("4700.25"),
    }
    application: Application = ApplicationFactory(call=call, **{**said, **values})
    return application


# Of each table that has rules: a row that a form takes, and what its rules refuse of it.


def _call() -> tuple[object, dict[str, object]]:
    return ProjectCallFactory(), {"jury_by": dt.date(2026, 10, 14)}


def _criterion() -> tuple[object, dict[str, object]]:
    mark = ApplicationMarkFactory()
    return mark.criterion, {"weight": Decimal(40)}


def _application() -> tuple[object, dict[str, object]]:
    row = an_application_in_full(call=a_notified_call(envelope_incl_tax=Decimal(5_000)))
    return row, {"granted_incl_tax": Decimal("5000.01")}


def _help() -> tuple[object, dict[str, object]]:
    return ApplicationHelpFactory(), {"given_on": TODAY + dt.timedelta(days=1)}


def _opinion() -> tuple[object, dict[str, object]]:
    return ApplicationOpinionFactory(), {"due_on": dt.date(2026, 10, 19)}


def _subsidy() -> tuple[object, dict[str, object]]:
    return SubsidyFactory(opinion_on=TODAY), {"paid_on": TODAY}


def _consent() -> tuple[object, dict[str, object]]:
    return PhotoConsentFactory(), {"given_on": TODAY + dt.timedelta(days=1)}


def _photo() -> tuple[object, dict[str, object]]:
    return ApplicationPhotoFactory(), {"document": PictureFactory(application=ApplicationFactory())}


def _line() -> tuple[object, dict[str, object]]:
    return ScenarioLineFactory(), {"amount_incl_tax": Decimal("5000.01")}


def _juror() -> tuple[object, dict[str, object]]:
    other = CallJurorFactory(user=None, name="Élise Petit")
    return CallJurorFactory(call=other.call, user=None, name="Ana Roux"), {"name": "elise petit"}


def _interest() -> tuple[object, dict[str, object]]:
    return JurorInterestFactory(is_concerned=True, reason="Elle préside l’association"), {"reason": None}


def _mark() -> tuple[object, dict[str, object]]:
    interest = JurorInterestFactory()
    mark = ApplicationMarkFactory(juror=interest.juror, application=interest.application)
    return mark, {"criterion": CallCriterionFactory()}


WHAT_A_FORM_REFUSES = (
    *(_call, _criterion, _juror, _application, _help, _opinion, _subsidy, _photo, _consent, _interest, _mark, _line),
)
