"""A vacant seat is filled from wherever one meets it: the first page, its body, the list, its own page."""

import datetime as dt
from urllib.parse import quote

import pytest
from sqlalchemy import select

from models.instances import Instance, Membership
from models.people import Mandate
from models.territory import Arrondissement
from tests.base.pages import document, opened, refusals
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

YESTERDAY = TODAY - dt.timedelta(days=1)


@prepared
def seats(session):
    """Two seats of a body of the fifth, the first of them vacant, and one of the third."""
    kind = make.InstanceTypeFactory(membership=Membership.CLOSED)
    own = make.InstanceFactory(name="CAMUT", type=kind, arrondissements=[5])
    college = make.CollegeFactory(instance=own, name="Associations")
    empty = make.SeatFactory(instance=own, number=8, label="Locataires", college=college)
    held = make.SeatFactory(instance=own, number=9)
    make.MandateFactory(instance=own, seat=held, person=make.PersonFactory(last_name="Morel", first_name="Ana"))
    far = make.SeatFactory(instance=make.InstanceFactory(name="Ailleurs", type=kind, arrondissements=[3]))
    return {"own": own.id, "empty": empty.id, "held": held.id, "far": far.id, "college": college.id}


@pytest.fixture
def referent(client_as, server_today):
    return client_as("ref5")


def links_of(client, address, words="Pourvoir"):
    answer = client.get(address)
    assert answer.status_code == 200, address
    links = ((" ".join(link.text_content().split()), link.get("href")) for link in document(answer).xpath("//a"))
    return [address for said, address in links if said.startswith(words)]


def test_the_first_page_leads_to_the_vacant_seats_and_these_to_a_form_that_is_filled(referent, session, seats):
    (vacant,) = links_of(referent, "/", "1 siège vacant")
    (fill,) = links_of(referent, vacant)
    form = opened(referent, fill)
    assert [form[name] for name in ("instance", "seat", "college")] == [
        str(seats[name]) for name in ("own", "empty", "college")
    ]
    person = make.PersonFactory(last_name="Roux")
    own = session.get(Instance, seats["own"])
    make.MandateFactory(instance=own, person=person, ended_on=YESTERDAY, end_reason="term")
    session.commit()
    function = make.MandateFunctionFactory().id
    session.commit()
    page = document(referent.get(fill, headers={"Referer": f"http://localhost{vacant}"}))
    (back,) = page.xpath('//input[@name="back"]/@value')
    filled = {"person": str(person.id), "function": str(function), "back": back}
    # The list of the seats that are left is there again.
    assert post(referent, "/mandats/add", form | filled).location == vacant
    session.rollback()
    assert session.scalars(select(Mandate.person_id).where(Mandate.seat_id == seats["empty"])).all() == [person.id]
    assert links_of(referent, f"/sieges/show/{seats['empty']}") == []


def test_a_seat_is_proposed_the_function_it_was_held_in_and_someone_new_may_take_it(referent, session, seats):
    own = session.get(Instance, seats["own"])
    usual, other = make.MandateFunctionFactory(), make.MandateFunctionFactory()
    seat = make.SeatFactory(instance=own, number=10)
    for number in (11, 12):
        make.MandateFactory(instance=own, function=usual, seat=make.SeatFactory(instance=own, number=number))
    make.MandateFactory(instance=own, function=other, seat=seat, ended_on=YESTERDAY, end_reason="term")
    session.commit()
    for chosen, function in ((seats["empty"], usual.id), (seat.id, other.id)):
        (fill,) = links_of(referent, f"/sieges/show/{chosen}")
        assert opened(referent, fill)["function"] == str(function)
        (enrol,) = [link for link in links_of(referent, fill, "Personne et mandat") if "seat=" in link]
        form = opened(referent, enrol)
        assert [form[name] for name in ("instance", "seat", "function")] == [
            str(value) for value in (own.id, chosen, function)
        ]
        assert form["start_on"] == (str(TODAY) if chosen == seat.id else "")
    answer = post(referent, "/personnes/enrol", form | {"last_name": "Bertholon", "start_on": ""})
    assert "Indiquez le début" in refusals(answer)["start_on"]
    assert post(referent, "/personnes/enrol", form | {"last_name": "Bertholon"}).status_code == 302
    session.rollback()
    stored = session.scalars(select(Mandate).where(Mandate.seat_id == seat.id, Mandate.ended_on.is_(None))).one()
    assert stored.person.last_name == "Bertholon"
    assert "seat=" not in "".join(links_of(referent, f"/mandats/edit/{stored.id}", "Personne et mandat"))


