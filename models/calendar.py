"""Calendars that a person subscribes to from a telephone or a desk: an address of one's own, which can be revoked."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.placement import OwnedByUser
from models.types import UtcDateTime, enum_column_type


class FeedContent(enum.StrEnum):
    """Which meetings a calendar holds; never more than its owner sees on screen."""

    MINE = "mine"
    PLACES = "places"
    ALL = "all"


class CalendarFeed(Record):
    """An iCalendar address of an account. Only a hash of its secret is stored; without one, the address is revoked."""

    __tablename__ = "calendar_feed"
    __table_args__ = table_args(CheckConstraint("label <> ''", name="label_filled"))
    __placement__ = OwnedByUser()

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    holds: Mapped[FeedContent] = mapped_column(enum_column_type(FeedContent, "feed_content"), default=FeedContent.MINE)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, doc="SHA-256 of the secret, in hex.")
    issued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, doc="When the address was made, or made anew.")

    user: Mapped[User] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.label
