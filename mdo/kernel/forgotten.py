"""What a domain may forget to declare of a table stops the start, with a sentence that names domain, part and table."""

from collections.abc import Iterable, Iterator
from typing import Any

from mdo.kernel.journal.values import is_tracked
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.scope.placements import CLAUSES
from mdo.kernel.search.kinds import KINDS
from mdo.kernel.search.sorting import SORTS
from mdo.kernel.search.sources import SOURCES
from models.base import Model
from models.text import PRIVATE_WORDS


def check_nothing_forgotten(models: Iterable[Any], shown_in: Iterable[type]) -> None:
    """Raises ValueError for the first table of which something is not said, in the order of their names.

    `shown_in` are the tables that say who reads their journal. The domain is told by the file of the model.
    """
    told = set(shown_in)
    for model in sorted(models, key=lambda model: model.__name__):
        for part, what in _forgotten(model, told):
            raise ValueError(f"{model.__module__.rpartition('.')[2]}, {part}: {model.__name__} {what}.")


def mapped() -> list[type]:
    """Every mapped class."""
    return [mapper.class_ for mapper in Model.registry.mappers]


def _forgotten(model: Any, shown_in: set[type]) -> Iterator[tuple[str, str]]:
    """The parts in which a table is wanting, and what it wants there."""
    placement = getattr(model, "__placement__", None)
    if placement is None:
        yield "__placement__", "does not say where its rows stand in the city"
    elif type(placement) not in CLAUSES:
        yield "places", f"is placed by {type(placement).__name__}, of which no domain declares the clauses"
    if is_tracked(model.__new__(model)):
        if model not in MODEL_LABELS:
            yield "fields.py", "has no label"
        if model not in shown_in:
            yield "shown_in", "does not say whose readers read its journal: () if nobody does"
    searched, sorted_by = getattr(model, "__searched__", ()), getattr(model, "__sorted_by__", {})
    if bool(searched) != (model in SOURCES):
        yield "searched", "has a text to search and no words, or words and no `__searched__`"
    elif searched and (PRIVATE_WORDS in searched) != bool(SOURCES[model].private_words):
        yield "searched", "keeps private words that it does not say, or says some that it does not keep"
    if set(sorted_by) != set(SORTS.get(model, {})):
        yield "sorted_by", "is not sorted by what its `__sorted_by__` says"
    if not searched and any(kind.model is model for kind in KINDS):
        yield "found", "is found from every page and has no `__searched__`"
