"""Rows of organisations that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.organisations import Organisation
from tests.support import factories as make
from tests.territory.search_rows import place_row


def organisation_row() -> Organisation:
    return make.OrganisationFactory(
        name="Les Amïs du Fleuve",
        acronym="ÀDF",
        siret="12345678900011",
        arrondissement=place_row(),
        contact_name="Renée Ångström",
        email="renée@example.org",
        phone="06 39 98 11 22",
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    Organisation: (organisation_row,),
}
