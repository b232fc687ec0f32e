"""A deadline put off to a day: every list says it, the original day stays, and it ends with the thing itself."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.putting_off import put_off
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.journal.undo import undo
from mdo.kernel.rights.identity import context_for_user
from mdo.point.fortnight import point_of_day
from models.accounts import User
from models.deadlines import DeadlineRule, PutOff
from models.journal import JournalEntry
from models.meetings import ActionItem, ActionState
from tests.support import TODAY
from tests.support import factories as make
from tests.support.application import account

DAY = dt.timedelta(days=1)
ACTION = "action_due"
OF_ACTIONS = DeadlineQuery(WhoseDeadlines.ALL, kinds=frozenset({ACTION}))


@pytest.fixture(autouse=True)
def _today(server_today: None) -> None:
    """It is the day of the tests for the server too."""


@pytest.fixture
def action(session: Session) -> ActionItem:
    """An action of the mission, in a body of the 5th, due two days ago."""
    meeting = make.MeetingFactory(instance=make.InstanceFactory(arrondissements=[5]))
    row: ActionItem = make.ActionItemFactory(
        meeting=meeting, text="Rappeler la salle", owner=account("mission"), due_on=TODAY - 2 * DAY
    )
    session.commit()
    return row


def put_off_by_hand(client: FlaskClient, row: ActionItem, to: dt.date, reason: str = "La salle rouvre") -> Any:
    """Follows the link of the line, and sends the form of its page."""
    page = html.fromstring(client.get("/echeances/list/?f_whose=all").data)
    (address,) = {
        link.get("href")
        for link in page.xpath("//table//a[contains(@href, '/echeances/reporter')]")
        if f"row={row.id}" in link.get("href") and f"kind={ACTION}" in link.get("href")
    }
    form = html.fromstring(client.get(address).data).xpath("//form[@class='form-page']")[0]
    sent = dict(form.form_values()) | {"put_off_to": to.isoformat(), "reason": reason}
    return client.post(form.action, data=sent)


def read_as(session: Session, as_reader: Any, name: str, today: dt.date = TODAY) -> Session:
    context = context_for_user(session, account_named(session, name), today)
    reader: Session = as_reader(
        context.scope, actor_id=context.actor_id, rights=context.rights, today=today, covers=context.covers
    )
    return reader


def account_named(session: Session, name: str) -> Any:
    return session.scalars(select(User).filter_by(username=name)).one()


def test_every_list_says_the_new_day_and_the_original_one(
    session: Session, client_as: Any, as_reader: Any, action: ActionItem
) -> None:
    client, to = client_as("mission"), TODAY + 5 * DAY
    assert put_off_by_hand(client, action, to).status_code == 303
    page = html.fromstring(client.get(f"/echeances/list/?f_whose=mine&f_kind={ACTION}").data)
    (line,) = [" ".join(row.text_content().split()) for row in page.xpath("//table/tbody/tr")]
    for words in ("29/11/2026", "dans 5 jours", "reportée, prévue le 22/11/2026", "La salle rouvre"):
        assert words in line, line
    home = " ".join(html.fromstring(client.get("/").data).text_content().split())
    assert "reportée, prévue le 22/11/2026" in home
    book = openpyxl.load_workbook(io.BytesIO(client.get("/echeances/export?f_whose=mine").data))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert dt.datetime(2026, 11, 22) in cells
    assert "La salle rouvre" in cells
    reader = read_as(session, as_reader, "mission")
    assert to in [found.note for found in point_of_day(reader).parts[0].lines if found.title == "Rappeler la salle"]
    opening = Deadlines(reader).opening(WhoseDeadlines.MINE, 5)
    assert [line.due_on for line in opening if line.kind == ACTION] == [to]
    parts = [part for group in Deadlines(reader).groups(DeadlineQuery()) for part in group.parts]
    assert [part.due_on for part in parts if part.kind == ACTION] == [to]
    # Who answers for the arrondissement reads the same.
    account("ref5")
    of_place = read_as(session, as_reader, "ref5")
    assert [line.due_on for line in Deadlines(of_place).page(OF_ACTIONS, limit=5)] == [to]


@pytest.mark.parametrize(("today", "late"), [(TODAY + 4 * DAY, 0), (TODAY + 5 * DAY, 0), (TODAY + 6 * DAY, 1)])
def test_it_is_late_the_day_after_the_new_day(
    session: Session, as_reader: Any, action: ActionItem, today: dt.date, late: int
) -> None:
    reader = read_as(session, as_reader, "mission")
    put_off(reader, KINDS[ACTION], action.id, TODAY + 5 * DAY, "La salle rouvre", TODAY)
    reader.commit()
    counts = Deadlines(read_as(session, as_reader, "mission", today)).count()
    assert counts.total(WhoseDeadlines.MINE, [Bucket.LATE], [ACTION]) == late
    assert counts.total(WhoseDeadlines.MINE, kinds=[ACTION]) == 1


def test_it_leaves_the_list_until_the_rule_of_the_kind_shows_the_new_day(
    session: Session, as_reader: Any, action: ActionItem
) -> None:
    reader = read_as(session, as_reader, "mission")
    put_off(reader, KINDS[ACTION], action.id, TODAY + 40 * DAY, "Après les travaux", TODAY)
    reader.commit()
    found = [
        Deadlines(read_as(session, as_reader, "mission", TODAY + days * DAY))
        .count()
        .total(WhoseDeadlines.MINE, kinds=[ACTION])
        for days in (9, 10)
    ]
    assert found == [0, 1]


@pytest.mark.parametrize(
    ("to", "reason", "words"),
    [
        (TODAY, "Parce que", "Choisissez un jour après le 24/11/2026"),
        (TODAY + DAY, "", "Dites pourquoi"),
        (TODAY + DAY, "Parce que", None),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    client_as: Any, action: ActionItem, to: dt.date, reason: str, words: str | None
) -> None:
    answer = put_off_by_hand(client_as("mission"), action, to, reason)
    assert answer.status_code == (303 if words is None else 422)
    if words is not None:
        page = answer.get_data(as_text=True)
        assert words in page
        assert f'value="{to.isoformat()}"' in page or to.strftime("%d/%m/%Y") in page


def test_it_ends_with_the_thing_and_comes_back_with_its_undo(
    session: Session, client_as: Any, action: ActionItem
) -> None:
    client = client_as("mission")
    put_off_by_hand(client, action, TODAY + 5 * DAY)
    session.rollback()
    row = session.get_one(ActionItem, action.id)
    row.state, row.closed_on = ActionState.DONE, TODAY
    session.commit()
    assert session.scalars(select(PutOff)).all() == []
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    undo(session, entry, TODAY)
    session.commit()
    assert [stored.row_id for stored in session.scalars(select(PutOff))] == [action.id]


def test_another_day_of_the_thing_itself_voids_it(session: Session, as_reader: Any, action: ActionItem) -> None:
    reader = read_as(session, as_reader, "mission")
    put_off(reader, KINDS[ACTION], action.id, TODAY + 5 * DAY, "La salle rouvre", TODAY)
    reader.commit()
    session.rollback()
    session.get_one(ActionItem, action.id).due_on = TODAY + DAY
    session.commit()
    (line,) = Deadlines(read_as(session, as_reader, "mission")).page(OF_ACTIONS, limit=5)
    assert (line.due_on, line.first_on) == (TODAY + DAY, None)


def test_a_day_of_the_law_is_put_off_in_the_list_only_where_the_rule_allows_it(
    session: Session, as_reader: Any
) -> None:
    assert {code for code, kind in KINDS.items() if kind.law} == {
        "contract_legality",
        "amendment_legality",
        "award_notice_due",
        "open_data_due",
        "amendment_open_data",
        "invoice_payment",
        "deliverable_decision",
        "subsidy_report_due",
    }
    account("mission")
    make.InstanceFactory()
    rule = session.scalars(select(DeadlineRule).where(DeadlineRule.kind == ACTION)).one()
    rule.may_put_off = False
    row = make.ActionItemFactory(owner=account_named(session, "mission"), due_on=TODAY)
    session.commit()
    reader = read_as(session, as_reader, "mission")
    with pytest.raises(RuleViolation):
        put_off(reader, KINDS[ACTION], row.id, TODAY + DAY, "Non", TODAY)


def test_who_reads_alone_puts_nothing_off_and_nobody_does_out_of_sight(
    session: Session, client_as: Any, action: ActionItem
) -> None:
    address = f"/echeances/reporter?kind={ACTION}&row={action.id}"
    found = {name: client_as(name).get(address).status_code for name in ("mission", "ref5", "ref7", "direction")}
    assert (found["mission"], found["ref5"], found["ref7"]) == (200, 200, 404)
    assert found["direction"] in {302, 403}
    assert "/echeances/reporter" not in client_as("direction").get("/echeances/list/").get_data(as_text=True)


def test_a_day_to_avoid_of_its_place_is_told_as_it_is_typed(
    session: Session, client_as: Any, action: ActionItem
) -> None:
    place = action.meeting.instance.arrondissements[0]
    make.DateToAvoidFactory(label="Conseil du cinq", arrondissement=place, start_on=TODAY + 2 * DAY)
    make.DateToAvoidFactory(
        label="Ailleurs", arrondissement=make.ArrondissementFactory(number=7), start_on=TODAY + 2 * DAY
    )
    session.commit()
    client = client_as("mission")
    form = client.get(f"/echeances/reporter?kind={ACTION}&row={action.id}").data
    (box,) = html.fromstring(form).xpath("//*[@data-conflicts]")
    for days, told in ((1, False), (2, True), (3, False)):
        on = TODAY + days * DAY
        found = client.get(f"{box.get('data-conflicts')}&{box.get('data-fields')}={on}").get_data(as_text=True)
        assert ("Conseil du cinq" in found, "Ailleurs" in found) == (told, False)


def test_a_reason_is_found_by_the_search_of_who_sees_the_deadline(
    session: Session, client_as: Any, action: ActionItem
) -> None:
    client = client_as("mission")
    assert put_off_by_hand(client, action, TODAY + 5 * DAY, "Travaux à la verrière").status_code == 303
    session.rollback()  # it read before that was written
    account("ref5"), account("ref7")
    session.commit()
    for name, is_found in (("mission", True), ("ref5", True), ("ref7", False)):
        reader = client_as(name)
        listed = reader.get("/echeances/list/?f_whose=all&q=verriere").get_data(as_text=True)
        found = reader.get("/recherche?q=verriere").get_data(as_text=True)
        palette = reader.get("/recherche/palette?q=verriere").get_data(as_text=True)
        assert ["Travaux à la verrière" in page for page in (listed, found, palette)] == [is_found] * 3
    (link,) = set(html.fromstring(client.get("/recherche?q=verriere").data).xpath("//a[contains(., 'Rappeler')]/@href"))
    assert "Rappeler la salle" in client.get(link).get_data(as_text=True)
    # Once its own day is another one, the reason is of nothing any more.
    session.get_one(ActionItem, action.id).due_on = TODAY + 9 * DAY
    session.commit()
    assert "Rappeler" not in client.get("/echeances/list/?f_whose=all&q=verriere").get_data(as_text=True)
