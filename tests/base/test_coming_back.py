"""One comes back to where one came from, and goes through a list record by record, in its order, with its filters."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from models.people import Person
from tests.access.forms import fields_of
from tests.base.pages import document, listed
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.statements import count_statements

SITE = "http://localhost"
ASKED = "q=rue&order=-city&page=2&size=25"


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@prepared
def people(session):
    """Thirty people of a street, some of whom say no town, and one of another street."""
    place = make.ArrondissementFactory(number=5)
    with make.together():
        for number in range(30):
            make.PersonFactory(
                last_name=f"Durand {number % 7}",
                first_name=None,
                address="1 rue du Bœuf",
                city=(None, "Lyon", "Écully")[number % 3],
                arrondissement=place if number % 2 else None,
            )
        make.PersonFactory(last_name="Autre", address="1 place Bellecour")
    session.commit()
    return place


def page_from(client, address, where):
    """A page opened by a link of another page of the site."""
    return client.get(address, headers={"Referer": f"{SITE}{where}"})


def form_of(answer):
    return fields_of(answer.get_data(as_text=True))


def step(answer):
    """Where the record is in its list, and the links beside it."""
    found = document(answer).xpath('//nav[@class="step"]')
    if not found:
        return None
    links = {link.get("rel"): link.get("href") for link in found[0].xpath(".//a")}
    place = "".join(found[0].xpath('.//span[@aria-hidden="true"]/text()'))
    return place, links.get("prev"), links.get("next")


# ---- Saving and giving up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", ["/personnes/list/?q=rue&page=2", "/mon-point/", "/", "/personnes/show/{id}?tab=history"]
)
def test_a_saved_form_leads_back_to_where_it_was_opened(mission, people, session, where):
    person = session.query(Person).first()
    where = where.format(id=person.id)
    opened = page_from(mission, f"/personnes/edit/{person.id}", where)
    assert document(opened).xpath('//div[@class="form-bar"]/a/@href') == [f"{where}#back"]
    saved = post(mission, f"/personnes/edit/{person.id}", form_of(opened) | {"city": "Bron"})
    at = f"#r{person.id}" if "list" in where else "#back"
    assert saved.headers["Location"] == where + at


def test_a_form_that_is_refused_still_leads_back(mission, people, session):
    person = session.query(Person).first()
    where = "/personnes/list/?q=rue"
    sent = form_of(page_from(mission, f"/personnes/edit/{person.id}", where))
    refused = post(mission, f"/personnes/edit/{person.id}", sent | {"email": "nobody"})
    assert refused.status_code == 422
    saved = post(mission, f"/personnes/edit/{person.id}", form_of(refused) | {"email": "a@example.org"})
    assert saved.headers["Location"] == f"{where}#r{person.id}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/personnes/list/",
        "//example.org/personnes/list/",
        "/\\example.org",
        "javascript:alert(1)",
        "/nowhere",
        "/logout/",
        "/login/",
        "/personnes/edit/{id}",
        "/personnes/cell/{id}",
        "/personnes/list/\nSet-Cookie: a=b",
        "/" + "a" * 5000,
    ],
)
def test_nothing_but_a_page_of_this_site_is_led_back_to(mission, people, session, elsewhere):
    person = session.query(Person).first()
    own = f"/personnes/show/{person.id}"
    elsewhere = elsewhere.format(id=person.id)
    opened = mission.get(f"/personnes/edit/{person.id}", query_string={"back": elsewhere})
    assert "back" not in form_of(opened)
    saved = post(mission, f"/personnes/edit/{person.id}", form_of(opened) | {"city": "Bron", "back": elsewhere})
    assert saved.headers["Location"] == own
    foreign = mission.get(f"/personnes/edit/{person.id}", headers={"Referer": "https://example.org/personnes/list/"})
    assert "back" not in form_of(foreign)


# ---- From record to record -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["last_name", "-last_name", "arrondissement", "-arrondissement", "email"])
def test_the_records_of_a_list_follow_one_another_as_in_it(mission, people, order):
    asked = f"q=rue&order={order}&size=50"
    ids = listed(mission.get(f"/personnes/list/?{asked}"))
    assert len(ids) == 30
    answer = page_from(mission, f"/personnes/show/{ids[0]}", f"/personnes/list/?{asked}")
    for place, row_id in enumerate(ids):
        said, before, after = step(answer)
        assert said == f"{place + 1} / 30"
        assert (before is None) == (place == 0)
        if before is not None:
            assert urlsplit(before).path == f"/personnes/show/{ids[place - 1]}"
        if place == len(ids) - 1:
            assert after is None
            return
        assert urlsplit(after).path == f"/personnes/show/{ids[place + 1]}", row_id
        answer = mission.get(after)


def test_a_record_leads_back_to_its_list_at_the_page_where_it_is(mission, people):
    asked = "q=rue&order=-last_name&size=25"
    ids = listed(mission.get(f"/personnes/list/?{asked}&page=2"))
    answer = page_from(mission, f"/personnes/show/{ids[0]}", f"/personnes/list/?{asked}&page=2")
    _, before, _ = step(answer)
    there = document(mission.get(before)).xpath('//nav[@class="step"]/@data-back')[0]
    assert urlsplit(there).path == "/personnes/list/"
    assert "page" not in parse_qs(urlsplit(there).query)
    assert parse_qs(urlsplit(there).query)["order"] == ["-last_name"]
    home = document(answer).xpath('//nav[@class="crumbs"]//a/@href')[1]
    assert parse_qs(urlsplit(home).query)["page"] == ["2"]


def test_what_is_out_of_scope_is_not_among_them(client_as, session, people):
    """The next one is asked for in the reader's scope, as the list is."""
    referent = client_as("ref5")
    ids = listed(referent.get("/personnes/list/?q=rue&size=50"))
    assert len(ids) == 15
    answer = page_from(referent, f"/personnes/show/{ids[0]}", "/personnes/list/?q=rue&size=50")
    said, _, after = step(answer)
    assert said == "1 / 15"
    assert urlsplit(after).path == f"/personnes/show/{ids[1]}"


