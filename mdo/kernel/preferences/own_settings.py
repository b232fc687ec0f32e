"""What an account's holder chose for the own pages; the defaults until something was."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from models.accounts import User
from models.preferences import ColourTheme, Preference

PAGE_SIZES = (25, 50, 100)


def preference_of(session: AnySession, user_id: int) -> Preference:
    """The stored choices of an account, or the defaults as a row that is not in the session."""
    statement = select(Preference).where(Preference.user_id == user_id).options(joinedload(Preference.user))
    stored = session.scalars(statement).one_or_none()
    if stored is not None:
        return stored
    return Preference(
        user=session.get_one(User, user_id),
        theme=ColourTheme.SYSTEM,
        page_size=PAGE_SIZES[0],
        receives_digest=True,
        has_shortcuts=True,
        shares_evenings=False,
        has_compact_rows=False,
        pins="",
        welcome_folded=False,
    )


def choose_theme(session: AnySession, user_id: int, theme: ColourTheme) -> None:
    """Keeps the theme of an account."""
    _choose(session, user_id, "theme", theme)


def choose_rows(session: AnySession, user_id: int, *, are_compact: bool) -> None:
    """Keeps the height of the rows of an account's lists."""
    _choose(session, user_id, "has_compact_rows", are_compact)


def fold_welcome(session: AnySession, user_id: int) -> None:
    """The first page of an account no longer says where things stand."""
    _choose(session, user_id, "welcome_folded", True)


def _choose(session: AnySession, user_id: int, name: str, value: object) -> None:
    preference = preference_of(session, user_id)
    setattr(preference, name, value)
    session.add(preference)
    session.flush()
