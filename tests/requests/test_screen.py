"""A request on screen: entered, sent, answered, followed up, put on an agenda; found by its filters."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.base.periods import PARIS
from mdo.kernel.journal.undo import undo_as_far
from models.journal import JournalEntry
from models.meetings import AgendaItem, AgendaKind, Meeting, MeetingKind, MeetingState
from models.organisations import OrganisationKind
from models.requests import CouncilRequest, FollowUp, RequestKind
from tests.base.pages import document, listed, opened, refusals, save, typed
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

DAY = dt.timedelta(days=1)


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@prepared
def body(session):
    return make.InstanceFactory(name="Conseil Bas des Pentes", arrondissements=[5])


@pytest.fixture
def direction(session):
    return make.OrganisationFactory(name="Direction des mobilités", kind=OrganisationKind.DIRECTION)


@pytest.fixture
def stored(session):
    """The only request, or one, as it is now."""

    def of(row=None):
        row_id = row.id if row is not None else None
        session.rollback()
        session.expire_all()
        wanted = select(CouncilRequest)
        return session.scalars(wanted if row_id is None else wanted.where(CouncilRequest.id == row_id)).one()

    return of


def meeting(body, days: int, **values) -> Meeting:
    start = dt.datetime.combine(TODAY + days * DAY, dt.time(18, 30), PARIS)
    common = {"title": "Plénière", "kind": MeetingKind.PLENARY, "start_at": start, "end_at": start + 2 * DAY / 24}
    return Meeting(instance=body, **common | values)


def buttons(client, row) -> list[str]:
    found = document(client.get(f"/demandes/show/{row.id}")).xpath('//*[contains(@class, "record-actions")]//*[@class]')
    return [" ".join(item.text_content().split()) for item in found if "btn" in item.get("class").split()]


def primary(client, row) -> list[str]:
    found = document(client.get(f"/demandes/show/{row.id}")).xpath('//main//a[contains(@class, "btn-primary")]')
    return [item.text_content().strip() for item in found]


# ---- Entering ------------------------------------------------------------------------------------------------------


def test_a_request_is_entered_with_its_body_and_its_subject(mission, session, body, stored) -> None:
    session.commit()
    page = mission.get("/demandes/add")
    assert typed(page, "received_on") == TODAY.isoformat()
    answer = save(mission, "/demandes/add", instance=body.id, subject="Un banc place Sathonay", theme="Mobilier")
    assert answer.status_code == 302
    row = stored()
    assert (row.number, row.kind, row.due_on) == ("2026-001", RequestKind.REQUEST, TODAY + 60 * DAY)
    assert 'value="Mobilier"' in mission.get("/demandes/add").get_data(as_text=True)  # offered to the next one


def test_the_number_and_the_due_date_may_be_typed(mission, session, body, stored) -> None:
    session.commit()
    save(mission, "/demandes/add", instance=body.id, subject="Un banc", number="V-7", due_on="01/12/2026")
    assert (stored().number, stored().due_on) == ("V-7", dt.date(2026, 12, 1))
    answer = save(mission, "/demandes/add", instance=body.id, subject="Un autre", number="V-7")
    assert (answer.status_code, list(refusals(answer))) == (422, ["number"])


def test_only_a_direction_is_addressed(mission, session, body, direction) -> None:
    association = make.OrganisationFactory(name="Les Amis de la Direction", kind=OrganisationKind.ASSOCIATION)
    session.commit()
    found = mission.get("/demandes/lookup/organisation?q=direction").get_json()
    assert [item["id"] for item in found["results"]] == [direction.id]
    answer = save(mission, "/demandes/add", instance=body.id, subject="Un banc", organisation=association.id)
    assert (answer.status_code, list(refusals(answer))) == (422, ["organisation"])


# ---- One action ----------------------------------------------------------------------------------------------------


def test_a_request_goes_step_by_step_and_its_deadline_with_it(mission, session, body, direction, stored) -> None:
    row = make.CouncilRequestFactory(instance=body, subject="Un banc")
    session.commit()

    def is_due() -> bool:
        page = document(mission.get("/echeances/list/?f_whose=all&f_kind=request_answer"))
        return "Un banc" in page.xpath("string(//main//table)")

    assert primary(mission, row) == ["Transmettre à une direction"]
    assert is_due()
    page = mission.get(f"/demandes/send/{row.id}")
    assert typed(page, "sent_on") == TODAY.isoformat()
    assert save(mission, f"/demandes/send/{row.id}", organisation=direction.id).status_code == 302
    assert (stored(row).organisation_id, stored(row).sent_on) == (direction.id, TODAY)
    assert primary(mission, row) == ["Répondre"]
    assert is_due()
    assert save(mission, f"/demandes/reply/{row.id}", answer="Posé en mai.").status_code == 302
    assert (stored(row).answered_on, stored(row).answer) == (TODAY, "Posé en mai.")
    assert not is_due()
    assert primary(mission, row) == ["Donner suite"]
    answer = save(mission, f"/demandes/follow/{row.id}", follow_up="refused")
    assert (answer.status_code, list(refusals(answer))) == (422, ["follow_up_reason"])
    save(mission, f"/demandes/follow/{row.id}", follow_up="refused", follow_up_reason="Hors budget.")
    assert (stored(row).follow_up, stored(row).follow_up_reason) == (FollowUp.REFUSED, "Hors budget.")
    assert primary(mission, row) == ["Modifier"]
    summaries = session.scalars(select(JournalEntry.summary).order_by(JournalEntry.id.desc()).limit(3)).all()
    assert [text.split("\u00a0:")[0] for text in summaries] == ["Suivi", "Réponse", "Transmission"]


@pytest.mark.parametrize(("method", "fields"), [
    ("send", {"opened", "organisation", "sent_on"}),
    ("reply", {"opened", "answered_on", "answer", "follow_up", "follow_up_reason"}),
    ("follow", {"opened", "follow_up", "follow_up_reason"}),
])  # fmt: skip
def test_an_action_asks_for_its_few_fields(mission, session, method, fields) -> None:
    row = make.CouncilRequestFactory()
    session.commit()
    assert set(opened(mission, f"/demandes/{method}/{row.id}")) - {"once"} == fields


def test_a_reply_without_a_word_says_what_to_do(mission, session, stored) -> None:
    row = make.CouncilRequestFactory()
    session.commit()
    answer = save(mission, f"/demandes/reply/{row.id}")
    assert (answer.status_code, list(refusals(answer))) == (422, ["answer"])
    assert stored(row).answered_on is None


# ---- The agenda ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"), [(RequestKind.REQUEST, AgendaKind.QUESTION), (RequestKind.OPINION, AgendaKind.OPINION)]
)
def test_one_click_puts_a_request_on_the_next_agenda_and_undo_takes_it_off(
    mission, session, body, stored, kind, expected
) -> None:
    row = make.CouncilRequestFactory(
        instance=body, subject="Un banc", number="2026-014", text="Devant l’école.", kind=kind
    )
    past, following = meeting(body, -1), meeting(body, 7)
    called_off = meeting(body, 3, state=MeetingState.CANCELLED)
    session.add_all([past, following, called_off, meeting(make.InstanceFactory(), 2)])
    session.flush()
    session.add(AgendaItem(meeting=following, position=3, title="Accueil"))
    session.commit()
    assert "Inscrire à l’ordre du jour du 01/12/2026" in buttons(mission, row)
    assert "À un autre ordre du jour…" not in buttons(mission, row)
    address = f"/demandes/agenda/{row.id}"
    for refused in (past, called_off):
        assert post(mission, address, {"meeting": refused.id}).status_code == 302
        assert stored(row).agenda_item_id is None
    post(mission, address, {"meeting": following.id})
    item = stored(row).agenda_item
    assert (item.meeting_id, item.position, item.title, item.kind, item.description) == (
        following.id, 4, "2026-014 – Un banc", expected, "Devant l’école.",
    )  # fmt: skip
    page = mission.get(f"/demandes/show/{row.id}").get_data(as_text=True)
    assert "Plénière, le 01/12/2026 18\u00a0h\u00a030" in page
    assert "Inscrire à l’ordre du jour" not in page
    post(mission, address, {"meeting": following.id})  # twice: nothing more
    assert len(session.scalars(select(AgendaItem)).all()) == 2
    done = session.scalars(select(JournalEntry).where(JournalEntry.summary.startswith("À l’ordre du jour"))).one()
    undo_as_far(session, done, TODAY)
    session.commit()
    assert (stored(row).agenda_item_id, len(session.scalars(select(AgendaItem)).all())) == (None, 1)


def test_another_agenda_is_chosen_from_a_page(mission, session, body, stored) -> None:
    row = make.CouncilRequestFactory(instance=body)
    first, second = meeting(body, 7), meeting(body, 30, title="Assemblée")
    session.add_all([first, second])
    session.commit()
    assert "À un autre ordre du jour…" in buttons(mission, row)
    page = document(mission.get(f"/demandes/agendas/{row.id}"))
    assert page.xpath('//input[@name="meeting"]/@value') == [str(first.id), str(second.id)]
    post(mission, f"/demandes/agenda/{row.id}", {"meeting": second.id})
    assert stored(row).agenda_item.meeting_id == second.id


def test_without_a_meeting_to_come_nothing_is_offered(mission, session, body) -> None:
    row = make.CouncilRequestFactory(instance=body)
    session.commit()
    assert not [words for words in buttons(mission, row) if "ordre du jour" in words]
    assert "Aucune réunion" in mission.get(f"/demandes/agendas/{row.id}").get_data(as_text=True)


# ---- The list ------------------------------------------------------------------------------------------------------


def test_the_filters_find_what_they_say(client_as, session, body, direction) -> None:
    agent = make.UserFactory(username="mission", roles=["mission"])
    other = make.InstanceFactory(arrondissements=[7])
    mine = make.CouncilRequestFactory(instance=body, responsible=agent, theme="Voirie", organisation=direction)
    late = make.CouncilRequestFactory(instance=body, due_on=TODAY - DAY, theme="Voirie")
    answered = make.CouncilRequestFactory(
        instance=other, due_on=TODAY - DAY, answered_on=TODAY, answer="Oui.", theme="Écoles"
    )
    session.commit()
    client = client_as("mission")
    place = body.arrondissements[0].id

    def found(query: str) -> set[int]:
        return set(listed(client.get(f"/demandes/list/?{query}")))

    assert found("f_status=received") == {mine.id}
    assert found("f_status=overdue&f_status=answered_late") == {late.id, answered.id}
    assert found("f_late=1") == {late.id, answered.id}
    assert found("f_late=0") == {mine.id}
    assert found("f_mine=1") == {mine.id}
    assert found("f_mine=0") == {late.id, answered.id}
    assert found(f"f_organisation={direction.id}") == {mine.id}
    assert found("f_organisation=none") == {late.id, answered.id}
    assert found(f"f_theme={mine.id}") == found(f"f_theme={late.id}") == {mine.id, late.id}
    assert found(f"f_arrondissements={place}") == found(f"f_instance={body.id}") == {mine.id, late.id}
    assert found("f_answered_on_from=2026-11-24") == {answered.id}
    page = document(client.get(f"/demandes/list/?f_theme={mine.id}"))
    assert "Thème\u00a0: Voirie" in page.xpath("string(//main)")


# ---- The body and the first page -----------------------------------------------------------------------------------


def test_a_body_has_its_requests_and_their_numbers(mission, session, body) -> None:
    make.CouncilRequestFactory(instance=body, due_on=TODAY - DAY)
    make.CouncilRequestFactory(instance=body, answered_on=TODAY, answer="Oui.")
    make.CouncilRequestFactory()
    session.commit()
    page = document(mission.get(f"/instances/show/{body.id}?tab=requests"))
    facts = {
        item.xpath("string(dt)"): item.xpath("string(dd)").split()[0]
        for item in page.xpath('//*[@class="figures"]/div')
    }
    assert facts == {
        "À transmettre": "0",
        "Transmise": "0",
        "En retard": "1",
        "Réponse à temps": "1",
        "Réponse en retard": "0",
    }
    assert page.xpath('string(//*[@id="tab-requests"]//*[@class="count"])') == "2"
    assert f"/rapports/requests-to-meeting?f_body={body.id}" in page.xpath("//main//a/@href")


@pytest.mark.parametrize(("who", "awaiting", "late"), [("mission", "3", "2"), ("ref5", "1", "1")])
def test_the_first_page_counts_those_without_answer(client_as, session, body, who, awaiting, late) -> None:
    make.CouncilRequestFactory(instance=body, due_on=TODAY - DAY)
    make.CouncilRequestFactory(instance=body, answered_on=TODAY, answer="Oui.")
    make.CouncilRequestFactory(instance=make.InstanceFactory(arrondissements=[7]), due_on=TODAY - DAY)
    make.CouncilRequestFactory()  # of the whole city: read, not hers
    session.commit()
    page = document(client_as(who).get("/"))
    numbers = {
        link.xpath('string(.//*[contains(@class, "tile__label")])'): link.xpath(
            'string(.//*[contains(@class, "tile__value")])'
        )
        for link in page.xpath('//a[starts-with(@class, "tile")]')
    }
    assert numbers["Demandes en attente"] == awaiting
    assert numbers["Demandes en retard"] == late
