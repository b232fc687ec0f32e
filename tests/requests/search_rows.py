"""Rows of requests that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.requests import CouncilRequest
from tests.accounts.search_rows import account_row
from tests.instances.search_rows import body_row
from tests.organisations.search_rows import organisation_row
from tests.support import factories as make


def request_row() -> CouncilRequest:
    return make.CouncilRequestFactory(
        number="É-2026-77",
        subject="Éclairage du square",
        theme="Sécurité",
        place="Allée Nérée",
        instance=body_row(),
        organisation=organisation_row(),
        answer="Réponse détaillée",
        follow_up_reason="Écarté au budget",
        responsible=account_row("Ünsal", "Çelik"),
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    CouncilRequest: (request_row,),
}
