"""The figures of the first page that nothing else tells afterwards, kept once a day.

A figure is kept by the arrondissements in which what it counts stands, all of them together: bodies of the 5th, of the
7th, and of both are three parts. They share no body, so that any of them may be added up, for whatever arrondissements
a reader answers for. What has no place in the city (pairs of look-alikes, contracts, invoices, amounts) is of the whole
city.
"""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Select, func, null, select

from mdo.home.amounts import Amount, running_amounts
from mdo.home.figures import KEPT, Figure
from mdo.kernel.base.context import AnySession
from models.figures import KeptFigure
from models.instances import Instance, instance_arrondissement
from models.organisations import Organisation

# The first page looks a month back; a year and its month more answer who asks how it was a year ago.
KEPT_DAYS = 400
_BATCH = 5_000
# The part of what stands in no arrondissement.
WHOLE_CITY: tuple[int, ...] = ()
Parts = Counter[tuple[int, ...]]
Kept = Figure | Amount


def keep_figures(session: AnySession, today: dt.date) -> int:
    """Writes the figures of a day that has none yet, and takes away those past their time; how many rows were written.

    The session sees all. Flushes. Raises IntegrityError when another worker was faster by an instant.
    """
    if session.scalar(select(KeptFigure.id).where(KeptFigure.day == today).limit(1)) is not None:
        return 0
    parts = parts_of_figures(session, today)
    rows = [KeptFigure(**row) for figure in parts for row in rows_of(figure, parts[figure], today)]
    session.add_all(rows)
    old = select(KeptFigure).where(KeptFigure.day < today - dt.timedelta(days=KEPT_DAYS)).limit(_BATCH)
    for row in session.scalars(old).all():
        session.delete(row)
    session.flush()
    return len(rows)


def parts_of_figures(session: AnySession, today: dt.date) -> dict[Kept, Parts]:
    """Each figure on a day, by the arrondissements in which what it counts stands; amounts in cents."""
    link = instance_arrondissement.c
    found: dict[int, list[int]] = defaultdict(list)
    for body, place in session.execute(select(link.instance_id, link.arrondissement_id)):
        found[body].append(place)
    places = {body: tuple(sorted(ids)) for body, ids in found.items()}
    figures: dict[Kept, Parts] = {
        amount: Counter({WHOLE_CITY: cents}) for amount, cents in running_amounts(session).items()
    }
    for figure in KEPT:
        parts: Parts = Counter()
        figures[figure] = parts
        for where, number in session.execute(_by_place(figure, today)):
            if figure.model is Organisation:
                parts[WHOLE_CITY if where is None else (where,)] += number
            else:
                parts[places.get(where, WHOLE_CITY)] += number
    return figures


def rows_of(figure: Kept, parts: Parts, day: dt.date) -> list[dict[str, Any]]:
    """The rows that keep a figure, as the values of each; that of the whole city is always one of them."""

    def row(part: tuple[int, ...], place: int | None) -> dict[str, Any]:
        name = " ".join(map(str, part))
        return {"day": day, "figure": figure.kept, "part": name, "arrondissement_id": place, "value": parts[part]}

    placed = (row(part, place) for part, number in parts.items() if number for place in part)
    return [row(WHOLE_CITY, None), *placed]


def _by_place(figure: Figure, today: dt.date) -> Select[Any]:
    """What a figure counts, by body or by arrondissement; None where it stands in the whole city."""
    model: Any = figure.model
    where: Any = null()
    if model is Organisation:
        where = Organisation.arrondissement_id
    elif figure.place_filter:
        where = Instance.id if model is Instance else model.instance_id
    statement: Any = select(where, func.count(model.id))
    if figure.where is not None:
        statement = statement.where(figure.where(today))
    found: Select[Any] = statement.group_by(where) if figure.place_filter else statement
    return found
