"""A report as text leaves while it is made: noted once it has left, or told as cut short by its own last line."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

import mdo.kernel.fields.plain_rows
from models.journal import AccessLog
from tests.support import factories as make

ADDRESS = "/rapports/members/export?format=csv"


@pytest.fixture
def read(session, client_as, monkeypatch):
    """Notes the rows as they are read; more than one is sent while it is made."""
    monkeypatch.setattr("views.base.exporting._AHEAD", 1)
    monkeypatch.setattr("mdo.kernel.workbook.csv_table._TOGETHER", 1)
    body = make.InstanceFactory(name="Gerland", arrondissements=[7])
    for number in range(4):
        make.MandateFactory(instance=body, person=make.PersonFactory(last_name=f"Durand {number}"))
    session.commit()
    rows, all_of = [], mdo.kernel.fields.plain_rows._all_of

    def noting(*arguments):
        for row in all_of(*arguments):
            rows.append(row)
            yield row

    monkeypatch.setattr("mdo.kernel.fields.plain_rows._all_of", noting)
    return rows


def logged(session):
    session.rollback()
    return [(row.action, row.row_count) for row in session.scalars(select(AccessLog))]


def test_the_first_rows_leave_before_the_last_is_read(client_as, session, read):
    answer = client_as("mission").get(ADDRESS)
    chunks = iter(answer.response)
    head, first = next(chunks), next(chunks)
    assert (b"Nom;" in head, b"Durand 0" in first, len(read), logged(session)) == (True, True, 2, [("export_begun", 0)])
    rest = b"".join(chunks)
    answer.close()
    assert (rest.count(b"\r\n"), logged(session)) == (3, [("export", 4)])


def test_a_text_that_fails_on_the_way_says_so_in_its_last_line(client_as, session, read, monkeypatch):
    def failing(*arguments):
        if len(read) == 3:
            raise OperationalError("SELECT", {}, Exception("gone"))
        return "Z"

    monkeypatch.setattr("mdo.kernel.workbook.csv_table.csv_value", failing)
    answer = client_as("mission").get(ADDRESS)
    sent = []
    with pytest.raises(OperationalError):
        sent.extend(answer.response)
    answer.close()
    assert sent[-1].decode().startswith("Ce fichier n’est pas complet")
    assert logged(session) == [("export_cut_short", 3)]


@pytest.mark.usefixtures("read")
def test_what_cannot_be_read_at_all_answers_a_page_in_french(client_as, session, monkeypatch):
    def refused(*arguments):
        raise OperationalError("SELECT", {}, Exception("no such column"))

    monkeypatch.setattr("mdo.kernel.fields.plain_rows._Reader.statement", refused)
    answer = client_as("mission").get(ADDRESS)
    assert answer.status_code >= 500
    assert answer.mimetype == "text/html"
    assert "de notre côté" in answer.get_data(as_text=True) or "base de données" in answer.get_data(as_text=True)
    assert logged(session) == []
