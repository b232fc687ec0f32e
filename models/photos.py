"""The pictures of projects, and what the people who are seen on them agreed to: use by use, person by person."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.applications import Application
from models.base import Record, table_args
from models.bounds import whole
from models.documents import Document
from models.placement import ByApplication
from models.text import PRIVATE_WORDS, WORDS
from models.types import enum_column_type


class PhotoUse(enum.StrEnum):
    """What a person agrees to see her picture used for."""

    PRINT = "print"
    WEB = "web"
    SOCIAL = "social"
    PRESS = "press"


class ApplicationPhoto(Record):
    """A picture of the bilan of a project, among its documents, with how many people one recognises on it."""

    __tablename__ = "application_photo"
    __table_args__ = table_args(
        CheckConstraint("caption <> ''", name="caption_filled"),
        UniqueConstraint("document_id"),
    )
    __placement__ = ByApplication(of_councils=True)
    __searched__ = (WORDS,)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    caption: Mapped[str] = mapped_column(String(250), doc="What is seen, without anybody's name: it is published.")
    people: Mapped[int] = whole(0, 99)

    application: Mapped[Application] = relationship(lazy="select")
    document: Mapped[Document] = relationship(lazy="select")
    consents: Mapped[list["PhotoConsent"]] = relationship(
        order_by=lambda: PhotoConsent.id, back_populates="photo", lazy="select"
    )

    def __str__(self) -> str:
        return self.caption


class PhotoConsent(Record):
    """That someone agreed to be seen on the pictures of a project, for one use, and until when."""

    __tablename__ = "photo_consent"
    __table_args__ = table_args(
        CheckConstraint("person_name <> ''", name="person_filled"),
        CheckConstraint("withdrawn_on >= given_on", name="withdrawn_after_given"),
        UniqueConstraint("photo_id", "person_name", "use"),
    )
    __placement__ = ByApplication(of_councils=True)
    __searched__ = (WORDS, PRIVATE_WORDS)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("application_photo.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(160))
    use: Mapped[PhotoUse] = mapped_column(enum_column_type(PhotoUse, "photo_use"))
    picture: Mapped[str | None] = mapped_column(String(200), doc="Which one, as long as its file is not here.")
    given_on: Mapped[dt.date]
    withdrawn_on: Mapped[dt.date | None]

    application: Mapped[Application] = relationship(lazy="select")
    photo: Mapped[ApplicationPhoto | None] = relationship(back_populates="consents", lazy="select")

    def __str__(self) -> str:
        return str(self.photo) if self.photo is not None else self.picture or ""
