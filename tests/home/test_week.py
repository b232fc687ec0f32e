"""The first page: what the week holds, what is due in one line a body or contract, and what a press on it does."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.home.week import Need, upcoming
from mdo.kernel.base.periods import PARIS
from mdo.kernel.scope.limits import Scope
from models.accounts import User
from models.base import utc_now
from models.instances import Instance
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.meetings import MeetingState
from models.people import Mandate
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support import orders as execute
from tests.support.forms import csrf_token

DAY = dt.timedelta(days=1)


def meeting(days: int, **values: Any) -> Any:
    start = dt.datetime.combine(TODAY + days * DAY, dt.time(18, 30), PARIS)
    return make.MeetingFactory(start_at=start, **values)


def lines(client: FlaskClient) -> dict[str, Any]:
    """What is due, by the name of each line."""
    rows = document(client.get("/")).xpath('//li[@class="due"]')
    return {row.xpath('string(.//p[@class="row-1"])').strip(): row for row in rows}


def press(client: FlaskClient, row: Any, label: str) -> Any:
    """Sends the form of a line whose button says this, as the page has it."""
    (form,) = [form for form in row.xpath(".//form") if label in form.xpath("string(.//button)")]
    sent: dict[str, list[str]] = {}
    for field in form.xpath(".//input"):
        sent.setdefault(field.get("name"), []).append(field.get("value"))
    return client.post(form.get("action"), data={**sent, "csrf_token": csrf_token(client)}, follow_redirects=True)


def number_of(row: Any) -> str:
    return str(row.xpath('string(.//p[@class="due__number"])'))


# ---- Meetings to come --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "values", "missing", "is_late"),
    [
        (3, {}, {Need.AGENDA, Need.LIST, Need.CONVOCATION}, True),
        (8, {}, {Need.AGENDA, Need.LIST, Need.CONVOCATION}, False),
        (3, {"place": None}, {Need.PLACE, Need.AGENDA, Need.LIST, Need.CONVOCATION}, True),
        (
            0,
            {"state": MeetingState.CONVENED, "convened_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},
            {Need.AGENDA},
            False,
        ),
    ],
)
def test_a_meeting_says_what_it_still_needs(
    session: Session,
    as_reader: Callable[..., Session],
    days: int,
    values: dict[str, Any],
    missing: set[Need],
    is_late: bool,
) -> None:
    organiser = make.UserFactory()
    meeting(days, **{"place": "Mairie", "organiser": organiser, **values})
    session.commit()
    (found,), near = upcoming(as_reader(Scope.everything()))
    assert set(found.missing) == missing
    assert any(thing.is_late for thing in found.things if thing.paper is not None) is is_late
    assert near == int(days <= 7)


def test_the_nearest_meetings_come_first_and_those_called_off_do_not(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    for days, state in (
        (9, "prepared"),
        (0, "convened"),
        (2, "cancelled"),
        (1, "postponed"),
        (-1, "convened"),
        (4, "prepared"),
    ):
        meeting(days, state=MeetingState(state), title=f"{days} {state}")
    session.commit()
    found, near = upcoming(as_reader(Scope.everything()))
    assert [item.title for item in found] == ["0 convened", "4 prepared", "9 prepared"]
    assert near == 2


# ---- What is due -------------------------------------------------------------------------------------------------


@pytest.fixture
def body(session: Session) -> Instance:
    """A body of the 5th whose seventeen mandates expired, and which nobody follows."""
    body: Instance = make.InstanceFactory(name="Conseil Gerland", arrondissements=[5])
    with make.together():
        for _ in range(17):
            make.MandateFactory(instance=body, planned_end_on=TODAY - 3 * DAY)
    session.commit()
    return body


def test_seventeen_mandates_of_a_body_are_one_line_that_leads_to_their_renewal(
    client_as: Callable[..., FlaskClient], body: Instance
) -> None:
    client = client_as("mission")
    row = lines(client)[body.name]
    assert number_of(row) == "18"  # the renewal of the body with them
    assert "17 mandats" in row.text_content()
    assert "en retard depuis le 21/11/2026" in row.text_content()
    page = document(press(client, row, "Renouveler les 17"))
    assert page.xpath("string(//h1)").startswith("Renouveler")
    assert len(page.xpath("//tbody/tr")) == 17


def test_what_is_late_leaves_a_line_to_the_largest_of_what_comes(
    client_as: Callable[..., FlaskClient], session: Session, body: Instance
) -> None:
    for number in range(6):
        make.CouncilRequestFactory(instance=make.InstanceFactory(name=f"Tard {number}"), due_on=TODAY - 30 * DAY)
    for mandate in session.scalars(select(Mandate).filter_by(instance_id=body.id)):
        mandate.planned_end_on = TODAY + 20 * DAY
    session.commit()
    shown = lines(client_as("mission"))
    assert len(shown) == 5
    assert "Renouveler les 17" in list(shown.values())[-1].text_content()


def test_all_of_the_team_read_the_same_deadlines(client_as: Callable[..., FlaskClient], body: Instance) -> None:
    for who in ("mission", "responsable", "direction", "ref5"):
        assert "17 mandats" in lines(client_as(who))[body.name].text_content(), who
    assert body.name not in lines(client_as("ref7"))


def test_who_takes_a_deadline_of_nobody_answers_for_it(
    client_as: Callable[..., FlaskClient], session: Session, body: Instance
) -> None:
    client = client_as("mission")
    assert "Conseil Gerland" in press(client, lines(client)[body.name], "M’en charger").get_data(as_text=True)
    session.rollback()
    assert body.agent is not None
    assert body.agent.username == "mission"
    assert "M’en charger" not in lines(client)[body.name].text_content()
    assert lines(client)[body.name].xpath('.//*[@class="who"]/@title') == [str(body.agent)]


def test_what_one_may_not_change_or_is_answered_for_is_not_taken(
    client_as: Callable[..., FlaskClient], session: Session, body: Instance
) -> None:
    reader = client_as("direction")
    assert "M’en charger" not in lines(reader)[body.name].text_content()
    mandate_id = session.scalar(select(func.min(Mandate.id)).where(Mandate.instance_id == body.id))
    sent = {"kind": "mandate_end", "row": str(mandate_id)}
    assert reader.post("/echeances/m-en-charger", data={**sent, "csrf_token": csrf_token(reader)}).status_code == 404
    holder = make.UserFactory(roles=["mission"])
    body.agent = holder
    session.commit()
    client = client_as("mission")
    answer = client.post(
        "/echeances/m-en-charger", data={**sent, "csrf_token": csrf_token(client)}, follow_redirects=True
    )
    assert "s’en charge déjà" in answer.get_data(as_text=True)
    session.refresh(body)
    assert body.agent == holder
    other = client_as("ref7")
    assert other.post("/echeances/m-en-charger", data={**sent, "csrf_token": csrf_token(other)}).status_code == 404


def test_the_point_of_a_place_is_its_first_page(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("ref5")
    assert client.get("/mon-point/").location == "/#to-confirm"
    assert document(client.get("/")).xpath('//h2[@id="to-confirm"]')


def test_what_was_taken_back_is_told_as_such(
    session: Session, client_as: Callable[..., FlaskClient], body: Instance
) -> None:
    client = client_as("mission")
    body.agent = session.scalars(select(User).where(User.username == "mission")).one()
    for door in (Door.FORM, Door.UNDO):
        change = JournalChange(
            model="Instance", row_id=body.id, action=ChangeAction.UPDATE, instance_id=body.id, fields={}
        )
        session.add(JournalEntry(door=door, actor_name="Collègue", summary="Fin", at=utc_now(), changes=[change]))
        session.flush()
    session.commit()
    page = document(client.get("/"))
    news = page.xpath('//section[@aria-labelledby="home-news"]//p[@class="row-1"]')
    assert [line.text_content().replace("\u00a0", " ") for line in news] == ["Annulé : Fin", "Fin"]


def test_what_a_command_wrote_is_no_news(
    session: Session, client_as: Callable[..., FlaskClient], body: Instance
) -> None:
    client = client_as("mission")
    body.agent = session.scalars(select(User).where(User.username == "mission")).one()
    for door, name in ((Door.COMMAND, "Chargement"), (Door.IMPORT, "Collègue")):
        change = JournalChange(
            model="Instance", row_id=body.id, action=ChangeAction.UPDATE, instance_id=body.id, fields={}
        )
        session.add(JournalEntry(door=door, actor_name=name, summary=name, at=utc_now(), changes=[change]))
    done = session.scalars(select(JournalEntry).where(JournalEntry.actor_name == "Collègue")).one()
    change = JournalChange(model="Instance", row_id=body.id, action=ChangeAction.UPDATE, instance_id=body.id, fields={})
    values = {"door": Door.UNDO, "actor_name": "Autre", "summary": "Collègue", "undo_of_id": done.id}
    session.add(JournalEntry(**values, at=utc_now(), changes=[change]))
    session.commit()
    page = document(client.get("/")).xpath('string(//section[@aria-labelledby="home-news"])')
    assert "Annulé\u00a0: Collègue" in page
    assert "Collègue" in page
    assert "Chargement" not in page


def test_who_answers_for_an_arrondissement_reads_what_others_did_there_and_nothing_else(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    here, there = (make.InstanceFactory(arrondissements=[place], name=f"Conseil du {place}e") for place in (5, 7))
    other, own = make.UserFactory(), session.scalars(select(User).filter_by(username="ref5")).one_or_none()

    def wrote(summary: str, *changes: tuple[str, int | None], by: Any = other) -> None:
        entry = JournalEntry(at=utc_now(), door=Door.FORM, actor_id=by.id, actor_name="Quelqu'un", summary=summary)
        entry.changes = [
            JournalChange(model=model, row_id=1, action=ChangeAction.UPDATE, fields={}, instance_id=body)
            for model, body in changes
        ]
        session.add(entry)

    wrote("ici", ("Meeting", here.id))
    wrote("ailleurs", ("Meeting", there.id))
    wrote("ici et ailleurs", ("Meeting", here.id), ("Meeting", there.id))
    wrote("ici et sans lieu", ("Meeting", here.id), ("Person", None))
    wrote("une table sans écran", ("AccessLog", here.id))
    if own is not None:
        wrote("par moi", ("Meeting", here.id), by=own)
    session.commit()
    page = document(client_as("ref5").get("/"))
    assert page.xpath('//section[@aria-labelledby="home-news"]//p[@class="row-1"]/text()') == ["ici"]
    assert not page.xpath('//section[@aria-labelledby="home-news"]//a')


# ---- One next gesture --------------------------------------------------------------------------------------------


def buttons(row: Any) -> list[str]:
    """What the buttons of a line say, the name of what they are about left out."""
    return [
        button.xpath("string(text())").strip()
        for button in row.xpath('.//*[contains(@class, "due__act")]//*[self::a or self::button]')
    ]


def invoice(contract: Any, number: str, **values: Any) -> Any:
    row = execute.InvoiceFactory(contract=contract, number=number, **values)
    execute.InvoiceLineFactory(invoice=row)
    return row


def test_several_things_that_no_act_deals_with_lead_to_their_list_alone(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    contract = execute.RunningContractFactory(title="Animation")
    for number in range(2):
        invoice(contract, f"F-{number}", received_on=TODAY - (40 - number) * DAY)
    invoice(execute.RunningContractFactory(), "F-ailleurs", received_on=TODAY - 40 * DAY)
    session.commit()
    client = client_as("mission")
    row = lines(client)["Animation"]
    assert number_of(row) == "2"
    assert "Voir les 2" in buttons(row)
    answer = client.get(row.xpath('.//*[contains(@class, "due__act")]/a/@href')[0])
    page = document(answer)
    assert [row.xpath("string(.//th/a)") for row in page.xpath("//tbody/tr")] == ["F-0", "F-1"]
    assert "Animation" in page.xpath('string(//a[@class="chip"])')
    # Each number of that page counts these two, and a search in it stays among them.
    assert page.xpath('//form[@role="search"]//input[@name="f_contract"]/@value') == [str(contract.id)]
    whole = document(client.get(page.xpath('//a[@class="chip"]/@href')[0]))
    assert len(whole.xpath("//tbody/tr")) == 3


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ({}, "Noter le contrôle"),
        ({"checked_on": TODAY - DAY}, "Envoyer au paiement"),
        ({"sent_to_payment_on": TODAY - DAY}, "Noter le paiement"),
        ({"checked_on": TODAY - DAY, "sent_to_payment_on": TODAY - DAY}, "Noter le paiement"),
    ],
)
def test_an_invoice_says_the_one_gesture_that_comes_next(
    client_as: Callable[..., FlaskClient], session: Session, done: dict[str, Any], said: str
) -> None:
    contract = execute.RunningContractFactory(responsible=make.UserFactory())
    invoice(contract, "F-1", received_on=TODAY - 40 * DAY, **done)
    session.commit()
    client = client_as("mission")
    row = lines(client)["F-1"]
    assert buttons(row) == [said]
    address = row.xpath('.//*[contains(@class, "due__act")]/a/@href')[0]
    assert document(client.get(address)).xpath("//main//form")
    listed = document(client.get("/echeances/list/?f_whose=all"))
    assert said in listed.xpath("string(//tbody/tr)")


def test_what_one_may_not_do_is_a_list_that_one_may_read(client_as: Callable[..., FlaskClient], body: Instance) -> None:
    client = client_as("direction")
    row = lines(client)[body.name]
    assert buttons(row) == ["Voir les 18"]
    page = document(client.get(row.xpath('.//*[contains(@class, "due__act")]/a/@href')[0]))
    assert len(page.xpath("//tbody/tr")) == 18
    assert buttons(lines(client_as("mission"))[body.name])[-1] == "Renouveler les 17"
