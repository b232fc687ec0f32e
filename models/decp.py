"""What was published of a contract as essential data: kept as it was, for a published value is never edited."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.contracts import Contract
from models.placement import MissionOnly


class OpenDataRelease(Record):
    """The essential data of a contract as they were published on a day; the last release holds all that was."""

    __tablename__ = "open_data_release"
    __table_args__ = table_args(Index("ix_open_data_release_contract_id_released_on", "contract_id", "released_on"))
    __placement__ = MissionOnly()

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    released_on: Mapped[dt.date]
    content: Mapped[str] = mapped_column(Text, doc="The record of the contract, in JSON.")
    sha256: Mapped[str] = mapped_column(String(64))
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    contract: Mapped[Contract] = relationship(lazy="select")
    released_by: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.contract} – {self.released_on:%d/%m/%Y}"
