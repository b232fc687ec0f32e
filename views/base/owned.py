"""Lists of rows that belong to one person: each sees one's own, and who oversees them those of all."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement

from mdo.kernel.fields.columns import Column
from views.base.filters import BooleanFilter
from views.base.view import BackofficeView
from views.security.gate import require_identity

OVERSEE = "can_oversee"


def mine(model: Any, label: str) -> BooleanFilter:
    """The filter « Mine » of who sees those of all."""

    def is_mine(wanted: bool, today: dt.date) -> ColumnElement[bool]:
        own: ColumnElement[bool] = model.user_id == require_identity().id
        return own if wanted else ~own

    return BooleanFilter("mine", label, build=is_mine)


class OwnedView(BackofficeView):
    """Rows with a `user`: the reader's own; with those of the others, and whose they are, for who oversees them."""

    def base_criteria(self) -> tuple[Any, ...]:
        return () if self.may(OVERSEE) else (self.model.user_id == require_identity().id,)

    def visible_columns(self, columns: Sequence[Column] | None = None) -> tuple[Column, ...]:
        found = super().visible_columns(columns)
        return found if self.may(OVERSEE) else tuple(column for column in found if column.name != "user")

    def fetch(self, pk: int, **options: Any) -> Any:
        row = super().fetch(pk, **options)
        if not (self.is_mine(row) or self.may(OVERSEE)):
            abort(404)
        return row

    def is_mine(self, row: Any) -> bool:
        """Whether a row is the reader's own."""
        return bool(row.user_id == require_identity().id)
