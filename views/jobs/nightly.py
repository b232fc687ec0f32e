"""The backup of each night, on the shelf that MDO_BACKUP_DIR names."""

import datetime as dt
import logging
from pathlib import Path

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from mdo.backup import shelf
from mdo.backup.taking import key_check, take
from mdo.kernel.base.database import is_full
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_

logger = logging.getLogger(__name__)

_NO_ANSWER = N_("The database did not answer: check that it is started.")
_FULL = N_("The disk is full: make room in the folder of the backups.")
_NO_FILE = N_("%(file)s cannot be written: %(detail)s.")


def back_up(engine: Engine, settings: Settings, now: dt.datetime) -> None:
    """Takes the backup of the day where it is due, and tidies the shelf; `now` is the hour of Paris.

    What goes wrong is noted for the administrator's page, and tried again at the next turn.
    """
    folder = settings.backup_dir
    if folder is None:
        return
    try:
        with shelf.alone(folder) as is_alone:
            if is_alone and shelf.is_due(folder, now):
                _back_up(engine, settings, shelf.path_of(folder, now.date()))
    except RuleViolation as refusal:
        _note(settings, refusal.message, **refusal.params)
    except OSError as error:
        if is_full(error):
            _note(settings, _FULL)
            return
        _note(settings, _NO_FILE, file=error.filename or folder, detail=error.strerror or error)
    except (SQLAlchemyError, psycopg.Error) as error:
        # Not logger.exception: a traceback may hold what was stored.
        logger.error("backup failed error=%s", type(error).__name__)  # noqa: TRY400  # as said above
        _note(settings, _NO_ANSWER)


def _back_up(engine: Engine, settings: Settings, target: Path) -> None:
    taken = take(engine, settings.data_dir, target, key_check(settings.secret_key))
    shelf.note_taken(settings.data_dir, taken)
    kept = shelf.tidy(target.parent)
    logger.info(
        "backup file=%s rows=%d bytes=%d kept=%d kept_bytes=%d",
        target.name,
        taken.manifest.rows,
        taken.size,
        len(kept),
        sum(item.size for item in kept),
    )


def _note(settings: Settings, message: str, **params: object) -> None:
    logger.error("backup failed: %s", message % params)
    shelf.note_failure(settings.data_dir, message, params)
