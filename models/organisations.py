"""Organisations: associations, directions, partners and local authorities, in one register used everywhere."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from models.base import Record, table_args
from models.placement import ByArrondissement
from models.territory import Arrondissement
from models.text import PRIVATE_WORDS, WORDS, fold
from models.types import enum_column_type


class OrganisationKind(enum.StrEnum):
    """What an organisation is to the mission."""

    ASSOCIATION = "association"
    DIRECTION = "direction"
    PARTNER = "partner"
    AUTHORITY = "authority"


class Organisation(Record):
    """An association, a direction of the city, a partner with its convention, or another local authority."""

    __tablename__ = "organisation"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        CheckConstraint("convention_end_on >= convention_start_on", name="convention_dates_ordered"),
        Index("ix_organisation_sort_key_id", "sort_key", "id"),
    )
    __placement__ = ByArrondissement()
    __searched__ = (WORDS, PRIVATE_WORDS)

    name: Mapped[str] = mapped_column(String(200))
    acronym: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[OrganisationKind] = mapped_column(enum_column_type(OrganisationKind, "organisation_kind"))
    siret: Mapped[str | None] = mapped_column(String(14), doc="14 digits, leading zeros kept.")
    arrondissement_id: Mapped[int | None] = mapped_column(ForeignKey("arrondissement.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(250))
    contact_name: Mapped[str | None] = mapped_column(String(160))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    website: Mapped[str | None] = mapped_column(String(500))
    convention_start_on: Mapped[dt.date | None]
    convention_end_on: Mapped[dt.date | None] = mapped_column(index=True)
    notes: Mapped[str | None] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(String(220), default="", sort_order=890)

    arrondissement: Mapped[Arrondissement | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.name


@event.listens_for(Organisation, "before_insert")
@event.listens_for(Organisation, "before_update")
def _set_sort_key(mapper: Mapper[Organisation], connection: Connection, organisation: Organisation) -> None:
    organisation.sort_key = fold(organisation.name)[:220]
