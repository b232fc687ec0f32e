"""A field is told once: what its declaration gives, and what stops the start."""

from typing import Any

import pytest

import mdo.domains  # noqa: F401  # what the domains declare
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.tables import Field, Table, kept, read, section, shown
from mdo.kernel.imports.cells import values
from mdo.organisations import vocabulary
from models.organisations import Organisation
from models.suppliers import SupplierContact
from models.territory import Arrondissement

OF_SUPPLIER = Field(SupplierContact.supplier, "Supplier", column=kept(1, 30))
NAME = Field(SupplierContact.name, "Name", "As on the card.", is_personal=True, column=shown(3), read=read(1, "Nom"))
REST = (
    *(Field(getattr(SupplierContact, name), name) for name in ("function", "email", "notes")),
    Field(SupplierContact.phone, "phone", written_by="suppliers.rules"),
)
DRIFT = Column("drift", "Drift", lambda row, today: None)


def test_words_form_columns_and_import_come_of_one_declaration() -> None:
    table = Table(SupplierContact, None, section("Who", *REST, NAME), OF_SUPPLIER)
    assert table.sections == (("Who", ("function", "email", "notes", "phone", "name")),)
    words = {"supplier_id": "Supplier", "name": "Name", "function": "function", "email": "email", "phone": "phone"}
    assert list(table.labels.items()) == [*words.items(), ("notes", "notes"), ("supplier", "Supplier")]
    assert (table.helps, table.personal) == ({"name": "As on the card."}, {"name"})
    columns = table.columns({2: DRIFT})
    assert [(column.name, column.is_shown, column.is_personal) for column in columns] == [
        ("supplier", False, False),
        ("drift", True, False),
        ("name", True, True),
    ]
    (field,) = table.reads()
    assert (field.name, field.synonyms, field.is_personal, field.owner) == ("name", ("Nom",), True, SupplierContact)
    assert table.read_only == {"phone"}


def test_a_relation_is_called_by_what_is_said_and_orders_by_what_it_joins() -> None:
    (place,) = _organisation(
        Field(Organisation.arrondissement, "", column=shown(1, by=Arrondissement.name, sort=Arrondissement.number))
    ).columns()
    row = Organisation(arrondissement=Arrondissement(name="Lyon 3e", number=3))
    assert [place.value(row, values.EXCEL_EPOCH), place.value(Organisation(), values.EXCEL_EPOCH)] == ["Lyon 3e", None]
    assert [relation.key for relation in (*place.joins, *place.loads)] == ["arrondissement", "arrondissement"]


def test_cells_are_read_by_the_type_of_the_attribute() -> None:
    table = _organisation(
        Field(Organisation.convention_end_on, "", read=read(2, "Au")),
        Field(Organisation.kind, "", read=read(1, "Nature", by=vocabulary.ORGANISATION_KIND)),
    )
    assert [(field.name, field.shape) for field in table.reads()] == [("kind", "choice"), ("convention_end_on", "date")]


@pytest.mark.parametrize(
    ("fields", "options", "said"),
    [
        ((*REST, NAME), {}, "suppliers, SupplierContact: ['supplier_id'] are stored, in no field and not internal."),
        ((*REST, NAME), {"internal": ["supplier"]}, "['supplier'] are said internal and are not stored"),
        ((*REST, *REST), {}, "['email', 'function', 'notes', 'phone'] stand twice"),
        ((Field(Organisation.name, ""), *REST), {}, "name is of Organisation"),
        ((Field(SupplierContact.name, "", written_by="suppliers.acts"),), {}, "which there is not in mdo"),
        (
            (*REST, NAME, OF_SUPPLIER, Field("other", "", read=read(3, "Autre"))),
            {},
            "the ranks of read are [1, 3], not 1 to 2",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_table(fields: tuple[Field, ...], options: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError) as error:
        Table(SupplierContact, None, *fields, **options)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (Field(Organisation.kind, "", column=shown(2)), "the ranks of column are [2], not 1 to 1"),
        (Field("age", "", column=shown(1)), "age is not stored in one row"),
        (Field(Organisation.kind, "", read=read(1, "Nature")), "kind is of a closed list: say `by`"),
        (Field("age", "", read=read(1, "Âge")), "age is not stored: say `by`"),
    ],
)
def test_what_cannot_be_shown_or_read_is_told(field: Field, said: str) -> None:
    with pytest.raises(TypeError) as error:
        _ = [*_organisation(field).columns(), *_organisation(field).reads()]
    assert said in str(error.value)


def _organisation(*fields: Field) -> Table:
    told = {field.name for field in fields}
    stored = set(Organisation.__table__.columns.keys()) - {"id", "created_at", "updated_at", "version"}
    return Table(Organisation, None, *fields, internal=stored - told - {f"{name}_id" for name in told})
