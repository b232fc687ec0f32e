"""Rows of what is kept for the next imports of an account."""

import factory

from mdo.kernel.imports.reading.layout import header_key
from models.preferences import ImportAnswer, ImportMapping
from tests.support.factories import RowFactory, UserFactory


class ImportMappingFactory(RowFactory):
    """« Réf. », which one person's workbooks say for the code of a body."""

    class Meta:
        model = ImportMapping

    user = factory.SubFactory(UserFactory)
    kind = "instances"
    header = factory.Sequence(lambda number: f"Réf. {number}")
    header_key = factory.LazyAttribute(lambda row: header_key(row.header))
    field = "code"


class ImportAnswerFactory(RowFactory):
    """« Dame », which one person's workbooks say for a woman."""

    class Meta:
        model = ImportAnswer

    user = factory.SubFactory(UserFactory)
    value = factory.Sequence(lambda number: f"Dame {number}")
    key = factory.LazyAttribute(lambda row: f"Gender:{row.value.lower()}")
    header = "Civilité"
    answer = "female"
