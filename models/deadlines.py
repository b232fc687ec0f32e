"""Rules of the deadline list, for each kind of dated object, and the deadlines that somebody put off to another day."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Role, User
from models.base import Record, table_args
from models.bounds import whole
from models.placement import ByInstance, OpenToRead
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
    may_put_off: Mapped[bool] = mapped_column(default=True, server_default=true())

    role: Mapped[Role | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.label


class PutOff(Record):
    """A deadline that somebody put off to another day in the list of deadlines, and why; its own day does not move.

    `kind` and `row_id` say which, `due_on` its own day then: it holds no more once that day is another one.
    """

    __tablename__ = "put_off"
    __table_args__ = table_args(
        UniqueConstraint("kind", "row_id"),
        CheckConstraint("put_off_to > due_on", name="later"),
        CheckConstraint("reason <> ''", name="reason_filled"),
    )
    __placement__ = ByInstance(empty_is_open=True)

    kind: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(250), default="", server_default="")
    due_on: Mapped[dt.date]
    put_off_to: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(String(250))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    # That of its row, which may go before it.
    instance_id: Mapped[int | None] = mapped_column(index=True)

    user: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.title
