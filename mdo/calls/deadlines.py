"""What falls due about calls: the day of each of their steps, opinions, bilans and comptes rendus financiers."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from mdo.calls.reminding import awaited_clause, remind_clause
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind, Expression
from mdo.kernel.rights.roles import RoleCode
from models.applications import Application, ApplicationOpinion, Subsidy
from models.calls import CallState, ProjectCall

_C = CallState


def _step(
    place: int, code: str, label: str, column: Expression, states: tuple[CallState, ...], closing: Closing, rule: str
) -> DeadlineKind:
    """The day of a step of a call, which waits in these states."""

    def is_open(today: dt.date) -> ColumnElement[bool]:
        return and_(column.is_not(None), ProjectCall.state.in_(states))

    return DeadlineKind(
        place, code, label, ProjectCall, "CallView", column, is_open, closing,
        title=ProjectCall.title, days_before=21, role=RoleCode.MISSION, responsible_id=ProjectCall.responsible_id,
        rule=rule,
    )  # fmt: skip


_BEFORE_JURY = (_C.DRAFT, _C.OPEN, _C.EXAMINED)
_OPEN_CALL = Closing(N_("Open the call (deadline)"), "CallView", "show", "can_show")
CALL_STEPS = (
    _step(280, "call_opens", N_("Opening of a call"), ProjectCall.opens_on, (_C.DRAFT,),
          Closing(N_("Open the call"), "CallView", "open"), "Ouverture d’un appel à projets"),
    _step(290, "call_closes", N_("Closing of the filing of a call"), ProjectCall.closes_on, (_C.DRAFT, _C.OPEN),
          _OPEN_CALL, "Clôture du dépôt d’un appel à projets"),
    _step(300, "call_opinions", N_("Opinions on the projects of a call"), ProjectCall.opinions_by, _BEFORE_JURY,
          _OPEN_CALL, "Avis sur les projets d’un appel"),
    _step(310, "call_jury", N_("Jury of a call"), ProjectCall.jury_by, _BEFORE_JURY, _OPEN_CALL,
          "Jury d’un appel à projets"),
    _step(320, "call_arbitration", N_("Arbitration of a call"), ProjectCall.arbitration_by, _BEFORE_JURY, _OPEN_CALL,
          "Arbitrage d’un appel à projets"),
    _step(330, "call_councils", N_("Arrondissement councils of a call"), ProjectCall.councils_by, _BEFORE_JURY,
          _OPEN_CALL, "Conseils d’arrondissement d’un appel"),
    _step(340, "call_deliberation", N_("Deliberation of a call"), ProjectCall.deliberation_by, _BEFORE_JURY,
          Closing(N_("The council deliberated"), "CallView", "decide"), "Délibération d’un appel à projets"),
    _step(350, "call_notification", N_("Notification of a call"), ProjectCall.notification_by,
          (*_BEFORE_JURY, _C.DECIDED), Closing(N_("Notify"), "CallView", "notify"),
          "Notification d’un appel à projets"),
    _step(360, "call_realisation", N_("End of the realisations of a call"), ProjectCall.realisation_by,
          (_C.NOTIFIED,), _OPEN_CALL, "Fin des réalisations d’un appel"),
)  # fmt: skip


def _is_awaited(today: dt.date) -> ColumnElement[bool]:
    return and_(ApplicationOpinion.due_on.is_not(None), ApplicationOpinion.given_on.is_(None))


OPINION_DUE = DeadlineKind(
    370,
    "application_opinion_due",
    N_("Opinion on an application"),
    ApplicationOpinion,
    "ApplicationOpinionView",
    ApplicationOpinion.due_on,
    _is_awaited,
    Closing(N_("Write the opinion"), "ApplicationOpinionView"),
    title=ApplicationOpinion.author,
    days_before=10,
    role=RoleCode.MISSION,
    detail=Application.title,
    inner=(ApplicationOpinion.application,),
    instance_id=Application.instance_id,
    rule="Avis sur un dossier d’appel à projets",
)


REPORT_DUE = DeadlineKind(
    380,
    "application_report_due",
    N_("Bilan of a project"),
    Application,
    "ApplicationView",
    Application.report_due_on,
    lambda today: awaited_clause(),
    Closing(N_("Open the application"), "ApplicationView", "show", "can_show"),
    title=Application.title,
    days_before=30,
    role=RoleCode.REFERENT,
    instance_id=Application.instance_id,
    sooner=((remind_clause, Closing(N_("Remind the council"), "ApplicationView", "remind_page")),),
    rule="Bilan d’un projet d’appel à projets",
)


def _accounts(today: dt.date) -> ColumnElement[bool]:
    return and_(Subsidy.report_due_on.is_not(None), Subsidy.reported_on.is_(None))


SUBSIDY_REPORT_DUE = DeadlineKind(
    390,
    "subsidy_report_due",
    N_("Compte rendu financier of a subsidy"),
    Subsidy,
    "SubsidyView",
    Subsidy.report_due_on,
    _accounts,
    Closing(N_("Write the day of the compte rendu"), "SubsidyView"),
    title=Application.title,
    days_before=30,
    role=RoleCode.MISSION,
    inner=(Subsidy.application,),
    rule="Compte rendu financier d’une subvention",
    law="loi 2000-321, art. 10",
)

DEADLINES = (*CALL_STEPS, OPINION_DUE, REPORT_DUE, SUBSIDY_REPORT_DUE)
