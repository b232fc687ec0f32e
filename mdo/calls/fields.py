"""The fields of calls and of how they are judged; those of applications, a file beside, are read here with them."""

from typing import Any

from sqlalchemy import func

from mdo.calls import vocabulary
from mdo.calls.application_fields import (
    APPLICATION,
    APPLICATION_EXPENSE,
    APPLICATION_HELP,
    APPLICATION_OPINION,
    APPLICATION_PHOTO,
    PHOTO_CONSENT,
    SUBSIDY,
)
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, kept, read, section, shown
from models.accounts import User
from models.calls import CallAxis, CallCriterion, CallJuror, CallSitting, ProjectCall
from models.judging import ApplicationMark, CallResult, CallScenario, JurorInterest, ScenarioLine
from models.meetings import Meeting

_BY_NAME = (func.lower(User.last_name), func.lower(User.first_name))
_OF_CALL: dict[str, Any] = {"by": ProjectCall.title, "sort": func.lower(ProjectCall.title)}

# fmt: off
PROJECT_CALL = Table(
    ProjectCall, (N_("Call for projects"), N_("Calls for projects")),
    section(N_("Call for projects"),
        Field(ProjectCall.title, N_("Title"), column=shown(1, 44, sort=func.lower(ProjectCall.title)),
              read=read(1, "Titre", "Appel à projets", "Intitulé", "Appel", example="APICQ 2028", is_required=True)),
        Field(ProjectCall.year, N_("Year"), N_("The exercise that pays for it."), column=shown(2, 8),
              read=read(2, "Année", "Exercice", "Millésime", example="2028")),
        Field(ProjectCall.envelope_incl_tax, N_("Envelope (€ with tax)"),
              N_("What all the projects together are given at most: credits are with tax."), column=shown(4),
              read=read(4, "Enveloppe TTC (€)", "Enveloppe", "Enveloppe TTC", "Budget", example="60000")),
        Field(ProjectCall.ceiling_incl_tax, N_("Ceiling of a project (€ with tax)"),
              N_("What one project is given at most, but by derogation."), column=shown(5),
              read=read(5, "Plafond par projet TTC (€)", "Plafond", "Plafond par projet", "Plafond TTC",
                        example="5000")),
        Field(ProjectCall.tie_rule, N_("When two means are equal"),
              N_("Which comes first; written in the rules of the call before anything is marked."), column=kept(7),
              read=read(6, "En cas d'égalité", "Règle d'égalité", "Départage", by=vocabulary.TIE_RULE)),
        Field(ProjectCall.rules, N_("Rules of the call"), column=kept(8),
              read=read(7, "Règlement", "Règles", "Règlement de l'appel")),
        Field(ProjectCall.responsible, N_("Responsible (call)"), is_in_place=True, column=shown(6, 28, sort=_BY_NAME),
              read=read(8, "Responsable", "Suivi par", "Pilote", "Chargé·e de mission")),
        Field(ProjectCall.signatory, N_("Who signs"), N_("The function of who arbitrates and signs, not a name."),
              column=kept(9, 28), read=read(9, "Signataire", "Signé par", "Arbitrage par")),
    ),
    section(N_("Days of the call"),
        Field(ProjectCall.opens_on, N_("Filing opens on"), column=kept(10),
              read=read(10, "Ouverture du dépôt", "Ouverture", "Ouvre le", "Date d'ouverture", example="02/11/2027")),
        Field(ProjectCall.closes_on, N_("Filing closes on"), N_("The last day on which an application is in time."),
              column=shown(11),
              read=read(11, "Clôture du dépôt", "Clôture", "Date limite", "Ferme le", example="07/01/2028")),
        Field(ProjectCall.opinions_by, N_("Opinions by"), N_("Of the mairies and of the directions."), column=kept(12),
              read=read(12, "Avis attendus le", "Avis des mairies", "Date des avis")),
        Field(ProjectCall.jury_by, N_("Jury by"), column=kept(13),
              read=read(13, "Jury le", "Jury", "Date du jury")),
        Field(ProjectCall.arbitration_by, N_("Arbitration by"), column=kept(14),
              read=read(14, "Arbitrage le", "Arbitrage", "Date d'arbitrage")),
        Field(ProjectCall.councils_by, N_("Arrondissement councils by"), column=kept(15),
              read=read(15, "Conseils d'arrondissement le", "Conseils d'arrondissement", "Conseil d'arrondissement")),
        Field(ProjectCall.deliberation_by, N_("Municipal council by"), column=kept(16),
              read=read(16, "Conseil municipal le", "Conseil municipal", "Délibération prévue le")),
        Field(ProjectCall.notification_by, N_("Notification by"), column=kept(17),
              read=read(17, "Notification le", "Notification prévue le", "Notification", "Notifications")),
        Field(ProjectCall.realisation_by, N_("Realisation by"),
              N_("The end of the exercise: what is not over then is carried over or lost."), column=kept(18),
              read=read(18, "Réalisation avant le", "Réalisation", "Fin de réalisation")),
        Field(ProjectCall.reports_by, N_("Bilans by"), column=kept(19),
              read=read(19, "Bilans attendus le", "Bilans", "Date des bilans")),
    ),
    section(N_("Where the call stands"),
        Field(ProjectCall.state, N_("State"), column=shown(3, 16), written_by="calls.call_states",
              read=read(3, "État", "Statut", "Avancement", by=vocabulary.CALL_STATE)),
        Field(ProjectCall.decided_on, N_("Deliberated on"), column=kept(20), written_by="calls.call_states",
              read=read(20, "Délibéré le", "Décidé le", "Date de délibération")),
        Field(ProjectCall.deliberation, N_("Number of the deliberation"), column=kept(21, 18),
              written_by="calls.call_states", read=read(21, "N° de délibération", "Délibération")),
        Field(ProjectCall.notified_on, N_("Notified on (call)"), column=kept(22), written_by="calls.call_states",
              read=read(22, "Notifié le", "Date de notification")),
    ),
    Field(ProjectCall.axes, N_("Axes")),
    Field(ProjectCall.criteria, N_("Criteria")),
    Field(ProjectCall.jurors, N_("Jury")),
    Field(ProjectCall.sittings, N_("Sittings of the jury")),
    called=ProjectCall.title,
    searched=("title", "rules", "signatory", "deliberation", "responsible.first_name", "responsible.last_name"),
)

