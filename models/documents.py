"""Files of records, version by version, and the templates that papers are made from.

A document stands on one record, its carrier: `Carrier` names the columns that may lead to one. What it holds is a
file, or the address of what stays on a server. The content is in a column that the journal leaves alone
(mdo.kernel.journal.values) and that no list loads, or in a file of the data folder (mdo.documents.files); its size and
its SHA-256 are journalled. A version is never written over: another one follows it.
"""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.applications import Application
from models.base import Record, table_args, utc_now
from models.bounds import whole
from models.calls import ProjectCall
from models.contracts import Contract
from models.events import Event
from models.instances import Instance
from models.meetings import Meeting
from models.organisations import Organisation
from models.people import Person
from models.placement import OfCarrier, OpenToRead
from models.projects import Project
from models.requests import CouncilRequest
from models.text import WORDS
from models.types import UtcDateTime, enum_column_type

LARGEST_FILE = 20 * 1024 * 1024
# What the type of a file says of an address.
LINK_TYPE = "text/uri-list"


class PaperKind(enum.StrEnum):
    """The papers that are made from a template."""

    CONVOCATION = "convocation"
    SIGN_IN_SHEET = "sign_in_sheet"
    MINUTES = "minutes"
    ANALYSIS_REPORT = "analysis_report"
    REJECTION_LETTERS = "rejection_letters"
    CONTRACT_SHEET = "contract_sheet"
    PROJECT_NOTE = "project_note"
    PROJECT_LIST = "project_list"
    APPLICATION_RECEIPT = "application_receipt"
    APPLICATION_SHEET = "application_sheet"
    CALL_LETTERS = "call_letters"
    CALL_DELIBERATION = "call_deliberation"


class DocumentKind(enum.StrEnum):
    """What a document is: a paper that the product makes (the first seven), or what someone put there."""

    CONVOCATION = "convocation"
    SIGN_IN_SHEET = "sign_in_sheet"
    MINUTES = "minutes"
    ANALYSIS_REPORT = "analysis_report"
    CONTRACT_SHEET = "contract_sheet"
    LETTERS = "letters"
    OPEN_DATA = "open_data"
    ATTACHMENT = "attachment"
    LETTER = "letter"
    EMAIL = "email"
    AGREEMENT = "agreement"
    DELIBERATION = "deliberation"
    NOTE = "note"
    REPORT = "report"
    PRESENTATION = "presentation"
    PICTURE = "picture"
    SIGNED_FORM = "signed_form"
    SERVER_LINK = "server_link"


# Made by the product from what the record holds: nobody adds or withdraws one by hand.
MADE_KINDS = frozenset(list(DocumentKind)[:7])


class Carrier(enum.StrEnum):
    """What a document stands on, by the column that leads to it; one is filled.

    A new domain adds its own, with its foreign key and its relation below, and says who reads and who writes there
    (`carried` of `mdo.kernel.scope.placements.Places`); its view is a `views.documents.carrying.CarriesDocuments`.
    """

    MEETING = "meeting_id"
    INSTANCE = "instance_id"
    PERSON = "person_id"
    ORGANISATION = "organisation_id"
    REQUEST = "request_id"
    CONTRACT = "contract_id"
    PROJECT = "project_id"
    APPLICATION = "application_id"
    EVENT = "event_id"
    CALL = "call_id"


CARRIERS = tuple(carrier.value for carrier in Carrier)
_FILLED = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in CARRIERS)


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


class Document(Record):
    """A version of a file of a record, or the address of what stays on a server; one withdrawn is out of sight.

    One that is final is locked: nothing of it changes, no version follows it, and `signs` may name it as what a signed
    PDF is the signed copy of.
    """

    __tablename__ = "document"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint(f"{_FILLED} = 1", name="one_carrier"),
        CheckConstraint("(kind = 'server_link') = (link IS NOT NULL)", name="link_of_kind"),
        CheckConstraint("(sha256 IS NULL) = (link IS NOT NULL)", name="file_or_link"),
        CheckConstraint("link IS NOT NULL OR content IS NOT NULL OR stored_as IS NOT NULL", name="content_kept"),
        *(
            UniqueConstraint(column, "kind", "title", "media_type", "number", name=f"uq_document_{column[:-3]}_version")
            for column in CARRIERS
        ),
    )
    # A report on the tenders, and the letters to those not retained, say what the tenders say.
    __placement__ = OfCarrier(kinds=(DocumentKind.ANALYSIS_REPORT, DocumentKind.LETTERS))
    __searched__ = (WORDS,)

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("council_request.id"), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("project_call.id"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(enum_column_type(DocumentKind, "document_kind"))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[int] = whole(1, 9999)
    dated_on: Mapped[dt.date | None]
    file_name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    stored_as: Mapped[str | None] = mapped_column(String(40), doc="The file of the data folder, where it is there.")
    size: Mapped[int | None] = whole(1, LARGEST_FILE)
    sha256: Mapped[str | None] = mapped_column(String(64))
    link: Mapped[str | None] = mapped_column(String(1000))
    is_final: Mapped[bool] = mapped_column(default=False)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    signs_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)

    meeting: Mapped[Meeting | None] = relationship(lazy="select")
    instance: Mapped[Instance | None] = relationship(lazy="select")
    person: Mapped[Person | None] = relationship(lazy="select")
    organisation: Mapped[Organisation | None] = relationship(lazy="select")
    request: Mapped[CouncilRequest | None] = relationship(lazy="select")
    contract: Mapped[Contract | None] = relationship(back_populates="documents", lazy="select")
    project: Mapped[Project | None] = relationship(lazy="select")
    application: Mapped[Application | None] = relationship(lazy="select")
    event: Mapped[Event | None] = relationship(lazy="select")
    call: Mapped[ProjectCall | None] = relationship(lazy="select")
    signs: Mapped["Document | None"] = relationship(remote_side="Document.id", lazy="select")
    made_by: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
