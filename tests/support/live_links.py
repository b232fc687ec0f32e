"""Invented live links."""

import datetime as dt

import factory

from models.live_links import LiveLink
from tests.support.factories import RowFactory, UserFactory


class LiveLinkFactory(RowFactory):
    """A link to the list of people, as CSV, whose address nobody has."""

    class Meta:
        model = LiveLink

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Lien {n}")
    list_name = "PersonView"
    query = "cols=last_name,first_name"
    locale = "fr"
    issued_at = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
