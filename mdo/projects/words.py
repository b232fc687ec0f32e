"""The words of the closed lists of projects."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.projects import Participation, ProjectKind, ProjectState, TemplateLineKind

LISTS: dict[type[StrEnum], dict[str, str]] = {
    ProjectKind: {
        ProjectKind.PARTICIPATION: N_("Participative process"),
        ProjectKind.NEW_BODY: N_("Body to create"),
        ProjectKind.REVIVAL: N_("Revival of a body"),
        ProjectKind.EVENT: N_("Event (project)"),
        ProjectKind.TRAINING: N_("Training (project)"),
        ProjectKind.DIGITAL_TOOL: N_("Digital tool"),
        ProjectKind.EVALUATION: N_("Evaluation (project)"),
        ProjectKind.NETWORK: N_("Network (project)"),
        ProjectKind.SUPPORT_DIRECTION: N_("Support to a direction"),
        ProjectKind.SUPPORT_MAIRIE: N_("Support to a mairie"),
    },
    Participation: {
        Participation.INFORM: N_("Inform"),
        Participation.CONSULT: N_("Consult (participation)"),
        Participation.CONCERT: N_("Concert"),
        Participation.CO_BUILD: N_("Co-build"),
    },
    ProjectState: {
        ProjectState.IDEA: N_("Under study"),
        ProjectState.RUNNING: N_("Under way (project)"),
        ProjectState.PAUSED: N_("Paused (project)"),
        ProjectState.CLOSED: N_("Closed (project)"),
        ProjectState.ABANDONED: N_("Given up (project)"),
    },
    TemplateLineKind: {
        TemplateLineKind.MILESTONE: N_("Milestone"),
        TemplateLineKind.TASK: N_("Task"),
    },
}
