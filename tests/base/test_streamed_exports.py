"""A large list leaves while it is made: whole and logged as such, or cut short, unreadable, and logged as that."""

import io
import zipfile
import zlib

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

import mdo.kernel.fields.plain_rows
from mdo.kernel.fields.columns import Column, loading_options
from mdo.kernel.fields.plain_rows import BATCH, PlainRow, plain_rows
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.scope.limits import Scope
from models.accounts import User
from models.journal import AccessLog
from models.people import Mandate, Person
from tests.support import TODAY, orders
from tests.support import factories as make
from tests.support import procurement as buy
from tests.support.calls import an_application_in_full
from tests.support.events import a_full_event
from tests.support.projects import a_closed_project
from tests.support.statements import count_statements

ROWS = 700  # more than what is read ahead


@pytest.fixture
def many(session):
    place = make.ArrondissementFactory(number=5)
    with make.together():
        for number in range(ROWS):
            make.PersonFactory(last_name=f"Durand {number:03}", arrondissement=place if number % 2 else None)
    session.commit()


def logged(session) -> list[tuple[str, str, bool]]:
    session.rollback()
    rows = session.scalars(select(AccessLog).order_by(AccessLog.id))
    return [(row.action, row.what, row.row_count == ROWS) for row in rows]


@pytest.mark.usefixtures("many")
def test_a_large_list_is_whole_and_logged_once_it_has_left(client_as, session):
    answer = client_as("mission").get("/personnes/export?q=durand")
    assert answer.content_length is None
    assert answer.headers["Content-Disposition"] == f"attachment; filename=personnes-{TODAY}.xlsx"
    book = load_workbook(io.BytesIO(answer.get_data()))
    names = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert names == [f"Durand {number:03}" for number in range(ROWS)]
    said = {row[0]: row[1] for row in book["À propos"].iter_rows(values_only=True)}
    assert (said["Lignes"], said["Filtres"]) == (ROWS, "Recherche\u00a0: durand")
    assert logged(session) == [("export", "PersonView", True)]


