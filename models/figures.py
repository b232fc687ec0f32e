"""What the figures of the first page were, day by day: what nothing else stored tells afterwards."""

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Model
from models.bounds import whole
from models.placement import ByArrondissement

# Ten thousand billion euros: no sum of contracts comes near.
MOST_CENTS = 10**15


class KeptFigure(Model):  # type: ignore[misc]  # FAB's Model is untyped
    """How much of a figure of the first page stood, on a day, in the bodies of the same arrondissements.

    Amounts are cents, and may be below zero: what is left of ceilings that were passed.

    `part` names these arrondissements, empty for the whole city; what stands in two has a row in each, of one part and
    one value. So a reader adds up the parts that she reads, each once, and a body of two arrondissements is one body.
    The row of the whole city is written of each figure, zero or not: it says that the day was kept. The machine writes
    it (mdo/home/kept.py) and nobody changes it: no version, no journal, no screen.
    """

    __tablename__ = "kept_figure"
    __table_args__ = (
        UniqueConstraint("day", "figure", "part", "arrondissement_id"),
        {"sqlite_autoincrement": True},
    )
    __placement__ = ByArrondissement()

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    day: Mapped[dt.date]
    figure: Mapped[str] = mapped_column(String(40), doc="`Figure.kept` of mdo/home/figures.py.")
    part: Mapped[str] = mapped_column(String(60), doc="Ids of arrondissements, in order, with spaces between.")
    arrondissement_id: Mapped[int | None] = mapped_column(ForeignKey("arrondissement.id"), index=True)
    value: Mapped[int] = whole(-MOST_CENTS, MOST_CENTS, type_=BigInteger)
