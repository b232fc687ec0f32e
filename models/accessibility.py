"""The accessibility statement that the law asks for (law of 11 February 2005, art. 47; RGAA 4.1)."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, table_args
from models.bounds import whole
from models.placement import OpenToRead
from models.types import enum_column_type

# The general framework for the improvement of accessibility, in the version in force.
RGAA = "RGAA 4.1"


class Conformity(enum.StrEnum):
    """What a statement may say: « non », « partiellement » or « totalement conforme »."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class AccessibilityStatement(Record):
    """The one statement in force. It says « non conforme » until the audit made by a person is entered."""

    __tablename__ = "accessibility_statement"
    __table_args__ = table_args(
        CheckConstraint(
            "conformity = 'none' OR (audited_on IS NOT NULL AND auditor IS NOT NULL AND percent_met IS NOT NULL)",
            name="conformity_needs_audit",
        ),
    )
    __placement__ = OpenToRead("the statement is published to everyone, signed in or not")

    conformity: Mapped[Conformity] = mapped_column(enum_column_type(Conformity, "conformity"), default=Conformity.NONE)
    audited_on: Mapped[dt.date | None]
    auditor: Mapped[str | None] = mapped_column(String(160))
    percent_met: Mapped[int | None] = whole(0, 100)
    checked_pages: Mapped[str | None] = mapped_column(Text)
    known_issues: Mapped[str | None] = mapped_column(Text)
    exemptions: Mapped[str | None] = mapped_column(Text)
    contact_email: Mapped[str | None] = mapped_column(String(254))

    def __str__(self) -> str:
        return RGAA
