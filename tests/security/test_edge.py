"""No zero byte and no control character comes in, by an address, a header, a form or a file; on both engines."""

import pytest
from sqlalchemy import select

from mdo.kernel.imports.cells.values import to_text
from models.journal import AccessLog
from models.organisations import Organisation
from tests.support.forms import post

BYTES = ("%00", "%01", "%0B", "%1F", "%7F", "%C2%85")


@pytest.mark.parametrize("byte", BYTES)
def test_an_address_that_holds_one_takes_no_file(client_as, session, byte):
    client = client_as("mission")
    for asked in (f"f_{byte}x=1", f"q=a{byte}b", f"order={byte}", f"cols=name{byte}", f"f_created_at_from={byte}"):
        assert client.get(f"/personnes/export?{asked}").status_code == 400, asked
    assert client.get(f"/personnes/{byte}").status_code == 404
    assert client.get("/personnes/list/", headers={"Accept-Language": "fr\x01"}).status_code == 400
    session.rollback()
    assert session.scalars(select(AccessLog.id)).all() == []


def test_a_form_is_freed_of_them_and_loses_nothing_else(client_as, session):
    answer = post(client_as("mission"), "/organisations/add", {
        "name": "Riv\0iè\x1fre\x85", "kind": "association", "notes": "Deux\nlignes\tici\x0b",
    })  # fmt: skip
    assert answer.status_code in {302, 303}
    row = session.scalars(select(Organisation)).one()
    assert (row.name, row.notes) == ("Rivière", "Deux\nlignes\tici")


def test_the_name_of_a_file_and_the_cells_of_a_workbook_are_freed_too():
    assert to_text("Riv\0iè\x1fre\x85") == "Rivière"
