"""Forms that made something, so that the same one sent twice makes it once."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Model, utc_now
from models.placement import MissionOnly
from models.types import UtcDateTime


class SentForm(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """A form that was sent and made something: written in the transaction of what it made, purged after two days.

    `key` tells the account, the form as its page gave it, and what was typed in it; `location` is where it led.
    """

    __tablename__ = "sent_form"
    __table_args__ = ({"sqlite_autoincrement": True},)
    __placement__ = MissionOnly()

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    location: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now, index=True)
