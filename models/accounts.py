"""Accounts: FAB's own users and roles, completed, and what sign-in needs to remember.

FAB's classes are completed in place rather than subclassed: a subclass on the same table would give two classes for
one row, and `user.roles` would load rows without their version.
"""

import datetime as dt

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Record, table_args, utc_now
from models.placement import ByUser, MissionOnly, OpenToRead
from models.text import PRIVATE_WORDS, WORDS
from models.types import UtcDateTime

User = fab.User
Role = fab.Role
Permission = fab.Permission
ViewMenu = fab.ViewMenu
PermissionView = fab.PermissionView

_SIGN_IN = OpenToRead("sign-in reads accounts and rights before it knows who asks; their screens need a right")


def _complete_fab_models() -> None:
    """Adds the version (optimistic lock) to users and roles, and to users the end date, the language, and whether their
    password was given to them by somebody else."""
    for model in (User, Role):
        model.version = mapped_column(Integer, nullable=False, default=1, server_default="1")
        model.__mapper__.version_id_col = model.__table__.c.version
        model.__table__.dialect_options["sqlite"]["autoincrement"] = True  # ids never given twice
    User.ends_on = mapped_column(Date, nullable=True, index=True)
    User.locale = mapped_column(String(5), nullable=True)
    User.must_change_password = mapped_column(Boolean, nullable=False, default=False, server_default=false())
    for name in (
        "User",
        "Role",
        "Group",
        "Permission",
        "ViewMenu",
        "PermissionView",
        "RegisterUser",
        "ApiKey",
    ):
        if hasattr(fab, name):
            getattr(fab, name).__placement__ = _SIGN_IN
    User.__searched__ = (WORDS, PRIVATE_WORDS)


_complete_fab_models()


class UserSession(Record):
    """An open session, so that sign-out, a new password or an administrator can end it (ASVS 7.4).

    `opened`: the records opened last, as words « PersonView-12 », newest first; they go with the session.
    """

    __tablename__ = "user_session"
    __table_args__ = table_args()
    __placement__ = ByUser()

    sid_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    opened: Mapped[str] = mapped_column(String(400), default="", server_default="")

    user: Mapped[fab.User] = relationship(lazy="select")


class Upload(Record):
    """A file that an account sent, kept for a day: what it sent in a day has a limit."""

    __tablename__ = "upload"
    __table_args__ = table_args(Index("ix_upload_user_id_at", "user_id", "at"))
    __placement__ = ByUser()

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now, index=True)
    size: Mapped[int] = mapped_column()  # bytes


class LoginAttempt(Record):
    """A failed or successful sign-in, kept for the limit that all workers share; the name is stored hashed."""

    __tablename__ = "login_attempt"
    __table_args__ = table_args()
    __placement__ = MissionOnly()

    name_hash: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now, index=True)
    is_success: Mapped[bool] = mapped_column(default=False)
