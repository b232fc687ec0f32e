"""The network of référents: who answers for which arrondissement, and who is away."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.placement import ByArrondissement, ByUser
from models.territory import Arrondissement


class Referent(Record):
    """An account answering for an arrondissement over a period; only a row in force gives rights."""

    __tablename__ = "referent"
    __table_args__ = table_args(
        CheckConstraint("end_on >= start_on", name="dates_ordered"),
        CheckConstraint("replacement_id <> user_id", name="not_own_replacement"),
        Index("ix_referent_user_id_arrondissement_id", "user_id", "arrondissement_id"),
    )
    __placement__ = ByArrondissement()

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    arrondissement_id: Mapped[int] = mapped_column(ForeignKey("arrondissement.id"), index=True)
    start_on: Mapped[dt.date]
    end_on: Mapped[dt.date | None]
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

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    start_on: Mapped[dt.date]
    end_on: Mapped[dt.date]
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    note: Mapped[str | None] = mapped_column(String(250))

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="select")
    replacement: Mapped[User | None] = relationship(foreign_keys=[replacement_id], lazy="select")

    def __str__(self) -> str:
        return str(self.user)
