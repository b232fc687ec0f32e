"""What each reader reaches of a call from her first page on, before it is told and after: pages, lists, files, counts.

Every link of the pages of calls, of deadlines and of the calendar is followed, each file among them is read too.
"""

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from docx import Document
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.applications import Application
from models.applications import ApplicationState as State
from models.calls import CallState, ProjectCall
from tests.calls.reading import sent_as_given
from tests.support import TODAY
from tests.support import calls as make
from tests.support import factories as base

Client = Callable[[str], FlaskClient]
OWN, OTHER, REFUSED = "Fresque du cinquième", "Potager du septième", "Radio du huitième"
WHY, CANNOT, MEAN = "Budget trop vague pour le jury", "Elle préside le conseil", "1,75"
SEEN = (
    *("/appels-a-projets", "/dossiers", "/jury", "/projets-retenus", "/scenarios", "/projets-de-scenarios", "/jures"),
    *("/avis-sur-dossiers", "/aides-aux-dossiers", "/subventions", "/seances-de-jury", "/echeances", "/calendrier"),
    *("/journal", "/exports", "/rapports/appels_a_projets"),
)
# One page shows as much as those that order it otherwise, hold a part of it, or write.
NOT_FOLLOWED = ("order=", "page=", "f_", "columns", "/add", "/edit", "/delete", "/choices", "view=", "size=", "month=")


def account(session: Session, name: str) -> User:
    return session.scalars(select(User).where(User.username == name)).one()


@pytest.fixture
def call(session: Session, client_as: Client) -> int:
    """Three files, one of them of a council of a juror who is concerned by it; a scenario is adopted."""
    for name in ("ref5", "ref8"):
        client_as(name)
    row = make.ProjectCallFactory(title="Appel des lectrices", reports_by=TODAY)
    axis = make.CallAxisFactory(call=row, name="Cadre de vie")
    criterion = make.CallCriterionFactory(call=row, weight=Decimal(100))
    files = [
        make.ApplicationFactory(
            call=row, number=number, title=title, axis=axis,
            instance=base.InstanceFactory(name=f"Conseil du {place}e", arrondissements=[place]),
            asked_incl_tax=Decimal(asked), granted_incl_tax=None,
        )
        for number, (title, place, asked) in enumerate(
            ((OWN, 5, "3000.33"), (OTHER, 7, "4000.10"), (REFUSED, 8, "2222.22")), start=1
        )
    ]  # fmt: skip
    files[2].refusal_reason = WHY
    concerned = make.CallJurorFactory(call=row, user=account(session, "ref8"))
    make.JurorInterestFactory(juror=concerned, application=files[2], is_concerned=True, reason=CANNOT)
    make.JurorInterestFactory(juror=concerned, application=files[1])
    outside = make.CallJurorFactory(call=row, user=None, name="Une voisine")
    for file in files:
        make.JurorInterestFactory(juror=outside, application=file)
        make.ApplicationMarkFactory(juror=outside, application=file, criterion=criterion, mark=2)
    scenario = make.CallScenarioFactory(
        call=row, name="Tout le monde", cut=2, adopted_on=TODAY, adopted_by=account(session, "ref5")
    )
    for place, file in enumerate(files, start=1):
        make.ScenarioLineFactory(
            scenario=scenario, application=file, position=place, amount_incl_tax=file.asked_incl_tax,
            is_refused=file.title == REFUSED, mean=Decimal("1.75") if file.title == REFUSED else Decimal("4.25"),
        )  # fmt: skip
    session.commit()
    call_id: int = row.id
    return call_id


def notify(session: Session, client_as: Client, call_id: int) -> None:
    """By the acts that the page of the call offers."""
    mission = client_as("mission")
    for words in ("Le conseil a délibéré", "Notifier"):
        page = html.fromstring(mission.get(f"/appels-a-projets/show/{call_id}").get_data(as_text=True))
        (address,) = {link.get("href") for link in page.xpath("//main//a[@href]") if words in link.text_content()}
        form = html.fromstring(mission.get(address).get_data(as_text=True)).xpath("//main//form[@method='post']")[-1]
        mission.post(form.get("action"), data=dict(form.form_values()))
    session.rollback()
    assert session.get_one(ProjectCall, call_id).state is CallState.NOTIFIED