def test_the_last_rows_are_read_in_the_scope_of_who_asked(client_as, session):
    first, last = make.OrganisationFactory(), make.OrganisationFactory()
    # The last one comes after all that is read ahead: its organisation is asked for when the request has ended.
    session.add_all(Person(last_name=f"Durand {number:04}", organisation=first) for number in range(BATCH * 2))
    session.add(Person(last_name="Durand 9999", organisation=last))
    session.commit()
    answer = client_as("mission").get("/personnes/export?q=durand&cols=last_name,organisation")
    sheet = load_workbook(io.BytesIO(answer.get_data())).worksheets[0]
    names = [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert names == [*[first.name] * BATCH * 2, last.name]
    (noted,) = session.scalars(select(AccessLog))
    assert noted.user_id == session.scalars(select(User.id).filter_by(username="mission")).one()


@pytest.mark.usefixtures("many")
def test_a_list_that_fails_on_the_way_does_not_open_and_is_logged_as_cut_short(client_as, session, monkeypatch):
    def failing(*arguments):
        for number, row in enumerate(plain_rows(*arguments)):
            if number == ROWS - 10:
                raise RuntimeError("the database went away")
            yield row

    monkeypatch.setattr("views.base.listing.plain_rows", failing)
    answer = client_as("mission").get("/personnes/export?q=durand")
    sent = io.BytesIO()
    with pytest.raises(RuntimeError, match="went away"):
        sent.writelines(answer.response)
    assert sent.getvalue().startswith(b"PK")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(sent)
    answer.close()
    assert logged(session) == [("export_cut_short", "PersonView", False)]


@pytest.mark.usefixtures("many")
def test_the_head_of_a_long_list_leaves_before_its_rows_are_asked_for(client_as, monkeypatch):
    asked = []
    all_of = mdo.kernel.fields.plain_rows._all_of

    def noting(*arguments):
        asked.append(arguments)
        yield from all_of(*arguments)

    monkeypatch.setattr("mdo.kernel.fields.plain_rows._all_of", noting)
    answer = client_as("mission").get("/personnes/export?q=durand")
    chunks = iter(answer.response)
    head = b"".join(next(chunks) for _ in range(3))
    before = len(asked)
    first = next(chunks)
    answer.close()
    content = head.partition(b"xl/worksheets/sheet1.xml")[2]
    inflated = zlib.decompressobj(-zlib.MAX_WBITS)
    assert "Prénom".encode() in inflated.decompress(content)
    assert b"Durand 000" in inflated.decompress(first)
    assert (before, len(asked)) == (0, 1)


@pytest.mark.usefixtures("many")
def test_a_long_list_that_cannot_be_read_answers_a_page_and_no_file(client_as, session, monkeypatch):
    def refused(*arguments):
        raise OperationalError("SELECT", {}, Exception("no such column"))

    monkeypatch.setattr("mdo.kernel.fields.plain_rows._Reader.statement", refused)
    answer = client_as("mission").get("/personnes/export?q=durand")
    assert answer.status_code >= 400 or answer.mimetype == "text/html"
    assert logged(session) == []


@pytest.mark.usefixtures("many")
def test_a_large_list_is_in_the_log_before_its_first_byte(client_as, session):
    answer = client_as("mission").get("/personnes/export?q=durand")
    assert logged(session) == [("export_begun", "PersonView", False)]
    answer.get_data()
    assert logged(session) == [("export", "PersonView", True)]


@pytest.mark.usefixtures("many")
def test_a_list_that_cannot_be_noted_does_not_leave(client_as, session, monkeypatch):
    def refused(*arguments, **words):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr("views.base.exporting.note_export", refused)
    client = client_as("mission")
    for words in ("durand", "durand 001"):
        answer = client.get(f"/personnes/export?q={words}")
        assert (answer.status_code, answer.mimetype) == (503, "text/html"), words


@pytest.mark.usefixtures("many")
def test_a_reader_who_goes_away_is_logged_as_cut_short(client_as, session):
    answer = client_as("mission").get("/personnes/export?q=durand")
    next(iter(answer.response))
    answer.close()
    assert logged(session) == [("export_cut_short", "PersonView", False)]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(("address", "what"), [("/mandats/export", "MandateView")])
def test_the_last_rows_hold_what_the_first_do_and_the_log_says_who(client_as, session, address, what):
    body = make.InstanceFactory(name="Conseil citoyen")
    for person in session.scalars(select(Person)):
        make.MandateFactory(person=person, instance=body)
    session.commit()
    answer = client_as("mission").get(address)
    assert answer.content_length is None
    sheet = load_workbook(io.BytesIO(answer.get_data())).worksheets[0]
    rows = {row[:2] for row in sheet.iter_rows(min_row=2, values_only=True)}
    session.rollback()
    assert rows == {(str(person), "Conseil citoyen") for person in session.scalars(select(Person))}
    noted = session.scalars(select(AccessLog)).one()
    assert (noted.what, noted.row_count, bool(noted.user_id)) == (what, ROWS, True)


@pytest.mark.parametrize("kind", KINDS)
def test_plain_rows_say_what_the_mapped_objects_say(session, kind):
    person = make.PersonFactory(organisation=make.OrganisationFactory(), arrondissement=make.ArrondissementFactory())
    body = make.InstanceFactory(arrondissements=[3])
    college = make.CollegeFactory(instance=body)
    seat = make.SeatFactory(instance=body, college=college)
    make.MandateFactory(person=person, instance=body, college=college, seat=seat)
    make.ReferentFactory(user=make.UserFactory(first_name="Ana", last_name="Bel"), replacement=make.UserFactory())
    make.AbsenceFactory(replacement=make.UserFactory())
    make.DateToAvoidFactory(arrondissement=make.ArrondissementFactory())
    make.CouncilRequestFactory(instance=body, responsible=make.UserFactory(), organisation=make.OrganisationFactory())
    meeting = make.MeetingFactory(instance=body, organiser=make.UserFactory())
    make.ActionItemFactory(
        meeting=meeting, owner=make.UserFactory(), agenda_item=make.AgendaItemFactory(meeting=meeting)
    )
    make.AttendanceFactory(meeting=meeting, person=person)
    contract = orders.RunningContractFactory(family=buy.PurchaseFamilyFactory(), responsible=make.UserFactory())
    holder = buy.ContractHolderFactory(contract=contract)
    order = orders.order_of(contract, "1000")
    orders.invoice_of(contract, "1000", supplier=holder.supplier, order=order)
    a_full_event(instance=body, lead=make.UserFactory(), person=person)
    a_closed_project(arrondissements=body.arrondissements, team=[make.UserFactory()])
    an_application_in_full(instance=body, partners=[make.InstanceFactory()], filed_by=make.UserFactory())
    session.commit()
    export = KINDS[kind]
    statement = select(export.model).order_by(export.model.id).options(*loading_options(export.columns))
    mapped = session.scalars(statement).unique().all()
    plain = list(plain_rows(session, export.model, export.columns, lambda asked: asked.order_by(export.model.id)))
    said = [[[column.value(row, TODAY) for column in export.columns] for row in rows] for rows in (plain, mapped)]
    assert said[0] == said[1]
    assert said[0]


def test_plain_rows_are_those_of_the_scope(session, as_reader):
    fifth, third = make.ArrondissementFactory(number=5), make.ArrondissementFactory(number=3)
    for place in (fifth, third):
        body = make.InstanceFactory(arrondissements=[place.number])
        make.MandateFactory(instance=body, person=make.PersonFactory(arrondissement=place))
    session.commit()
    reader = as_reader(Scope.arrondissements(1, frozenset({fifth.id})))
    for model in (Person, Mandate):
        kind = "people" if model is Person else "mandates"
        rows = list(plain_rows(reader, model, KINDS[kind].columns, lambda asked: asked))
        assert all(isinstance(row, PlainRow) for row in rows)
        assert [row.id for row in rows] == list(reader.scalars(select(model.id)))
        assert len(rows) == 1


def test_what_the_first_rows_did_not_ask_for_is_read_when_it_is(session):
    """A column that reads an attribute of some rows alone, or one whose name a tuple has too."""
    for number in range(BATCH + 1):
        session.add(Person(last_name=f"Durand {number:04}", city="Lyon"))
    session.commit()

    def city_of_the_last(row, today):
        return row.city if row.last_name >= "Durand 0400" else None

    columns = [Column("city", "City", city_of_the_last), Column("full", "Full", lambda row, today: str(row))]
    rows = plain_rows(session, Person, columns, lambda asked: asked.order_by(Person.last_name))
    with count_statements(session.get_bind()) as sent:
        said = [[column.value(row, TODAY) for column in columns] for row in rows]
    assert said == [["Lyon" if number >= 400 else None, f"Durand {number:04}"] for number in range(BATCH + 1)]
    assert len(sent) == 3  # all of them, and the cities of two batches; a few were read before


def test_what_a_joined_relation_hides_from_a_reader_is_blank(session, as_reader):
    """Each mandate has another person, so people are joined: those out of the scope are not there."""
    fifth, third = make.ArrondissementFactory(number=5), make.ArrondissementFactory(number=3)
    body = make.InstanceFactory(arrondissements=[5])
    for place in (fifth, third) * 3:
        make.MandateFactory(instance=body, person=make.PersonFactory(arrondissement=place))
    session.commit()
    reader = as_reader(Scope.arrondissements(1, frozenset({fifth.id})))
    columns = KINDS["mandates"].columns
    mapped = reader.scalars(select(Mandate).order_by(Mandate.id).options(*loading_options(columns))).unique().all()
    plain = list(plain_rows(reader, Mandate, columns, lambda asked: asked.order_by(Mandate.id)))
    said = [[[column.value(row, TODAY) for column in columns] for row in rows] for rows in (plain, mapped)]
    assert said[0] == said[1]
    assert len(said[0]) == 6


def test_a_value_first_asked_late_costs_no_statement_a_row(session, engine):
    """The writer uses rows after the reader went on to the next ones; minors come after the rows that are tried."""
    for number in range(1_100):
        session.add(
            Person(last_name=f"Durand {number:04}", email="a@example.org", birth_year=1980 if number < 60 else 2015)
        )
    session.commit()
    column = Column(
        "reach", "Reach", lambda row, today: row.guardian_email if row.birth_year == 2015 else row.email, width=10
    )
    with count_statements(session.get_bind()) as sent:
        rows = plain_rows(session, Person, (column,), lambda asked: asked.order_by(Person.id))
        late: list[PlainRow] = []
        for row in rows:
            late.append(row)
            if len(late) > 300:
                column.value(late.pop(0), TODAY)
        for row in late:
            column.value(row, TODAY)
    assert len(sent) < 20
