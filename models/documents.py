"""Papers of meetings: the files made or attached, version by version, and the templates that all papers are made from.

The content of a file is in a column that the journal leaves alone (mdo.kernel.journal.values) and that no list loads;
its size and its SHA-256 are journalled. A version is never written over: another one follows it.
"""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args, utc_now
from models.bounds import whole
from models.meetings import Meeting
from models.placement import ByMeeting, OpenToRead
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type

LARGEST_FILE = 20 * 1024 * 1024


class PaperKind(enum.StrEnum):
    """The papers that are made from a template."""

    CONVOCATION = "convocation"
    SIGN_IN_SHEET = "sign_in_sheet"
    MINUTES = "minutes"
    ANALYSIS_REPORT = "analysis_report"
    REJECTION_LETTERS = "rejection_letters"
    CONTRACT_SHEET = "contract_sheet"


class DocumentKind(enum.StrEnum):
    """What a file of a meeting is: one of the papers, or anything that was attached."""

    CONVOCATION = "convocation"
    SIGN_IN_SHEET = "sign_in_sheet"
    MINUTES = "minutes"
    ATTACHMENT = "attachment"


class PaperTemplate(Record):
    """A version of the Word file that papers of a kind are made from; the active one of each kind serves."""

    __tablename__ = "paper_template"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        UniqueConstraint("kind", "number"),
    )
    __placement__ = OpenToRead("empty forms of the mission: they hold nothing about anybody")
    __searched__ = (WORDS,)

    kind: Mapped[PaperKind] = mapped_column(enum_column_type(PaperKind, "paper_kind"))
    number: Mapped[int] = whole(1, 9999)
    name: Mapped[str] = mapped_column(String(160))
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = whole(1, LARGEST_FILE)
    sha256: Mapped[str] = mapped_column(String(64))
    is_active: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)

    made_by: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class MeetingDocument(Record):
    """A version of a file of a meeting: a paper that was made, or what was attached; one withdrawn is out of sight."""

    __tablename__ = "meeting_document"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        UniqueConstraint("meeting_id", "kind", "title", "media_type", "number", name="uq_meeting_document_version"),
    )
    __placement__ = ByMeeting()
    __searched__ = (WORDS,)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(enum_column_type(DocumentKind, "document_kind"))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[int] = whole(1, 9999)
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = whole(1, LARGEST_FILE)
    sha256: Mapped[str] = mapped_column(String(64))
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    meeting: Mapped[Meeting] = relationship(lazy="select")
    made_by: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
