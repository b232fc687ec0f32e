"""Who answers for a row that nobody was named for."""

from typing import Any

from sqlalchemy import inspect

from mdo.kernel.base.context import AnySession, context_of
from models.accounts import User


def name_responsible(session: AnySession, row: Any, above: Any = None) -> None:
    """Who creates a row answers for it when she names nobody, after who answers for what it is a part of."""
    if inspect(row).persistent or row.responsible is not None or row.responsible_id is not None:
        return
    actor_id = context_of(session).actor_id
    if above is not None and above.responsible is not None:
        row.responsible = above.responsible
    elif actor_id is not None:
        row.responsible = session.get(User, actor_id)
