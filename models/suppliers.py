"""Suppliers: the companies that tender, hold contracts or are subcontracted to."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from models.base import Record, table_args
from models.placement import MissionOnly
from models.text import WORDS, fold
from models.types import enum_column_type


class IdentifierKind(enum.StrEnum):
    """The register that names a company (nomenclature of the essential data)."""

    SIRET = "siret"
    VAT = "vat"
    TAHITI = "tahiti"
    RIDET = "ridet"
    FRWF = "frwf"
    IREP = "irep"
    OUTSIDE_EU = "outside_eu"


class Supplier(Record):
    """A company, association or freelance who tenders for contracts, holds or is subcontracted some."""

    __tablename__ = "supplier"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        UniqueConstraint("identifier_kind", "identifier"),
        Index("ix_supplier_sort_key_id", "sort_key", "id"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    name: Mapped[str] = mapped_column(String(200))
    identifier_kind: Mapped[IdentifierKind] = mapped_column(
        enum_column_type(IdentifierKind, "identifier_kind"), default=IdentifierKind.SIRET
    )
    identifier: Mapped[str | None] = mapped_column(String(20), doc="SIRET: 14 digits, leading zeros kept.")
    vat_number: Mapped[str | None] = mapped_column(String(20))
    is_sme: Mapped[bool | None] = mapped_column(doc="Small or medium-sized enterprise; empty when not known.")
    address: Mapped[str | None] = mapped_column(String(250))
    postal_code: Mapped[str | None] = mapped_column(String(10))
    city: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    website: Mapped[str | None] = mapped_column(String(500))
    is_active: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[str | None] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(String(220), default="", sort_order=890)

    contacts: Mapped[list["SupplierContact"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (SupplierContact.name, SupplierContact.id),
        back_populates="supplier",
        lazy="select",
    )

    def __str__(self) -> str:
        return self.name


class SupplierContact(Record):
    """A person whom the mission reaches at a supplier's."""

    __tablename__ = "supplier_contact"
    __table_args__ = table_args(CheckConstraint("name <> ''", name="name_filled"))
    __placement__ = MissionOnly()

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    function: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    notes: Mapped[str | None] = mapped_column(Text)

    supplier: Mapped[Supplier] = relationship(back_populates="contacts", lazy="select")

    def __str__(self) -> str:
        return self.name


@event.listens_for(Supplier, "before_insert")
@event.listens_for(Supplier, "before_update")
def _set_sort_key(mapper: Mapper[Supplier], connection: Connection, supplier: Supplier) -> None:
    supplier.sort_key = fold(supplier.name)[:220]
