"""The topic box of the network: what référents would have the next meetings speak of."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import whole
from models.meetings import AgendaItem
from models.placement import OfNetwork
from models.text import WORDS
from models.types import enum_column_type


class TopicState(enum.StrEnum):
    """What became of a proposed topic."""

    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Topic(Record):
    """A topic that a référent proposes for a meeting of the network, and what the mission made of it."""

    __tablename__ = "topic"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("(state = 'scheduled') = (agenda_item_id IS NOT NULL)", name="scheduled_on_an_item"),
        CheckConstraint("state <> 'scheduled' OR left_item_id IS NULL", name="on_one_agenda"),
    )
    __placement__ = OfNetwork(owner="proposer_id")
    __searched__ = (WORDS,)

    title: Mapped[str] = mapped_column(String(250))
    reason: Mapped[str | None] = mapped_column(Text)
    minutes: Mapped[int | None] = whole(1, 600)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    state: Mapped[TopicState] = mapped_column(enum_column_type(TopicState, "topic_state"), default=TopicState.PROPOSED)
    answer: Mapped[str | None] = mapped_column(Text, doc="What the mission answers, above all to a topic declined.")
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    left_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True, doc="The item it had of a meeting that was cancelled or postponed."
    )

    proposer: Mapped[User] = relationship(lazy="select")
    agenda_item: Mapped[AgendaItem | None] = relationship(foreign_keys=[agenda_item_id], lazy="select")
    left_item: Mapped[AgendaItem | None] = relationship(foreign_keys=[left_item_id], lazy="select")

    def __str__(self) -> str:
        return self.title
