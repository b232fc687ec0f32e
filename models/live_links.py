"""Lists and reports that a workbook reads again by itself: an address of one's own, which can be revoked."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import whole
from models.placement import OwnedByUser
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type

MOST_COUNTED = 2_000_000_000


class LinkFormat(enum.StrEnum):
    """How rows are written; the end of the address says it."""

    CSV = "csv"
    JSON = "json"


class LiveLink(Record):
    """An address that answers a list or a report, with its search, filters, order and columns, in one language.

    Only a hash of its secret is stored; without one, it is revoked. It holds no row: what it answers is what its
    owner may see at each reading.
    """

    __tablename__ = "live_link"
    __table_args__ = table_args(CheckConstraint("name <> ''", name="name_filled"))
    __placement__ = OwnedByUser()
    __searched__ = (WORDS,)

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    list_name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(Text, default="")
    format: Mapped[LinkFormat] = mapped_column(enum_column_type(LinkFormat, "link_format"), default=LinkFormat.CSV)
    with_personal: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(5))
    expires_on: Mapped[dt.date | None] = mapped_column(Date, doc="Its last day.")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, doc="SHA-256 of the secret, in hex.")
    issued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, doc="When the address was made, or made anew.")
    last_read_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    read_count: Mapped[int] = whole(0, MOST_COUNTED, default=0)

    user: Mapped[User] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.name
