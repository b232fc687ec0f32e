"""The journal: who changed what, when and by which door; and the access log of what left the house."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Model, utc_now
from models.placement import ByUser, MissionOnly
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type

# What stands for a name that was destroyed.
ERASED = "—"


class Door(enum.StrEnum):
    """The way by which a change came in."""

    FORM = "form"
    BULK = "bulk"
    IMPORT = "import"
    COMMAND = "command"
    RESTORE = "restore"
    UNDO = "undo"
    SIGN_IN = "sign_in"
    REPLY = "reply"
    PUBLIC_PAGE = "public_page"


class ChangeAction(enum.StrEnum):
    """What happened to a row."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class JournalEntry(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """One operation: a form saved, a bulk change, an import. All its row changes are undone as one. Append-only."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_at_id", "at", "id"), {"sqlite_autoincrement": True})
    __placement__ = ByUser(("actor_id",))
    __searched__ = (WORDS,)

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    actor_name: Mapped[str] = mapped_column(String(160), default="")
    door: Mapped[Door] = mapped_column(enum_column_type(Door, "door"))
    summary: Mapped[str] = mapped_column(String(250), default="")
    undo_of_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), index=True)

    actor: Mapped[User | None] = relationship(lazy="select")
    changes: Mapped[list["JournalChange"]] = relationship(
        back_populates="entry", order_by="JournalChange.id", lazy="select"
    )


class JournalChange(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """What one operation did to one row: `fields` maps each field to [before, after], in stored form."""

    __tablename__ = "journal_change"
    __table_args__ = (
        Index("ix_journal_change_model_row_id", "model", "row_id"),
        Index("ix_journal_change_action_id", "action", "id"),
        {"sqlite_autoincrement": True},
    )
    __placement__ = MissionOnly()
    # Where the row stood then, and whose it was: it may be gone, and they may be too. 0 where nobody can tell any more.

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    model: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(250), default="", doc="The row in words, as it was then.")
    action: Mapped[ChangeAction] = mapped_column(enum_column_type(ChangeAction, "change_action"))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner_id: Mapped[int | None] = mapped_column(doc="The account that alone reads the row.")
    contract_id: Mapped[int | None] = mapped_column(doc="The contract whose award opens what suppliers offered.")
    instance_id: Mapped[int | None] = mapped_column(index=True, doc="The body of the row.")
    arrondissement_id: Mapped[int | None] = mapped_column(index=True, doc="The arrondissement, where the row says one.")

    entry: Mapped[JournalEntry] = relationship(back_populates="changes", lazy="select")


class AccessLog(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """An export that left the application: who, what, which filters in words, how many rows. Append-only."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_at_id", "at", "id"), {"sqlite_autoincrement": True})
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    user_name: Mapped[str] = mapped_column(String(160), default="")
    action: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(120))
    filters: Mapped[str] = mapped_column(String(1000), default="")
    row_count: Mapped[int] = mapped_column(default=0)