def test_a_record_opened_by_itself_has_no_neighbours(mission, people, session):
    person = session.query(Person).first()
    assert step(mission.get(f"/personnes/show/{person.id}")) is None
    assert step(page_from(mission, f"/personnes/show/{person.id}", "/instances/list/")) is None


def test_neighbours_cost_three_statements_and_the_words_of_bodies(mission, people, engine):
    ids = listed(mission.get("/personnes/list/?q=rue"))
    with count_statements(engine) as alone:
        mission.get(f"/personnes/show/{ids[3]}")
    with count_statements(engine) as among:
        page_from(mission, f"/personnes/show/{ids[3]}", "/personnes/list/?q=rue")
    assert len(among) - len(alone) == 3 + 1  # a search of people is one of bodies and functions too


# ---- Save and next ---------------------------------------------------------------------------------------------------


def test_save_and_next_goes_through_the_list_though_the_rows_leave_it(mission, people, session):
    """Each row leaves the search and its place in the order as it is corrected: the next one is the next as before."""
    asked = "q=rue&order=last_name&size=50"
    ids = listed(mission.get(f"/personnes/list/?{asked}"))
    answer = page_from(mission, f"/personnes/edit/{ids[0]}", f"/personnes/list/?{asked}")
    seen = []
    for _ in ids:
        address = document(answer).xpath('//form[contains(@class, "form-page")]/@action')[0]
        seen.append(int(address.rsplit("/", 1)[1]))
        changes = {"address": "2 place Bellecour", "last_name": f"Zzz {len(seen):02}", "then": "next"}
        saved = post(mission, address, form_of(answer) | changes)
        assert saved.status_code == 302
        answer = mission.get(saved.headers["Location"])
    assert seen == ids
    assert urlsplit(saved.headers["Location"]).path == "/personnes/list/"
    said = " ".join(document(answer).xpath('//*[contains(@class, "messages")]//text()'))
    assert "dernière ligne" in re.sub(r"\s+", " ", said)


def test_from_a_record_of_a_list_one_saves_and_goes_on(mission, people):
    asked = "q=rue&order=last_name"
    ids = listed(mission.get(f"/personnes/list/?{asked}"))
    record = page_from(mission, f"/personnes/show/{ids[0]}", f"/personnes/list/?{asked}")
    edit = document(record).xpath('//div[@class="record-actions"]//a[contains(@href, "/edit/")]/@href')[0]
    opened = mission.get(edit)
    assert document(opened).xpath('//button[@name="then"]/@value') == ["next"]
    plain = post(mission, f"/personnes/edit/{ids[0]}", form_of(opened) | {"city": "Bron"})
    assert urlsplit(plain.headers["Location"]).path == f"/personnes/show/{ids[0]}"
    opened = mission.get(edit)
    following = post(mission, f"/personnes/edit/{ids[0]}", form_of(opened) | {"city": "Lyon", "then": "next"})
    assert urlsplit(following.headers["Location"]).path == f"/personnes/edit/{ids[1]}"


