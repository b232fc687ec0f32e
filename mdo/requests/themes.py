"""The themes that requests bear, as far as the reader sees them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession
from models.requests import CouncilRequest


def themes_in_use(session: AnySession, limit: int) -> Sequence[str]:
    """The themes of the requests in sight, the most frequent ones when there are too many, in alphabetical order."""
    theme, total = CouncilRequest.theme, func.count(CouncilRequest.id)
    statement = select(theme).where(theme.is_not(None)).group_by(theme).order_by(total.desc(), theme).limit(limit)
    return sorted((text for text in session.scalars(statement) if text), key=str.casefold)
