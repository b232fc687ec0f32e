"""Digests that left: one a person and a day."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.placement import OwnedByUser
from models.types import enum_column_type


class DigestState(enum.StrEnum):
    """Where a digest stands; `sending` is written before it leaves, and what a crash leaves so is not sent again."""

    SENDING = "sending"
    SENT = "sent"
    NOT_TAKEN = "not_taken"


class DigestSending(Record):
    """The digest of an account for a day, as it was given to the mail server."""

    __tablename__ = "digest_sending"
    __table_args__ = table_args(UniqueConstraint("user_id", "day"))
    __placement__ = OwnedByUser()

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    day: Mapped[dt.date]
    state: Mapped[DigestState] = mapped_column(enum_column_type(DigestState, "digest_state"))

    user: Mapped[User] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.user} – {self.day.isoformat()}"
