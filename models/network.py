"""The network of référents: who answers for which arrondissement, who is away, and the series of its meetings."""

import datetime as dt
import enum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import whole
from models.placement import ByArrondissement, ByUser, MissionOnly, OpenToRead
from models.territory import Arrondissement
from models.text import WORDS
from models.types import enum_column_type

if TYPE_CHECKING:
    from models.instances import Instance


class Referent(Record):
    """An account answering for an arrondissement over a period; only a row in force gives rights."""

    __tablename__ = "referent"
    __table_args__ = table_args(
        CheckConstraint("end_on >= start_on", name="dates_ordered"),
        CheckConstraint("replacement_id <> user_id", name="not_own_replacement"),
        Index("ix_referent_user_id_arrondissement_id", "user_id", "arrondissement_id"),
    )
    __placement__ = ByArrondissement()
    __searched__ = (WORDS,)

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    arrondissement_id: Mapped[int] = mapped_column(ForeignKey("arrondissement.id"), index=True)
    start_on: Mapped[dt.date]
    end_on: Mapped[dt.date | None] = mapped_column(index=True)
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="select")
    arrondissement: Mapped[Arrondissement] = relationship(lazy="select")
    replacement: Mapped[User | None] = relationship(foreign_keys=[replacement_id], lazy="select")

    def __str__(self) -> str:
        return f"{self.user} – {self.arrondissement}"


class Absence(Record):
    """A period when an account's holder is away, and who stands in."""

    __tablename__ = "absence"
    __table_args__ = table_args(
        CheckConstraint("end_on >= start_on", name="dates_ordered"),
        CheckConstraint("replacement_id <> user_id", name="not_own_replacement"),
    )
    __placement__ = ByUser(("user_id", "replacement_id"))
    __searched__ = (WORDS,)

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    start_on: Mapped[dt.date]
    end_on: Mapped[dt.date] = mapped_column(index=True)
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    note: Mapped[str | None] = mapped_column(String(250))

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="select")
    replacement: Mapped[User | None] = relationship(foreign_keys=[replacement_id], lazy="select")

    def __str__(self) -> str:
        return str(self.user)


class MeetingKind(enum.StrEnum):
    """What a meeting is, in the words of charters and of the law (the CICA sits in the conseil d'arrondissement)."""

    PLENARY = "plenary"
    BUREAU = "bureau"
    COMMISSION = "commission"
    COUNCIL_WITH_CICA = "council_with_cica"
    ANNUAL_ASSEMBLY = "annual_assembly"
    PUBLIC = "public"
    NETWORK = "network"
    WORKING = "working"


class SlotRule(enum.StrEnum):
    """Which day of its month a meeting of a series takes first."""

    FIRST_WORKING_DAY = "first_working_day"
    SAME_WEEKDAY = "same_weekday"


class MeetingSeries(Record):
    """A series of meetings, of a body or of the network, as it was asked for: each meeting is then lived by itself."""

    __tablename__ = "meeting_series"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("last_on >= first_on", name="dates_ordered"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    title: Mapped[str] = mapped_column(String(200))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    kind: Mapped[MeetingKind] = mapped_column(enum_column_type(MeetingKind, "series_kind"), default=MeetingKind.NETWORK)
    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date]
    every_months: Mapped[int] = whole(1, 12, default=2)
    rule: Mapped[SlotRule] = mapped_column(enum_column_type(SlotRule, "slot_rule"), default=SlotRule.FIRST_WORKING_DAY)
    weekday: Mapped[int | None] = whole(0, 6, doc="0 for Monday, with the rule of the same weekday.")
    start_minute: Mapped[int] = whole(0, 1439, default=18 * 60 + 30, doc="Minutes after midnight, in Paris.")
    length_minutes: Mapped[int] = whole(15, 720, default=120)
    first_host_id: Mapped[int | None] = mapped_column(ForeignKey("arrondissement.id"), index=True)

    instance: Mapped["Instance | None"] = relationship(lazy="select")
    first_host: Mapped[Arrondissement | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.title


class SchoolHoliday(Record):
    """A period of school holidays of zone A, both days included, loaded from the ministry's calendar."""

    __tablename__ = "school_holiday"
    __table_args__ = table_args(
        CheckConstraint("label <> ''", name="label_filled"),
        CheckConstraint("end_on >= start_on", name="dates_ordered"),
        UniqueConstraint("start_on"),
    )
    __placement__ = OpenToRead("the public calendar of school holidays")
    __searched__ = (WORDS,)

    label: Mapped[str] = mapped_column(String(120))
    start_on: Mapped[dt.date]
    end_on: Mapped[dt.date]

    def __str__(self) -> str:
        return self.label
