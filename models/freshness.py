"""Stamps that say that a record is still right, without a change in it."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args, utc_now
from models.bounds import whole
from models.placement import OfNetwork
from models.types import UtcDateTime


class Confirmation(Record):
    """Someone read a record on a day and found it still right.

    It names the record by table and id and holds nothing of it: who answers for an arrondissement may read them all.
    """

    __tablename__ = "confirmation"
    __table_args__ = table_args(Index("ix_confirmation_model_row_id_at", "model", "row_id", "at"))
    __placement__ = OfNetwork("user_id")

    model: Mapped[str] = mapped_column(String(40), doc="Name of the mapped class of the record.")
    row_id: Mapped[int] = whole(1, 2**31 - 1)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    user: Mapped[User] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}"