def texts(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """All that links lead to from the first page on, and what the palette and the search find: address and words."""
    waiting = [
        "/",
        *(f"/recherche?q={words}" for words in ("cinquième", "septième", "huitième", "voisine", "lectrices")),
    ]
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.status_code)
        kind = answer.mimetype
        if kind == "text/html":
            page = html.fromstring(answer.get_data(as_text=True))
            yield address, " ".join(page.xpath("string(//body)").split())
            for found in page.xpath("//a/@href"):
                parts = urlsplit(found)
                short = parts.path + (f"?{parts.query}" if "tab=" in parts.query or "export" in parts.path else "")
                is_new = short not in seen and parts.path.startswith(SEEN)
                if is_new and not any(part in found for part in NOT_FOLLOWED):
                    seen.add(short)
                    waiting.append(found)
        else:
            yield address, words_of(answer.data, kind)


def words_of(content: bytes, kind: str) -> str:
    if "spreadsheet" in kind:
        sheets = load_workbook(io.BytesIO(content)).worksheets
        return "|".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    if "word" in kind:
        document: Any = Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "|".join([*(part.text for part in document.paragraphs), *cells])
    return content.decode(errors="replace")


def reached(client: FlaskClient) -> dict[str, str]:
    return dict(texts(client))


def where(pages: dict[str, str], words: str) -> set[str]:
    """The addresses, without what follows « ? », that say these words."""
    return {address.partition("?")[0] for address, text in pages.items() if words in text}


# By reader: what she reaches before the notification, what she never does then, and what she reaches after it.
@pytest.mark.parametrize(
    ("name", "before", "hidden", "after"),
    [
        ("ref5", {OWN}, {OTHER, REFUSED, WHY, CANNOT, MEAN}, {OWN, OTHER}),
        ("ref8", {OTHER}, {WHY, MEAN}, {OWN, OTHER, REFUSED, WHY}),
        ("stagiaire", {"Appel des lectrices"}, {OWN, OTHER, REFUSED, WHY, CANNOT, MEAN}, {OWN, OTHER}),
        ("dpo", set(), {OWN, OTHER, REFUSED, WHY, CANNOT, MEAN}, set()),
        ("direction", {OWN, OTHER, REFUSED, WHY, MEAN}, set(), {OWN, OTHER, REFUSED, WHY, MEAN}),
    ],
)
def test_each_reader_reaches_what_is_hers_before_a_call_is_told_and_after(
    session: Session, client_as: Client, call: int, name: str, before: set[str], hidden: set[str], after: set[str]
) -> None:
    reader = client_as(name)
    pages = reached(reader)
    for words in before:
        assert where(pages, words), words
    for words in hidden:
        assert not where(pages, words), (words, where(pages, words))
    notify(session, client_as, call)
    told = reached(reader)
    for words in after:
        assert where(told, words), words
    for words in hidden - after:
        assert not where(told, words), (words, where(told, words))
    if name == "ref5":
        # Of others: title, council, amount, where results are.
        results = ("/projets-retenus", "/appels-a-projets", "/recherche")
        assert all(path.startswith(results) for path in where(told, OTHER))


@pytest.mark.parametrize("state", [CallState.DECIDED, CallState.NOTIFIED, CallState.EXAMINED])
def test_a_call_that_was_decided_takes_no_application_of_a_referent(
    session: Session, client_as: Client, state: CallState
) -> None:
    row = make.ProjectCallFactory(state=state, title="Appel d’avant")
    council = base.InstanceFactory(name="Conseil du 5e", arrondissements=[5])
    session.commit()
    call, body = row.id, council.id
    reader = client_as("ref5")
    values = {"call": str(call), "instance": str(body), "title": "Trop tard", "asked_incl_tax": "900"}
    for address in ("/dossiers/add", f"/dossiers/add?call={call}"):
        said = " ".join(sent_as_given(reader, address, **values).get_data(as_text=True).split())
        assert ("Cet appel est délibéré" in said) is (state is not CallState.EXAMINED), said[:300]
        values["title"] = "Trop tard aussi"
    session.rollback()
    kept = session.scalars(select(Application.title)).all()
    assert sorted(kept) == (["Trop tard", "Trop tard aussi"] if state is CallState.EXAMINED else [])


@pytest.mark.parametrize("is_decided", [True, False])
def test_a_draft_is_filed_until_its_call_is_decided(session: Session, client_as: Client, *, is_decided: bool) -> None:
    row = make.ProjectCallFactory(state=CallState.NOTIFIED if is_decided else CallState.OPEN)
    council = base.InstanceFactory(name="Conseil du 5e", arrondissements=[5])
    draft = make.ApplicationFactory(call=row, instance=council, state=State.DRAFT, filed_on=None, channel=None)
    session.commit()
    number = draft.id
    answer = sent_as_given(client_as("ref5"), f"/dossiers/depot/{number}", filed_on=TODAY.isoformat())
    assert ("Cet appel est délibéré" in " ".join(answer.get_data(as_text=True).split())) is is_decided
    session.rollback()
    assert session.get_one(Application, number).state is (State.DRAFT if is_decided else State.FILED)
