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
        pins="",
    )


def choose_theme(session: AnySession, user_id: int, theme: ColourTheme) -> None:
    """Keeps the theme of an account."""
    preference = preference_of(session, user_id)
    preference.theme = theme
    session.add(preference)
    session.flush()
