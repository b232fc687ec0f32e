"""Free texts hold no number that is never kept, whatever door writes them: form, act, import, undo, restore, command.

The short ones too: a name, a town, a function, the title of a meeting. A form tells it at its field with what else is
wrong (`row_rules.check_row`), an undo with the name of the row; from any other door the flush refuses it.
"""

from functools import cache, partial
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper, Session, UOWTransaction

from mdo.kernel.base.context import TAKING_BACK, UNDO_OF
from mdo.kernel.base.errors import gather
from mdo.kernel.fields.tables import TABLES
from mdo.kernel.rules.never_kept import check_may_be_kept, is_free_text
from mdo.kernel.sessions.hooks import Sessions


@cache
def free_texts(model: type) -> tuple[str, ...]:
    """The attributes of a table in which one writes what one likes."""
    mapper: Mapper[Any] = inspect(model)
    columns = {one.key: one.columns[0].type for one in mapper.column_attrs} if model in TABLES else {}
    return tuple(name for name, kind in columns.items() if is_free_text(name, kind))


def _model_of(row: Any) -> type:
    return type(row)


def check_written(row: Any) -> None:
    """Refuses what is written anew in the free texts of a row, each at its field. Raises RuleViolation."""
    attributes, model = inspect(row).attrs, _model_of(row)
    changed = ((name, attributes[name].history.added) for name in free_texts(model))
    gather(*(partial(check_may_be_kept, each, name) for name, added in changed for each in added or () if each))


def check_stored(row: Any) -> None:
    """The same of all that they hold."""
    held = ((name, getattr(row, name)) for name in free_texts(_model_of(row)))
    gather(*(partial(check_may_be_kept, text, name) for name, text in held if text))


def install(sessions: Sessions) -> None:
    """Refuses such a text at the flush of a session; what is taken back is judged once it stands, by its name."""
    event.listen(sessions, "before_flush", _refuse)


def _refuse(session: Session, flush: UOWTransaction, instances: Any) -> None:
    if UNDO_OF in session.info or TAKING_BACK in session.info:
        return
    for row in (*session.new, *session.dirty):
        check_written(row)