# ---- Rows that one reads and may not change --------------------------------------------------------------------------


@prepared
def mixed(session):
    """Six people in a référent's sight: two sit in a body of hers, the others in one of the whole city."""
    bodies = {True: make.InstanceFactory(arrondissements=[5]), False: make.InstanceFactory()}
    ids = []
    for name, is_hers in (("Aa", False), ("Bb", True), ("Cc", False), ("Dd", False), ("Ee", True), ("Ff", False)):
        person = make.PersonFactory(last_name=name, first_name="Zoé")
        make.MandateFactory(person=person, instance=bodies[is_hers])
        ids.append(person.id)
    session.commit()
    return ids


MIXED = "/personnes/list/?order=last_name"


def told(answer):
    return " ".join(" ".join(document(answer).xpath('//*[contains(@class, "messages")]//text()')).split())


def followed(client, answer):
    """What « Save and next » of a form leads to."""
    address = document(answer).xpath('//form[contains(@class, "form-page")]/@action')[0]
    saved = post(client, address, form_of(answer) | {"city": "Lyon", "then": "next"})
    assert saved.status_code == 302
    return saved.headers["Location"], client.get(saved.headers["Location"])


@pytest.mark.parametrize(("order", "first"), [("last_name", 1), ("-last_name", 4)])
def test_save_and_next_passes_over_the_rows_that_one_may_not_change_and_says_so(client_as, mixed, order, first):
    referent = client_as("ref5")
    second = {1: 4, 4: 1}[first]
    address = f"/personnes/list/?order={order}"
    assert {*listed(referent.get(address))} == {*mixed}
    location, answer = followed(referent, page_from(referent, f"/personnes/edit/{mixed[first]}", address))
    assert (answer.status_code, urlsplit(location).path) == (200, f"/personnes/edit/{mixed[second]}")
    assert "2 fiches que vous ne pouvez pas modifier ont été passées." in told(answer)
    location, answer = followed(referent, answer)
    assert (answer.status_code, urlsplit(location).path) == (200, "/personnes/list/")
    assert "1 fiche que vous ne pouvez pas modifier a été passée." in told(answer)
    assert "dernière ligne" in told(answer)


def test_the_arrows_of_a_form_lead_to_forms_and_those_of_a_record_to_all(client_as, mixed):
    referent = client_as("ref5")
    said, before, after = step(page_from(referent, f"/personnes/edit/{mixed[4]}", MIXED))
    assert (said, after) == ("5 / 6", None)
    assert urlsplit(before).path == f"/personnes/edit/{mixed[1]}"
    assert referent.get(before).status_code == 200
    said, before, after = step(page_from(referent, f"/personnes/show/{mixed[4]}", MIXED))
    assert said == "5 / 6"
    assert urlsplit(before).path == f"/personnes/show/{mixed[3]}"
    assert urlsplit(after).path == f"/personnes/show/{mixed[5]}"
    assert referent.get(after).status_code == 200


def test_a_form_that_is_not_hers_leads_to_the_record_and_back_to_the_list(client_as, mixed):
    referent = client_as("ref5")
    refused = page_from(referent, f"/personnes/edit/{mixed[0]}", MIXED)
    assert refused.status_code == 403
    links = {" ".join(link.text_content().split()): link.get("href") for link in document(refused).xpath("//main//a")}
    assert urlsplit(links["Ouvrir la fiche"]).path == f"/personnes/show/{mixed[0]}"
    assert referent.get(links["Ouvrir la fiche"]).status_code == 200
    assert links["Retour à la liste"] == f"{MIXED}#r{mixed[0]}"
    assert "Retour à la page précédente" not in links
    alone = document(referent.get(f"/personnes/edit/{mixed[0]}"))
    assert "Ouvrir la fiche" in alone.text_content()
    assert "Retour à la liste" not in alone.text_content()


def test_a_form_of_a_record_out_of_sight_offers_nothing_of_it(client_as, session, mixed):
    hidden = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=7)).id
    session.commit()
    refused = client_as("ref5").get(f"/personnes/edit/{hidden}")
    assert refused.status_code == 404
    assert "Ouvrir la fiche" not in refused.get_data(as_text=True)
