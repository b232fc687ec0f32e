"""Rows of meetings that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.meetings import ActionItem, Decision, Meeting, SessionQuestion
from models.readiness import MeetingNeed
from tests.accounts.search_rows import account_row
from tests.instances.search_rows import body_row
from tests.organisations.search_rows import organisation_row
from tests.support import factories as make
from tests.support import readiness as ready
from tests.support.projects import ProjectFactory


def meeting_row() -> Meeting:
    return make.MeetingFactory(
        title="Plénière d’été",
        instance=body_row(),
        place="Théâtre à l’Œuvre",
        room="Salle Élysée",
        host=make.ArrondissementFactory(number=43, name="Côté Nord", insee_code="69943", postal_code="69943"),
        organiser=account_row("Ünsal", "Çelik"),
    )


def decision_row() -> Decision:
    meeting = meeting_row()
    item = make.AgendaItemFactory(meeting=meeting, title="Propreté à l’école")
    return make.DecisionFactory(meeting=meeting, text="Bancs déplacés côté jardin", agenda_item=item)


def action_row() -> ActionItem:
    meeting = meeting_row()
    return make.ActionItemFactory(
        meeting=meeting,
        agenda_item=make.AgendaItemFactory(meeting=meeting, title="Propreté à l’école"),
        text="Prévenir la voirie",
        owner=account_row("Åsa", "Brûlé"),
        outcome="Réglé à l’été",
    )


def action_of_a_name_row() -> ActionItem:
    return make.ActionItemFactory(meeting=make.MeetingFactory(title="Bureau d’été"), owner_name="Régie d’à côté")


def action_of_a_project_row() -> ActionItem:
    return make.ActionItemFactory(meeting=None, project=ProjectFactory(title="Créer à Vaise"), text="Écrire")


def question_row() -> SessionQuestion:
    return make.SessionQuestionFactory(
        meeting=meeting_row(),
        question="Où mène la piste ?",
        asked_by="Comité Élargi",
        organisation=organisation_row(),
        answered_by="Adjointe Mélina",
        department="Direction Mobilités",
        answer="Bientôt à l’étude",
        follow_up="Rencontre prévue côté mairie",
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Meeting: (meeting_row,),
    Decision: (decision_row,),
    ActionItem: (action_row, action_of_a_name_row, action_of_a_project_row),
    SessionQuestion: (question_row,),
    MeetingNeed: (lambda: ready.MeetingNeedFactory(label="Clés côté jardin"),),
}
