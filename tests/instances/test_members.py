"""A body opens on its members: vacant seats first, what one does on each line, what stands beside; for who may."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.composition.figures import body_figures
from mdo.composition.members import members_of
from models.attendance import Presence
from models.instances import Instance, Membership, QuorumBase
from models.meetings import MeetingState
from models.people import EndReason, Gender, Mandate
from tests.base.pages import document, opened
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.statements import count_statements

DAY = dt.timedelta(days=1)
SITE = "http://localhost"


@prepared
def body(session):
    """Two colleges of a body of the fifth: five seats, of which one was left and one never held."""
    kind = make.InstanceTypeFactory(
        membership=Membership.CLOSED, term_months=36, quorum_numerator=1, quorum_denominator=2,
        quorum_base=QuorumBase.MANDATES,
    )  # fmt: skip
    row = make.InstanceFactory(name="CAMUT", type=kind, arrondissements=[5])
    last = make.CollegeFactory(instance=row, name="Associations", position=2)
    first = make.CollegeFactory(instance=row, name="Habitants", position=1)
    member = make.MandateFunctionFactory(label="Membre au titre", position=90)
    chair = make.MandateFunctionFactory(label="Tête de bureau", position=1, is_bureau=True)
    held = [
        ("Morel", first, member, 1, TODAY + 90 * DAY, {"phone": "06 01 02 03 04", "email": "morel@example.org"}),
        ("Zola", first, chair, 2, TODAY + 91 * DAY, {}),
        ("Bruel", last, member, 4, TODAY - DAY, {"gender": Gender.FEMALE}),
    ]
    for name, college, function, number, end, values in held:
        make.MandateFactory(
            instance=row, college=college, function=function, planned_end_on=end, start_on=TODAY - 900 * DAY,
            person=make.PersonFactory(last_name=name, first_name="Léa", **values),
            seat=make.SeatFactory(instance=row, college=college, number=number, label=None),
        )  # fmt: skip
    left = make.SeatFactory(instance=row, college=first, number=3, label=None)
    make.MandateFactory(
        instance=row, college=first, function=member, seat=left, person=make.PersonFactory(last_name="Parti"),
        start_on=TODAY - 900 * DAY, ended_on=TODAY - 10 * DAY, end_reason=EndReason.TERM,
    )  # fmt: skip
    make.SeatFactory(instance=row, college=last, number=5, label=None, opened_on=None)
    session.commit()
    return row


@pytest.fixture(autouse=True)
def today(server_today):
    """The day of the requests."""


def text_of(element):
    return " ".join(element.text_content().replace("\xa0", " ").replace("\u202f", " ").split())


def page_of(client, body, more=""):
    answer = client.get(f"/instances/show/{body.id}{more}")
    assert answer.status_code == 200
    return document(answer)


def lines(page):
    """The names of the colleges and of the lines, in order."""
    found = page.xpath('//table[contains(@class, "members__table")]/tbody//th')
    return [text_of(item) if item.get("scope") == "row" else text_of(item).partition(" ·")[0] for item in found]


def acts(page, name):
    """What is offered on a line."""
    found = page.xpath(f'//tr[th[contains(., "{name}")]]/td[@class="members__acts"]/*')
    return [text_of(item).partition(" :")[0] for item in found]


def test_a_body_opens_on_its_members_by_college_vacant_seats_first(client_as, body):
    page = page_of(client_as("ref5"), body)
    assert page.xpath('//nav[@data-tabs]//a[@aria-current="true"]/@data-tab') == ["members"]
    assert lines(page) == [
        "Habitants",
        "Siège vacantn° 3 · depuis le 15/11/2026",
        "Zola LéaTête de bureau · n° 2",
        "Morel LéaMembre au titre · n° 1",
        "Associations",
        "Siège vacantn° 5",
        "Bruel LéaMembre au titre · n° 4",
    ]
    said = text_of(page.xpath('//p[@class="members__counts"]')[0])
    assert said == "5 sièges, 3 pourvus, 2 vacants"
    assert not page.xpath('//dt[contains(., "Durée d’un mandat")]')
    assert "Parti" not in [words.partition(" ")[0] for words in lines(page)]


def test_each_line_has_what_one_does(client_as, body):
    page = page_of(client_as("ref5"), body)
    assert acts(page, "n° 3") == ["Pourvoir"]
    # Ninety days before its end a mandate is near; the day before it is not, and one that has expired is.
    assert acts(page, "Morel") == ["Renouveler", "Mettre fin"]
    assert acts(page, "Zola") == ["Mettre fin"]
    assert acts(page, "Bruel") == ["Renouveler", "Mettre fin"]
    links = page.xpath('//tr[th[contains(., "Morel")]]/td[@class="members__contact"]/a/@href')
    assert links == ["tel:0601020304", "mailto:morel@example.org"]


@pytest.mark.parametrize(("who", "names"), [("near", ["Morel", "Bruel"]), ("vacant", ["n° 3", "n° 5"])])
def test_what_is_to_be_renewed_and_what_is_vacant_are_kept_by_a_link(client_as, body, who, names):
    client = client_as("ref5")
    (link,) = [
        item for item in page_of(client, body).xpath('//ul[@class="segments"]//a') if f"who={who}" in item.get("href")
    ]
    assert text_of(link).endswith(" 2")
    kept = document(client.get(link.get("href")))
    rows = [text_of(item) for item in kept.xpath('//table[contains(@class, "members__table")]//th[@scope="row"]')]
    assert [any(name in row for row in rows) for name in names] == [True, True]
    assert len(rows) == 2


@pytest.mark.parametrize(("which", "count"), [("one", 1), ("all", 2)])
def test_a_renewal_is_previewed_from_the_line_and_comes_back_to_the_body(session, client_as, body, which, count):
    client = client_as("ref5")
    address = f"/instances/show/{body.id}?tab=members"
    page = document(client.get(address))
    (form,) = (
        page.xpath('//form[@id="renew-one"]') if which == "one" else page.xpath('//div[@class="members__head"]/form')
    )
    sent = [(name, value) for name, value in form.form_values() if name != "csrf_token"]
    if which == "one":
        (button,) = page.xpath('//tr[th[contains(., "Morel")]]//button[@form="renew-one"]')
        sent.append((button.get("name"), button.get("value")))
    data = {name: [value for key, value in sent if key == name] for name, _ in sent}
    preview = document(post(client, form.get("action"), data, headers={"Referer": SITE + address}))
    written = preview.xpath('//form[contains(@action, "/mandats/renew")]')[0]
    data = {name: [v for k, v in written.form_values() if k == name] for name, _ in written.form_values()}
    answer = post(client, "/mandats/renew", data)
    assert (answer.status_code, answer.headers["Location"].partition("#")[0]) == (302, address)
    session.rollback()
    assert len(session.scalars(select(Mandate).where(Mandate.rank == 2)).all()) == count


def test_what_cannot_be_renewed_leads_to_where_its_reason_is_mended(session, client_as, body):
    row = session.merge(body)
    row.term_months = row.type.term_months = None
    session.commit()
    client = client_as("ref5")
    (form,) = page_of(client, body).xpath('//div[@class="members__head"]/form')
    sent = [(name, value) for name, value in form.form_values() if name != "csrf_token"]
    data = {name: [value for key, value in sent if key == name] for name, _ in sent}
    preview = document(post(client, form.get("action"), data))
    links = {text_of(link): link.get("href") for link in preview.xpath("//tbody//a")}
    assert links[body.name] == f"/instances/show/{body.id}"
    assert len(links) == 3
    assert {client.get(address).status_code for address in links.values()} == {200}


def test_an_end_comes_back_to_the_members(session, client_as, body):
    client = client_as("ref5")
    address = f"/instances/show/{body.id}?tab=members"
    page = document(client.get(address))
    link = page.xpath('//tr[th[contains(., "Zola")]]//td[@class="members__acts"]/a/@href')[0]
    form = document(client.get(link, headers={"Referer": SITE + address})).xpath('//form[@class="form-page"]')[0]
    ended = {"ended_on": TODAY.isoformat(), "end_reason": EndReason.RESIGNATION.value}
    answer = post(client, link, dict(form.form_values()) | ended)
    assert (answer.status_code, answer.headers["Location"].partition("#")[0]) == (302, address)
    assert "Zola" not in document(client.get(address)).xpath('string(//table[contains(@class, "members__table")])')


@pytest.mark.parametrize("who", ["ref7", "elu5"])
def test_who_may_not_write_reads_the_members_and_is_offered_nothing(session, client_as, body, who):
    if who == "elu5":
        session.merge(body).elected_user = make.UserFactory(username="elu5", roles=["elu"])
        session.commit()
    answer = client_as(who).get(f"/instances/show/{body.id}")
    if answer.status_code == 404:
        return
    page = document(answer)
    assert page.xpath('//td[@class="members__acts"]/*') == []
    assert page.xpath('//div[@class="members__head"]/form') == []
    assert "Ajouter un membre" not in page.text_content()
    if who == "elu5":
        assert page.xpath('//table[contains(@class, "members__table")]')
        assert page.xpath('//td[@class="members__contact"]/*') == []


def test_the_counts_are_those_of_the_composition(session, body):
    row = session.get(Instance, body.id)
    make.MandateFactory(instance=row, person=make.PersonFactory(gender=Gender.MALE), start_on=TODAY)
    stands_in = session.scalars(
        select(Mandate).where(Mandate.instance_id == body.id, Mandate.ended_on.is_(None))
    ).first()
    woman = make.PersonFactory(gender=Gender.FEMALE)
    make.MandateFactory(instance=row, person=woman, start_on=TODAY, substitute_of=stands_in)
    session.commit()
    assert members_of(session, row, TODAY).genders == body_figures(session, row, TODAY).genders


# ---- Beside ----------------------------------------------------------------------------------------------------------


def meet(body, days, marks):
    """A meeting that was held, with the marks of its members."""
    start = dt.datetime.combine(TODAY + days * DAY, dt.time(17, 30), dt.UTC)
    meeting = make.MeetingFactory(
        instance=body, start_at=start, end_at=start + dt.timedelta(hours=2), state=MeetingState.HELD
    )
    for mandate, presence in marks:
        make.AttendanceFactory(
            meeting=meeting, person=mandate.person, mandate=mandate, is_convened=True, presence=presence
        )
    return meeting


def test_beside_the_members_stand_the_next_meeting_the_attendance_and_what_is_left(session, client_as, body):
    row = session.get(Instance, body.id)
    there = session.scalars(
        select(Mandate).where(Mandate.instance_id == row.id, Mandate.ended_on.is_(None)).order_by(Mandate.id)
    ).all()
    meet(row, -60, [(one, Presence.PRESENT) for one in there])
    meeting = meet(row, -30, [(there[0], Presence.PRESENT), (there[1], Presence.ABSENT), (there[2], Presence.EXCUSED)])
    make.ActionItemFactory(meeting=meeting, text="Demander le plan du square", due_on=TODAY - DAY)
    start = dt.datetime.combine(TODAY + 7 * DAY, dt.time(17, 30), dt.UTC)
    make.MeetingFactory(instance=row, place="Salle Berthelot", start_at=start, end_at=start + dt.timedelta(hours=2))
    session.commit()
    page = page_of(client_as("ref5"), body)
    boxes = [text_of(box) for box in page.xpath('//div[@class="sided__side"]/section')]
    assert len(boxes) == 3
    assert "Salle Berthelot" in boxes[0]
    assert boxes[1].startswith("Quorum atteint 1 fois sur 2")
    assert "Demander le plan du square" in boxes[2]
    assert "en retard" in boxes[2]
    seen = {name: text_of(page.xpath(f'//tr[th[contains(., "{name}")]]/td[2]')[0]) for name in ("Morel", "Zola")}
    assert set(seen.values()) == {"2 / 2", "1 / 2"}


@pytest.mark.parametrize("reader", ["mission", "ref5"])
def test_two_hundred_members_cost_what_three_do(session, client_as, body, reader):
    row = session.get(Instance, body.id)
    there = session.scalars(select(Mandate).where(Mandate.instance_id == row.id, Mandate.ended_on.is_(None))).all()
    meet(row, -30, [(one, Presence.PRESENT) for one in there])
    session.commit()
    client = client_as(reader)
    address = f"/instances/show/{body.id}?tab=members&all=1"
    client.get(address)
    found = []
    for count in (0, 200):
        with make.together():
            for _ in range(count):
                make.MandateFactory(instance=row, college=there[0].college, function=there[0].function)
        session.commit()
        with count_statements(session.get_bind()) as sent:
            answer = client.get(address)
        found.append(len(sent))
    assert found[0] == found[1]
    page = document(answer)
    assert len(page.xpath('//table[contains(@class, "members__table")]//th[@scope="row"]')) > 200
    # As it opens, each college shows its first members and says how many more there are.
    short = document(client.get(f"/instances/show/{body.id}"))
    assert len(short.xpath('//table[contains(@class, "members__table")]//th[@scope="row"]')) < 50
    (unfold,) = short.xpath('//tr[@class="members__more"]//a')
    assert "all=1" in unfold.get("href")


def test_a_body_leads_to_what_it_is_a_part_of_and_to_its_parts(session, client_as, body):
    row = session.get(Instance, body.id)
    part = make.InstanceFactory(name="Commission vélo", parent=row, arrondissements=[5])
    session.commit()
    client = client_as("ref5")
    for body_id, other in ((row.id, part.id), (part.id, row.id)):
        page = document(client.get(f"/instances/show/{body_id}?tab=attached"))
        assert page.xpath(f'//section[@id="panel-attached"]//a[contains(@href, "/instances/show/{other}")]')
    listed = document(client.get("/instances/list/?cols=name,parent&q=vélo"))
    assert "CAMUT" in listed.xpath("string(//tbody)")


def test_rules_and_texts_are_in_a_tab_with_what_is_empty_folded(client_as, body):
    page = page_of(client_as("ref5"), body, "?tab=sheet")
    assert "Durée d’un mandat" in page.xpath('string(//section[@id="panel-sheet"])')
    assert page.xpath('//section[@id="panel-sheet"]//details[@class="facts__empty"]/summary')


def test_a_member_is_added_from_the_first_button(client_as, body):
    client = client_as("ref5")
    (first,) = page_of(client, body).xpath('//div[@class="record-actions"]/a[contains(@class, "btn-primary")]')
    assert text_of(first) == "Ajouter un membre"
    assert opened(client, first.get("href"))["instance"] == str(body.id)
