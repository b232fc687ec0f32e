"""Dates to avoid: what else the city, or an arrondissement, does on a day on which one might meet or write."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Record, table_args
from models.placement import ByArrondissement
from models.territory import Arrondissement
from models.text import WORDS
from models.types import enum_column_type


class AvoidedKind(enum.StrEnum):
    """Why a date is to be avoided."""

    MUNICIPAL_COUNCIL = "municipal_council"
    ARRONDISSEMENT_COUNCIL = "arrondissement_council"
    FESTIVAL_OF_LIGHTS = "festival_of_lights"
    POLL = "poll"
    CLOSURE = "closure"
    LAST_ORDER = "last_order"
    OTHER = "other"


class DateToAvoid(Record):
    """A day, or several, on which the city or an arrondissement does something else; of a single day, no end."""

    __tablename__ = "date_to_avoid"
    __table_args__ = table_args(
        CheckConstraint("label <> ''", name="label_filled"),
        CheckConstraint("end_on >= start_on", name="dates_ordered"),
        CheckConstraint("NOT is_city_council OR kind = 'poll'", name="council_is_of_a_poll"),
        Index("ix_date_to_avoid_start_on_id", "start_on", "id"),
    )
    __placement__ = ByArrondissement()
    __searched__ = (WORDS,)

    kind: Mapped[AvoidedKind] = mapped_column(enum_column_type(AvoidedKind, "avoided_kind"))
    label: Mapped[str] = mapped_column(String(160))
    start_on: Mapped[dt.date]
    end_on: Mapped[dt.date | None]
    arrondissement_id: Mapped[int | None] = mapped_column(ForeignKey("arrondissement.id"), index=True)
    is_city_council: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(String(500))

    arrondissement: Mapped[Arrondissement | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.label
