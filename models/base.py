"""What every stored row has: an id never given twice, a version for the optimistic lock, its moments."""

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar

from flask_appbuilder import Model  # this is the only import of it
from sqlalchemy import MetaData, event
from sqlalchemy.orm import Mapped, Mapper, declared_attr, mapped_column
from sqlalchemy.sql.schema import SchemaItem

from models.placement import Placement
from models.types import UtcDateTime

# FAB creates its metadata unnamed: without a convention Alembic cannot drop a constraint by name.
metadata: MetaData = Model.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# The one clock of the product: a test that stands at a moment stops it.
clock: Callable[[dt.tzinfo], dt.datetime] = dt.datetime.now


def utc_now() -> dt.datetime:
    """The current moment, aware, in UTC."""
    return clock(dt.UTC)


def table_args(*constraints: SchemaItem) -> tuple[Any, ...]:
    """Constraints of a table, whose ids SQLite must never give again (a deleted row is restored with its own)."""
    return (*constraints, {"sqlite_autoincrement": True})


class Record(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """A business row: versioned, dated, placed.

    `__searched__` names the texts that are kept of it, where lists search it (`models.search`); `__sorted_by__` what
    other rows say and its list is ordered by, where it grows with the city (`models.sorting`).
    """

    __abstract__ = True
    __table_args__ = table_args()
    __placement__: ClassVar[Placement]
    __searched__: ClassVar[tuple[str, ...]] = ()
    __sorted_by__: ClassVar[dict[str, type]] = {}

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    version: Mapped[int] = mapped_column(nullable=False, sort_order=900)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now, sort_order=901)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now, sort_order=902)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


@event.listens_for(Mapper, "mapper_configured")
def _remember_old_values(mapper: Mapper[Any], model: type) -> None:
    """An attribute set before it was loaded must still tell its old value: scope and journal read it at the flush."""
    if issubclass(model, Model):
        for attribute in mapper.column_attrs:
            getattr(model, attribute.key).impl.active_history = True
