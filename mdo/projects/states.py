"""The states of projects and the acts that lead to them; a milestone is reached by one."""

from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import value_before
from mdo.kernel.states.acts import Act, Machine
from models.projects import Milestone, Project, ProjectState

_OPEN = frozenset({ProjectState.RUNNING, ProjectState.PAUSED})
_NOT_RUNNING = frozenset({ProjectState.IDEA, ProjectState.PAUSED})
OVER = frozenset({ProjectState.CLOSED, ProjectState.ABANDONED})

# fmt: off
PROJECT_ACTS = Machine(Project, (
    Act("start", N_("Start the project"), "play-circle", ("start_on", "next_step"), N_("Project started"), "lancement",
        optional=("next_step",), today=("start_on",), sources=frozenset({ProjectState.IDEA}),
        target=ProjectState.RUNNING),
    Act("resume", N_("Take up again"), "play-circle", ("next_step",), N_("Project taken up again"), "reprise",
        optional=("next_step",), sources=frozenset({ProjectState.PAUSED}), target=ProjectState.RUNNING),
    Act("close", N_("Close the project"), "check-lg", ("closed_on", "lessons"), N_("Project closed"), "cloture",
        help=N_("Its lessons are read by whoever starts a project alike."), today=("closed_on",), sources=_OPEN,
        target=ProjectState.CLOSED),
    Act("pause", N_("Pause"), "pause-circle", ("next_step",), N_("Project paused"), "pause",
        help=N_("Say what it waits for: the list shows it."), sources=frozenset({ProjectState.RUNNING}),
        target=ProjectState.PAUSED, leads=False),
    Act("give_up", N_("Give up"), "x-lg", ("closed_on", "lessons"), N_("Project given up"), "abandon",
        help=N_("Say why in its lessons: the next one will know."), today=("closed_on",),
        sources=_OPEN | _NOT_RUNNING, target=ProjectState.ABANDONED, leads=False),
    Act("reopen", N_("Open again"), "arrow-counterclockwise", ("next_step",), N_("Project opened again"),
        "reouverture", optional=("next_step",), sources=OVER, target=ProjectState.RUNNING, leads=False),
), stored="state", elsewhere=N_("This project has come to another state: here it is now."))

MILESTONE_ACTS = Machine(Milestone, (
    Act("reach", N_("Reached"), "check-lg", ("reached_on", "notes"), N_("Milestone reached: %(what)s"), "atteint",
        optional=("notes",), today=("reached_on",), in_bulk=True,
        sources=lambda row: value_before(row, "reached_on") is None),
), elsewhere=N_("This milestone was reached already: here it is now."))
# fmt: on