CALL_AXIS = Table(
    CallAxis, (N_("Axis of a call"), N_("Axes of calls")),
    section(N_("Axis of a call"),
        Field(CallAxis.call, N_("Call for projects"), column=shown(3, 40, **_OF_CALL)),
        Field(CallAxis.name, N_("Axis"), column=shown(1, 50, sort=func.lower(CallAxis.name))),
        Field(CallAxis.position, N_("Order"), N_("The smallest number comes first in the lists."), column=shown(2, 10),
              is_in_place=True),
    ),
    called=CallAxis.name, searched=("name", "call.title"),
)

CALL_CRITERION = Table(
    CallCriterion, (N_("Criterion of a call"), N_("Criteria of calls")),
    section(N_("Criterion of a call"),
        Field(CallCriterion.call, N_("Call for projects"), column=shown(4, 40, **_OF_CALL)),
        Field(CallCriterion.name, N_("Criterion"), column=shown(1, 44, sort=func.lower(CallCriterion.name))),
        Field(CallCriterion.weight, N_("Weight (%)"), N_("Against the weights of the others of the call."),
              column=shown(2, kind=Kind.DECIMAL)),
        Field(CallCriterion.position, N_("Order"), N_("The smallest number comes first in the lists."),
              column=shown(3, 10), is_in_place=True),
        Field(CallCriterion.weight_reason, N_("Why the weight changed"),
              N_("Asked once a mark was given: whoever reads the ranking reads it."), column=kept(5)),
    ),
    called=CallCriterion.name, searched=("name", "weight_reason", "call.title"),
)

CALL_JUROR = Table(
    CallJuror, (N_("Juror"), N_("Jurors")),
    section(N_("Juror"),
        Field(CallJuror.call, N_("Call for projects"), column=shown(4, 40, **_OF_CALL)),
        Field(CallJuror.user, N_("Account"), N_("Who has one declares her interests and marks by herself."),
              column=shown(1, 28, sort=_BY_NAME)),
        Field(CallJuror.name, N_("Name of who has no account"),
              N_("Someone from outside: the mission keeps her marks."),
              column=shown(2, 28)),
        Field(CallJuror.capacity, N_("Capacity"), N_("Why she is of the jury: her function, her association."),
              column=shown(3, 34)),
    ),
    searched=("name", "capacity", "call.title", "user.first_name", "user.last_name"),
)

CALL_SITTING = Table(
    CallSitting, (N_("Sitting of a jury"), N_("Sittings of juries")),
    section(N_("Sitting of a jury"),
        Field(CallSitting.call, N_("Call for projects"), column=shown(3, 40, **_OF_CALL)),
        Field(CallSitting.meeting, N_("Meeting"), N_("Its sign-in sheet and its minutes are those of the sitting."),
              column=shown(1, 44, by=Meeting.title, sort=Meeting.start_at)),
        Field(CallSitting.purpose, N_("What for"), column=shown(2, 40)),
    ),
    searched=("purpose", "call.title", "meeting.title"),
)

