"""What is shown of jobs."""

from mdo.kernel.base.messages import N_
from models.jobs import JobState
from views.base.domain import Action, Screens
from views.jobs.pages import JobView

SCREENS = Screens(
    "jobs",
    views={JobView: "travaux"},
    actions=(Action(550, JobView, N_("My jobs"), "hourglass-split", method="list", needs=(("can_list", JobView),)),),
    tones={
        JobState: {
            JobState.QUEUED: "muted",
            JobState.RUNNING: "info",
            JobState.DONE: "ok",
            JobState.FAILED: "danger",
            JobState.CANCELLED: "warn",
        }
    },
)
