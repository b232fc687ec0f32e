"""What a write brought by itself, to be said with the answer to who wrote: « a place to confirm: … »."""

from collections.abc import Sequence
from typing import Any

from mdo.kernel.base.context import AnySession

_KEY = "mdo_told"


def tell(session: AnySession, message: str, **values: Any) -> None:
    """Keeps a sentence (a message id) for the answer."""
    session.info.setdefault(_KEY, []).append((message, values))


def told(session: AnySession) -> Sequence[tuple[str, dict[str, Any]]]:
    """The sentences kept so far, once."""
    found: list[tuple[str, dict[str, Any]]] = session.info.pop(_KEY, [])
    return found
