"""Rules of the deadline list: for each kind of dated object, how long before its date it is announced, and to whom."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Role
from models.base import Record, table_args
from models.bounds import whole
from models.placement import OpenToRead
from models.text import WORDS


class DeadlineRule(Record):
    """How many calendar days before its date a kind of object enters the list of deadlines; edited by the mission."""

    __tablename__ = "deadline_rule"
    __table_args__ = table_args(UniqueConstraint("kind"))
    __placement__ = OpenToRead("numbers of days that the list of deadlines of every reader is counted with")
    __searched__ = (WORDS,)

    kind: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(120))
    days_before: Mapped[int] = whole(0, 1095)
    role_id: Mapped[int | None] = mapped_column(ForeignKey("ab_role.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    role: Mapped[Role | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.label
