"""From a page to the queue: the row of a job, then the message that names it."""

from typing import Any

from mdo.kernel.jobs import states
from models.jobs import Job
from views.base.catalogues import gettext
from views.base.database import db
from views.base.words import language
from views.jobs.worker import jobs
from views.security.gate import require_identity


def start(kind: str, what: str, parameters: dict[str, Any]) -> Job:
    """Commits a new job of the reader and puts it in the queue. `what` completes the label of the kind, in words."""
    declared = jobs().kinds.by_name[kind]
    label = gettext("%(label)s: %(value)s", label=gettext(declared.label), value=what)
    job = states.ask(
        db.session,
        user_id=require_identity().id,
        kind=kind,
        label=label,
        locale=language(),
        parameters=parameters,
    )
    db.session.commit()
    jobs().send(job.id)
    return job
