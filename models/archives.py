"""Sign-in sheets that are a year old: what is to be eliminated, under which visa, and what was.

Papers and data of a city are public archives: none is destroyed without the visa of the director of the Archives
départementales (code du patrimoine, L212-2, R212-14 and R212-51), on a bordereau that the mayor signs.
"""

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, case, func, or_, select, type_coerce
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attendance import Attendance
from models.base import Model, Record, table_args
from models.bounds import whole
from models.documents import Document, DocumentKind
from models.instances import Instance
from models.meetings import Meeting
from models.placement import MissionOnly, Placement
from models.types import UtcDateTime

MOST_LINES = 100_000


class SheetElimination(Record):
    """The visa that allows to destroy the sign-in sheet of a meeting, and what was destroyed under it."""

    __tablename__ = "sheet_elimination"
    __table_args__ = table_args(
        CheckConstraint("bordereau <> '' AND visa_number <> ''", name="visa_filled"),
        CheckConstraint(
            "(destroyed_at IS NULL) = (destroyed_by_name IS NULL) AND "
            "(destroyed_at IS NULL) = (destroyed_lines IS NULL) AND (destroyed_at IS NULL) = (destroyed_files IS NULL)",
            name="destruction_whole",
        ),
    )
    __placement__ = MissionOnly()

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    bordereau: Mapped[str] = mapped_column(String(80), doc="Reference of the bordereau that the mayor signed.")
    visa_number: Mapped[str] = mapped_column(String(80))
    visa_on: Mapped[dt.date]
    destroyed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    destroyed_by_name: Mapped[str | None] = mapped_column(String(160), doc="Who, as the account was named then.")
    destroyed_lines: Mapped[int | None] = whole(0, MOST_LINES, doc="Lines that lost their name.")
    destroyed_files: Mapped[int | None] = whole(0, MOST_LINES, doc="Files that were deleted.")

    meeting: Mapped[Meeting] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.visa_number


class SheetState(enum.StrEnum):
    """Where the elimination of a sheet stands: to be eliminated and its visa awaited, visa received, destroyed."""

    AWAITED = "awaited"
    RECEIVED = "received"
    DESTROYED = "destroyed"


_meeting, _record, _body = Meeting.__table__, SheetElimination.__table__, Instance.__table__
_line, _file = Attendance.__table__, Document.__table__
_lines = select(func.count(_line.c.id)).where(_line.c.meeting_id == _meeting.c.id)
_files = select(func.count(_file.c.id)).where(
    _file.c.meeting_id == _meeting.c.id, _file.c.kind == DocumentKind.SIGN_IN_SHEET
)


def _plain(column: Any, name: str, kind: Any) -> Any:
    """A column under its name, which points to nothing: what is only read holds no other row back."""
    return type_coerce(column, kind).label(name)


class SignInSheet(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """The sign-in sheet of a meeting as the archives see it: its lines, its files, where its elimination stands."""

    __table__ = (
        select(
            _plain(_meeting.c.id, "id", Integer()),
            _plain(_meeting.c.title, "title", String()),
            _plain(_meeting.c.start_at, "held_at", UtcDateTime()),
            _plain(_meeting.c.end_at, "ended_at", UtcDateTime()),
            _plain(_body.c.name, "body", String()),
            _plain(_lines.correlate(_meeting).scalar_subquery(), "lines", Integer()),
            _plain(_files.correlate(_meeting).scalar_subquery(), "files", Integer()),
            _plain(
                case(
                    (_record.c.destroyed_at.is_not(None), SheetState.DESTROYED.value),
                    (_record.c.id.is_not(None), SheetState.RECEIVED.value),
                    else_=SheetState.AWAITED.value,
                ),
                "state",
                String(),
            ),
            _plain(_record.c.bordereau, "bordereau", String()),
            _plain(_record.c.visa_number, "visa_number", String()),
            _plain(_record.c.visa_on, "visa_on", Date()),
            _plain(_record.c.destroyed_at, "destroyed_at", UtcDateTime()),
            _plain(_record.c.destroyed_by_name, "destroyed_by_name", String()),
            _plain(_record.c.destroyed_lines, "destroyed_lines", Integer()),
            _plain(_record.c.destroyed_files, "destroyed_files", Integer()),
        )
        .select_from(_meeting)
        .outerjoin(_body, _body.c.id == _meeting.c.instance_id)
        .outerjoin(_record, _record.c.meeting_id == _meeting.c.id)
        .where(
            or_(
                _record.c.id.is_not(None),
                select(_line.c.id).where(_line.c.meeting_id == _meeting.c.id).correlate(_meeting).exists(),
                select(_file.c.id)
                .where(_file.c.meeting_id == _meeting.c.id, _file.c.kind == DocumentKind.SIGN_IN_SHEET)
                .correlate(_meeting)
                .exists(),
            )
        )
        .subquery("sign_in_sheet")
    )
    __mapper_args__: ClassVar[dict[str, Any]] = {"primary_key": [__table__.c.id]}
    __placement__: ClassVar[Placement] = MissionOnly()

    if TYPE_CHECKING:
        id: Mapped[int]
        title: Mapped[str]
        held_at: Mapped[dt.datetime]
        ended_at: Mapped[dt.datetime]
        body: Mapped[str | None]
        lines: Mapped[int]
        files: Mapped[int]
        state: Mapped[str]
        bordereau: Mapped[str | None]
        visa_number: Mapped[str | None]
        visa_on: Mapped[dt.date | None]
        destroyed_at: Mapped[dt.datetime | None]
        destroyed_by_name: Mapped[str | None]
        destroyed_lines: Mapped[int | None]
        destroyed_files: Mapped[int | None]

    def __str__(self) -> str:
        return self.title