# ---- The judging -----------------------------------------------------------------------------------------------------

JUROR_INTEREST = Table(
    JurorInterest, (N_("Declaration of a juror"), N_("Declarations of jurors")),
    section(N_("Declaration of a juror"),
        Field(JurorInterest.juror, N_("Juror"), column=shown(1, 28)),
        Field(JurorInterest.application, N_("Application"), column=shown(2, 44)),
        Field(JurorInterest.is_concerned, N_("Concerned"), column=shown(3, 12)),
        Field(JurorInterest.declared_on, N_("Declared on"), column=shown(4)),
        Field(JurorInterest.reason, N_("How she is concerned"), column=kept(5)),
    ),
)

APPLICATION_MARK = Table(
    ApplicationMark, (N_("Mark of a juror"), N_("Marks of jurors")),
    Field(ApplicationMark.juror, N_("Juror"), column=shown(1, 28)),
    Field(ApplicationMark.application, N_("Application"), column=shown(2, 44)),
    Field(ApplicationMark.criterion, N_("Criterion"), column=shown(3, 44)),
    Field(ApplicationMark.mark, N_("Mark (evaluation)"), column=shown(4, 8)),
)

CALL_SCENARIO = Table(
    CallScenario, (N_("Scenario of a call"), N_("Scenarios of calls")),
    section(N_("Scenario of a call"),
        Field(CallScenario.call, N_("Call for projects"), column=shown(2, 40, **_OF_CALL)),
        Field(CallScenario.name, N_("Name"), column=shown(1, 36, sort=func.lower(CallScenario.name))),
        Field(CallScenario.cut, N_("Projects above the line"),
              N_("How many of its projects, in their order, are in; the others wait."), column=shown(3, 12)),
        Field(CallScenario.notes, N_("Notes"), column=kept(6)),
    ),
    section(N_("Adoption"),
        Field(CallScenario.adopted_on, N_("Adopted on (scenario)"), column=shown(4), written_by="calls.scenarios"),
        Field(CallScenario.adopted_by, N_("Adopted by"), column=shown(5, 28), written_by="calls.scenarios"),
    ),
    Field(CallScenario.lines, N_("Projects")),
    called=CallScenario.name,
    searched=("name", "notes", "call.title", "adopted_by.first_name", "adopted_by.last_name"),
)

SCENARIO_LINE = Table(
    ScenarioLine, (N_("Project of a scenario"), N_("Projects of scenarios")),
    section(N_("Project of a scenario"),
        Field(ScenarioLine.scenario, N_("Scenario of a call"), column=shown(5, 36, by=CallScenario.name)),
        Field(ScenarioLine.application, N_("Application"), column=shown(1, 44)),
        Field(ScenarioLine.position, N_("Place (rank)"), column=shown(2, 8), is_in_place=True),
        Field(ScenarioLine.amount_incl_tax, N_("Amount (€ with tax)"), column=shown(3, sums=True), is_in_place=True),
        Field(ScenarioLine.is_refused, N_("Refused (scenario)"), N_("It does not wait either."), column=shown(4, 10)),
    ),
    # On the page of the scenario alone, where it is not told to who is concerned.
    Field(ScenarioLine.mean, N_("Mean of the jury")),
    searched=("application.title", "application.instance.name", "scenario.name"),
)

CALL_RESULT = Table(
    CallResult, (N_("Project retained"), N_("Projects retained")),
    section(N_("Project retained"),
        Field(CallResult.title, N_("Title"), column=shown(1, 50, sort=func.lower(CallResult.title))),
        Field(CallResult.council, N_("Council"), column=shown(2, 36, sort=func.lower(CallResult.council))),
        Field(CallResult.amount_incl_tax, N_("Granted (€ with tax)"), column=shown(3, sums=True)),
        Field(CallResult.call, N_("Call for projects"), column=shown(4, 40, **_OF_CALL)),
        Field(CallResult.notified_on, N_("Notified on"), column=shown(5)),
    ),
    Field(CallResult.application, N_("Application")),
    called=CallResult.title, searched=("title", "council", "call.title"),
)
# fmt: on

CALL_FIELDS = PROJECT_CALL.reads()
# Told in a file of their own, read with these.
OF_APPLICATIONS = (
    APPLICATION,
    APPLICATION_EXPENSE,
    APPLICATION_HELP,
    APPLICATION_OPINION,
    APPLICATION_PHOTO,
    PHOTO_CONSENT,
    SUBSIDY,
)
