"""Evening work as its agent counts it, where that differs from the rule of hours."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import whole
from models.placement import OwnedByUser


class EveningHours(Record):
    """What a meeting gives its agent to recover, in her own count, in place of what the rule of hours says.

    It names the meeting by its id and holds nothing of it: a meeting may go without what its agents counted.
    """

    __tablename__ = "evening_hours"
    __table_args__ = table_args(UniqueConstraint("user_id", "meeting_number"))
    __placement__ = OwnedByUser()

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    meeting_number: Mapped[int] = whole(1, 2**31 - 1, doc="The id of the meeting.")
    minutes: Mapped[int] = whole(0, 1440)

    user: Mapped[User] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.user} – {self.minutes}"
