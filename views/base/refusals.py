"""A database that is busy, or without room: who holds it, and how long ago this process found no room left."""

import shutil
import time
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.jobs import Job, JobState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.words import moment_in_words

# Below, an upload and what it leads to may not find room.
LEAST_FREE_BYTES = 64 * 1024 * 1024
_FULL_FOR_SECONDS = 60
_FULL_AT = "mdo_full_at"
_BUSY = N_("The database is busy: nothing was saved, try again in a moment.")
_HELD = N_("“%(work)s”, under way since %(since)s, holds the database: nothing was saved, try again once it has ended.")


def busy() -> RuleViolation:
    """The sentence for a lock that was waited for in vain; it names the work that holds it, when one is under way."""
    running = select(Job.kind, Job.started_at).where(Job.state == JobState.RUNNING).order_by(Job.started_at)
    try:
        # Whoever asked for it: its kind and its hour alone are told.
        found: Sequence[Any] = db.session.execute(running.execution_options(**WHOLE_REGISTER)).all()
    except SQLAlchemyError:
        found = ()
    for name, since in found:
        kind = current_app.extensions["mdo_jobs"].kinds.get(name)
        if kind is not None and kind.writes and since is not None:
            return RuleViolation(_HELD, work=gettext(kind.label), since=moment_in_words(since))
    return RuleViolation(_BUSY)


def note_full() -> None:
    """Notes that something could not be written for want of room: PostgreSQL's disk is not seen from here otherwise."""
    current_app.extensions[_FULL_AT] = time.monotonic()


def is_short_of_room() -> bool:
    """Whether the data folder is nearly full, or something could not be written within a minute."""
    if time.monotonic() < current_app.extensions.get(_FULL_AT, -_FULL_FOR_SECONDS) + _FULL_FOR_SECONDS:
        return True
    return shutil.disk_usage(current_app.extensions["mdo_settings"].data_dir).free < LEAST_FREE_BYTES
