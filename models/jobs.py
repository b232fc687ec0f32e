"""Work that takes time: what someone asked for, how far it is and what came of it."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import whole
from models.placement import OwnedByUser
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type


class JobState(enum.StrEnum):
    """Where a piece of work stands; the last three are its ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Record):
    """A piece of work that someone asked for and that a worker does, under her scope and rights of that moment.

    `attempt` counts the workers that took it: the one that finishes says which it was, so that a worker thought dead
    never ends what another took up. `message` and `error` are [message id, parameters], for the reader's language;
    `progress` is in hundredths, as of the last change of state (how far it is meanwhile is told by the queue).
    """

    __tablename__ = "job"
    __table_args__ = table_args(
        CheckConstraint("(state = 'queued' OR state = 'running') = (ended_at IS NULL)", name="ended_when_over"),
        Index("ix_job_state_ended_at", "state", "ended_at"),
    )
    __placement__ = OwnedByUser()
    __searched__ = (WORDS,)

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(250))
    locale: Mapped[str] = mapped_column(String(5))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[JobState] = mapped_column(enum_column_type(JobState, "job_state"), default=JobState.QUEUED)
    attempt: Mapped[int] = whole(0, 100, default=0)
    progress: Mapped[int] = whole(0, 100, default=0)
    message: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    error: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    worker: Mapped[str | None] = mapped_column(String(120))
    started_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.label
