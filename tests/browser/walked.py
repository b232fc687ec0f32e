"""The demo as a reader walks it, and what is taken along: the files to upload, the register as it changed meanwhile."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from models.accounts import User
from models.applications import ApplicationState
from models.archives import SheetElimination
from models.calls import CallState
from models.meetings import MeetingState
from models.people import Person
from tests.browser.evening import mail_switched_on, register
from tests.days_off.test_ministry_file import WINTER, csv_of
from tests.decp.test_reading import a_file, a_record
from tests.kernel.imports.roundtrips import edited
from tests.support import amendments, calls, factories, orders, procurement
from tests.support.browser import LiveServer
from tests.support.databases import SqliteDatabase
from tests.support.kept_for_imports import ImportAnswerFactory
from tests.support.walker import TYPED
from tests.support.walking import Look, Walk
from views.jobs.imports import THRESHOLD

_TEMPLATES = Path(__file__).parents[2] / "mdo" / "documents" / "templates"
SIGNED = dt.date(2026, 11, 20)
_LINES = 60  # more than a page of a preview holds


def walk_as(
    server: LiveServer, who: str, *, whole: bool = False, writes: bool = True, look: Look | None = None
) -> Walk:
    """Walks the demo as one of its accounts."""
    cookie = server.session_cookie(who)
    client = server.app.test_client()
    client.set_cookie(cookie["name"], cookie["value"])
    add_what_the_demo_lacks(server)
    assert isinstance(server.database, SqliteDatabase)
    files = _files(server, client, whole=whole) if writes else {}
    with mail_switched_on(server):
        return Walk(client, server.app, server.database, files, writes=writes, whole=whole, look=look).run("/", *TYPED)


def _files(server: LiveServer, client: FlaskClient, *, whole: bool) -> dict[str, tuple[tuple[str, bytes], ...]]:
    """What each form that takes a file is given, by its address or its endpoint."""
    text = (("note.txt", b"Une note."),)
    people = [("membres.csv", _members(_LINES))]
    if whole:
        people.append(("beaucoup.csv", _members(THRESHOLD + 50)))
    if back := _came_back(server, client):
        people.append(("a-modifier.xlsx", back))
    return {
        "OpenDataView.load": (("decp.json", a_file(a_record(id="MARCHE-2031"), a_record(id="X", codeCPV="NC"))),),
        "SchoolHolidayView.load": (("vacances.csv", csv_of(WINTER.format(start="2029-02-10", end="2029-02-26"))),),
        "ElectionView.replace": (("elus.csv", b"Instance;Elu\nInconnue;Anne Petit\n"),),
        "TemplateView.try_template": tuple(
            (path.name, path.read_bytes()) for path in sorted(_TEMPLATES.glob("*.docx"))
        ),
        "PaperView.attach": text,
        "ContractView.attach": text,
        "JuryFilesView.grid_back": text,
        "/import/people": tuple(people),
    }


def add_what_the_demo_lacks(server: LiveServer) -> None:
    """Acts that wait, of which the demo has none left, a row that was deleted, a sheet with its visa."""
    with register(server) as session:
        contract = orders.RunningContractFactory(number="AMO-ACTES")
        procurement.ContractHolderFactory(contract=contract)
        amendments.AmendmentFactory(contract=contract, number=1, amount_excl_tax=Decimal(100))
        amendments.AmendmentFactory(contract=contract, number=2, amount_excl_tax=Decimal(100), signed_on=SIGNED)
        amendments.SubcontractFactory(contract=contract)
        for user in session.scalars(select(User).where(User.username.in_(("admin", "ref5")))):
            ImportAnswerFactory(user=user)
        factories.CouncilRequestFactory(instance=factories.InstanceFactory(arrondissements=[5]))
        gone = factories.SeatFactory(instance=factories.InstanceFactory(arrondissements=[5]))
        session.flush()
        session.delete(gone)
        held = dt.datetime(2025, 10, 20, 18, tzinfo=dt.UTC)
        old = factories.MeetingFactory(start_at=held, end_at=held + dt.timedelta(hours=2))
        factories.AttendanceFactory(meeting=old)
        last = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
        factories.MeetingFactory(
            instance=factories.InstanceFactory(arrondissements=[5]),
            start_at=last,
            end_at=last + dt.timedelta(hours=2),
            state=MeetingState.HELD,
        )
        call = calls.ProjectCallFactory(state=CallState.OPEN, closes_on=dt.date(2026, 12, 15))
        council = factories.InstanceFactory(arrondissements=[5])
        calls.ApplicationFactory(call=call, instance=council, state=ApplicationState.DRAFT, filed_on=None)
        calls.ApplicationFactory(call=call, instance=council)
        orders.InvoiceFactory(checked_on=SIGNED, sent_to_payment_on=SIGNED)
        session.flush()
        session.add(SheetElimination(meeting_id=old.id, bordereau="2026-07", visa_number="AD69-112", visa_on=SIGNED))
        session.flush()


def _members(count: int) -> bytes:
    """A list with a column that nobody knows, more lines than a page has, one in error and one that asks."""
    lines = [f"MARCHEUR{number};Zoé;marche{number}@example.org;;38" for number in range(count)]
    odd = ("ROUX;Ana;ana@;;38", "PETIT;Léa;lea@example.org;Damoiselle;38")
    return "\n".join(["Nom;Prénom;Courriel;Civilité;Pointure", *lines, *odd]).encode()


def _came_back(server: LiveServer, client: FlaskClient) -> bytes | None:
    """A workbook to change that was changed while the register was: a conflict, a new value, a line that is gone."""
    answer = client.get("/personnes/export-to-edit?size=25&q=a")
    if answer.status_code != 200:
        return None
    names: list[str] = []

    def change(sheet: Any) -> None:
        headers = [cell.value for cell in sheet[1]]
        city, name = (headers.index(words) + 1 for words in ("Ville", "Nom"))
        for line in (2, 3):
            sheet.cell(line, city).value = "Givors"
        names.append(sheet.cell(2, name).value)
        sheet.delete_rows(4)

    back = edited(answer.data, change)
    with register(server) as session:
        for person in session.query(Person).filter_by(last_name=names[0]):
            person.city = "Oullins"
    return back