def test_a_vacant_seat_is_filled_from_its_body_and_from_its_page(referent, seats):
    address = f"/mandats/add?instance={seats['own']}&seat={seats['empty']}&college={seats['college']}"
    assert links_of(referent, f"/instances/show/{seats['own']}?tab=seats") == [address]
    assert links_of(referent, f"/sieges/show/{seats['empty']}") == [address]
    page = referent.get(f"/sieges/show/{seats['held']}").get_data(as_text=True)
    assert "Ana" in page
    assert links_of(referent, f"/sieges/show/{seats['held']}") == []


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (None, "01/02/2025"),
        ({"ended_on": YESTERDAY, "end_reason": "term"}, "24/11/2026"),
        ({"ended_on": TODAY, "end_reason": "term"}, None),
    ],
)
def test_the_page_of_a_seat_says_since_when_nobody_holds_it(referent, session, seats, held, words):
    seat = make.SeatFactory(instance=session.get(Instance, seats["own"]), number=10, opened_on=dt.date(2025, 2, 1))
    if held is not None:
        make.MandateFactory(instance=session.get(Instance, seats["own"]), seat=seat, **held)
    session.commit()
    tree = document(referent.get(f"/sieges/show/{seat.id}"))
    said = [" ".join(item.text_content().split()) for item in tree.xpath('//*[contains(text(), "Vacant depuis")]/..')]
    assert any(words in text for text in said) if words else not said, said


def test_the_list_says_who_holds_each_seat_and_keeps_the_vacant_ones(referent, seats):
    assert len(links_of(referent, "/sieges/list/")) == 1
    page = referent.get("/sieges/list/?f_vacant=0").get_data(as_text=True)
    assert ("Morel" in page, "Locataires" in page) == (True, False)
    page = referent.get("/sieges/list/?f_vacant=1").get_data(as_text=True)
    assert ("Morel" in page, "Locataires" in page) == (False, True)


def test_the_tab_of_the_held_seats_leaves_out_the_empty_ones_closed_or_not(referent, session, seats):
    body = session.get(Instance, seats["own"])
    make.SeatFactory(instance=body, number=77, label="Fermé depuis longtemps", closed_on=dt.date(2020, 1, 1))
    session.commit()
    (tab,) = links_of(referent, "/sieges/list/", "Sièges pourvus")
    page = referent.get(tab).get_data(as_text=True)
    assert ("Morel" in page, "Locataires" in page, "Fermé depuis" in page) == (True, False, False)
    page = referent.get(tab.replace("f_held=1", "f_held=0")).get_data(as_text=True)
    assert ("Morel" in page, "Locataires" in page, "Fermé depuis" in page) == (False, True, True)


def test_a_new_member_is_offered_the_seats_and_colleges_of_the_body_alone(referent, session, seats):
    other = make.InstanceFactory(name="Voisine", arrondissements=[5], type=make.InstanceTypeFactory())
    make.SeatFactory(instance=other, number=12)
    make.CollegeFactory(instance=other, name="Commerces")
    session.commit()
    (address,) = links_of(referent, f"/instances/show/{seats['own']}?tab=members", "Ajouter un membre")
    tree = document(referent.get(address))
    colleges = [option.text_content().strip() for option in tree.xpath('//select[@name="college"]/option')]
    assert colleges[1:] == ["Associations – CAMUT"]
    lookup = tree.xpath('//select[@name="seat"]/@data-lookup')[0]
    found = [item["text"] for item in referent.get(f"{lookup}&of={seats['own']}").json["results"]]
    assert found == ["CAMUT – n° 8 – Locataires"]
    for words in ("locataires", "CAMUT – n° 8"):
        results = referent.get(f"{lookup}&of={seats['own']}&q={quote(words)}").json["results"]
        assert [item["id"] for item in results] == [seats["empty"]], words


def test_the_seat_gives_the_college_and_one_of_another_body_is_refused_by_its_name(referent, session, seats):
    other = make.InstanceFactory(name="Voisine", arrondissements=[5], type=make.InstanceTypeFactory())
    function = make.MandateFunctionFactory()
    session.commit()
    form = opened(referent, f"/personnes/enrol?instance={seats['own']}")
    form |= {"last_name": "Roux", "function": str(function.id), "seat": str(seats["empty"])}
    answer = post(referent, "/personnes/enrol", form | {"instance": str(other.id)})
    assert "n° 8 – Locataires – CAMUT" in refusals(answer).get("seat", ""), refusals(answer)
    assert post(referent, "/personnes/enrol", form).status_code == 302
    session.rollback()
    stored = session.scalars(select(Mandate).where(Mandate.seat_id == seats["empty"])).one()
    assert stored.college_id == seats["college"]


def test_another_arrondissement_is_out_of_sight_and_not_empty(referent, session, seats):
    third = session.scalars(select(Arrondissement.id).where(Arrondissement.number == 3)).one()
    own = session.scalars(select(Arrondissement.id).where(Arrondissement.number == 5)).one()
    for address in (f"/arrondissements/show/{third}", f"/rapports/vacant-seats?f_arrondissement={third}"):
        assert "Hors de vos arrondissements" in referent.get(address).get_data(as_text=True), address
    tree = document(referent.get(f"/arrondissements/show/{third}"))
    tabs = [" ".join(tab.text_content().split()) for tab in tree.xpath('//nav[contains(@class, "tabs")]//a')]
    assert "Instances participatives" in tabs, tabs
    for address in (f"/arrondissements/show/{own}", f"/rapports/vacant-seats?f_arrondissement={own}"):
        assert "Hors de vos arrondissements" not in referent.get(address).get_data(as_text=True), address
