"""How the sign-in sheets are searched."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.search.matching import holding
from models.archives import SignInSheet


def among_sheets(session: AnySession, patterns: Sequence[str]) -> ColumnElement[bool]:
    """Of the sign-in sheets, by the meeting, its body, its visa and who destroyed it."""
    sheet = SignInSheet
    words = (sheet.title, sheet.body, sheet.bordereau, sheet.visa_number, sheet.destroyed_by_name)
    return sheet.id.in_(holding(session.execute(select(sheet.id, *words)), patterns))
