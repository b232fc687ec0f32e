"""Rows of network that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.network import Absence, Referent
from tests.accounts.search_rows import account_row
from tests.support import factories as make
from tests.territory.search_rows import place_row


def referent_row() -> Referent:
    return make.ReferentFactory(
        user=account_row(), arrondissement=place_row(), replacement=account_row("Ünsal", "Çelik")
    )


def absence_row() -> Absence:
    return make.AbsenceFactory(user=account_row(), replacement=account_row("Ünsal", "Çelik"), note="Congé maternité")


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Referent: (referent_row,),
    Absence: (absence_row,),
}
