"""Bulk actions: all the results of a list at once, one journal entry, and « Undo » for whoever just did it."""

import datetime as dt

import pytest
from sqlalchemy import select

from models.base import utc_now
from models.instances import Instance
from models.journal import Door, JournalEntry
from models.organisations import Organisation
from models.people import Mandate, Person
from tests.base.pages import document, listed
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post
from tests.support.prepared import prepared
from views.base.removing import MAX_ROWS

ROWS = 32


@prepared
def organisations(session):
    """Organisations of the 5th, of the 7th and of the city, whose names tell them apart."""
    places = {number: make.ArrondissementFactory(number=number) for number in (5, 7)}
    with make.together():
        for number in range(ROWS):
            make.OrganisationFactory(name=f"Cinq {number:02}", arrondissement=places[5])
        make.OrganisationFactory(name="Sept", arrondissement=places[7])
        make.OrganisationFactory(name="Ville", arrondissement=None)
    session.commit()
    return places


def names(session) -> set[str]:
    session.rollback()
    return set(session.scalars(select(Organisation.name)))


def everything(client, asked="", **changes):
    """What the bulk bar posts for « all the results » of the list that a query asks."""
    page = document(client.get(f"/organisations/list/?{asked}"))
    form = page.xpath('//form[@id="bulk"]')[0]
    fields = {field.get("name"): field.get("value") for field in form.xpath('.//input[@type="hidden"]')}
    return {**fields, "action": "delete", "all": "1", "confirmed": "1", **changes}


def bulk(client, data):
    return post(client, "/organisations/bulk", data)


def message(client, address="/organisations/list/") -> str:
    """What the next page says."""
    texts = document(client.get(address)).xpath('//*[contains(@class, "note--")]//p//text()')
    return " ".join(" ".join(texts).split())


def undo_form(client, address="/organisations/list/?q=zzz"):
    """The « Undo » of the next page, or None."""
    found = document(client.get(address)).xpath('//form[contains(@action, "/annuler/")]')
    return found[0] if found else None


def take_back(client, form):
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    return post(client, form.get("action"), {**fields, "csrf_token": fields["csrf_token"]})


def entries(session, door: Door) -> list[JournalEntry]:
    session.rollback()
    return list(session.scalars(select(JournalEntry).where(JournalEntry.door == door)))


# ---- All the results -------------------------------------------------------------------------------------------------


def test_all_the_results_are_those_of_the_filtered_list_beyond_the_page(organisations, client_as, session):
    client = client_as("mission")
    query = f"f_arrondissement={organisations[5].id}&q=cinq"
    data = everything(client, query)
    assert len(listed(client.get(f"/organisations/list/?{query}"))) == 25
    assert data["total"] == str(ROWS)
    answer = bulk(client, data)
    assert names(session) == {"Sept", "Ville"}
    assert len(entries(session, Door.BULK)) == 1
    assert query.partition("&")[0] in answer.location
    assert str(ROWS) in message(client)


def test_all_the_results_are_refused_when_the_list_changed_meanwhile(organisations, client_as, session):
    client = client_as("mission")
    data = everything(client, "q=cinq")
    before = names(session)
    make.OrganisationFactory(name="Cinq de plus", arrondissement=organisations[5])
    session.commit()
    bulk(client, data)
    assert names(session) == before | {"Cinq de plus"}
    assert str(ROWS + 1) in message(client)
    assert undo_form(client) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"total": ""},
        {"total": "abc"},
        {"total": "0", "query": "q=zzz"},
        {"query": ""},
        {"query": "f_gone=1"},
        {"query": "f_arrondissement=abc"},
        {"query": "q=cinq" + "x" * 5000},
    ],
)
def test_all_the_results_of_a_forged_list_are_refused(organisations, client_as, session, changes):
    client = client_as("mission")
    before = names(session)
    answer = bulk(client, everything(client, "q=cinq", **changes))
    assert answer.status_code == 302
    assert names(session) == before


@pytest.mark.parametrize(("count", "is_done"), [(MAX_ROWS, True), (MAX_ROWS + 1, False)])
def test_so_many_rows_at_once_and_no_more(client_as, session, count, is_done):
    session.add_all(Organisation(name=f"Asso {n}", kind="association") for n in range(count))
    session.commit()
    client = client_as("mission")
    data = everything(client)
    bulk(client, data)
    assert (names(session) == set()) is is_done
    assert (str(MAX_ROWS) in message(client)) is True
    boxes = document(client.get("/organisations/list/")).xpath('//input[@name="all"]')
    assert boxes == []  # too many: the bar says so, or nothing is left


def test_more_ticked_rows_than_one_changes_at_once_are_refused(client_as, session):
    client = client_as("mission")
    answer = bulk(client, {"action": "delete", "confirmed": "1", "rowid": [str(n) for n in range(1, MAX_ROWS + 2)]})
    assert answer.status_code == 302
    assert str(MAX_ROWS) in message(client)


def test_the_address_of_an_act_opened_again_without_its_rows_leads_to_the_list(organisations, client_as):
    client = client_as("admin")
    asked = document(bulk(client, everything(client, "q=cinq", confirmed="")))
    again = client.get(asked.xpath('//form[.//input[@name="confirmed"]]/@action')[0])
    assert (again.status_code, again.location) == (302, "/organisations/list/")


def test_without_a_script_all_the_results_are_asked_on_a_page_and_asked_again_of_the_list(
    organisations, client_as, session
):
    client = client_as("mission")
    page = document(bulk(client, everything(client, "q=cinq", confirmed="")))
    assert str(ROWS) in page.xpath("string(//main//form)")
    fields = {field.get("name"): field.get("value") for field in page.xpath("//main//form//input")}
    assert (fields["all"], fields["total"], "rowid" in fields) == ("1", str(ROWS), False)
    bulk(client, fields)
    assert names(session) == {"Sept", "Ville"}


def test_a_referent_selects_the_results_that_are_hers_to_change(organisations, client_as, session):
    client = client_as("ref5")
    page = document(client.get("/organisations/list/?size=100"))
    assert len(page.xpath("//tbody/tr")) == ROWS + 1  # the city's, to read
    assert len(page.xpath('//tbody//input[@name="rowid"]')) == ROWS + 1  # one may write to it
    data = everything(client)
    assert data["total"] == str(ROWS)
    bulk(client, data)
    assert names(session) == {"Sept", "Ville"}


def test_a_row_that_one_only_reads_is_named_and_left_aside(organisations, client_as, session):
    """What was confirmed held it too: the others are asked about again, then done."""
    client = client_as("ref5")
    before = names(session)
    ids = session.scalars(select(Organisation.id).where(Organisation.name.in_(["Cinq 00", "Ville"]))).all()
    asked = bulk(client, {"action": "delete", "confirmed": "1", "rowid": [str(row_id) for row_id in ids]})
    assert asked.status_code == 200
    assert names(session) == before
    page = document(asked)
    said = page.text_content()
    assert "1 ligne cochée est laissée de côté, que vous pouvez lire mais pas modifier : Ville." in " ".join(
        said.split()
    )
    fields = {field.get("name"): field.get("value") for field in page.xpath("//main//form//input")}
    assert bulk(client, fields).status_code == 302
    assert names(session) == before - {"Cinq 00"}


def test_only_rows_that_one_reads_are_named_and_nothing_is_asked(organisations, client_as, session):
    client = client_as("ref5")
    row_id = session.scalars(select(Organisation.id).where(Organisation.name == "Ville")).one()
    assert bulk(client, {"action": "delete", "rowid": str(row_id)}).status_code == 302
    assert "Ville" in message(client)
    assert "Ville" in names(session)


def test_a_renewal_names_the_mandate_that_is_not_hers_and_renews_the_others(client_as, session):
    bodies = make.InstanceFactory(arrondissements=[5]), make.InstanceFactory()
    mandates = [
        make.MandateFactory(instance=body, person=make.PersonFactory(last_name=name, first_name=None))
        for body, name in zip(bodies, ("Mienne", "Autre"), strict=True)
    ]
    session.commit()
    client = client_as("ref5")
    seen = {*listed(client.get("/mandats/list/"))}
    assert {row.id for row in mandates} <= seen
    page = document(post(client, "/mandats/bulk", {"action": "renew", "rowid": [str(row.id) for row in mandates]}))
    assert page.xpath("//main//tbody//th//a/text()") == ["Mienne"]
    assert "Autre" in " ".join(page.xpath('//*[contains(@class, "note--warning")]//text()'))


def test_a_deletion_goes_back_to_the_list_as_it_was(organisations, client_as, session):
    client = client_as("mission")
    row_id = session.scalars(select(Organisation.id).where(Organisation.name == "Sept")).one()
    came_from = "http://localhost/organisations/list/?q=s&order=-name"
    answer = post(client, f"/organisations/delete/{row_id}", headers={"Referer": came_from})
    assert answer.location == "/organisations/list/?q=s&order=-name"
    other = session.scalars(select(Organisation.id).where(Organisation.name == "Ville")).one()
    answer = post(
        client, f"/organisations/delete/{other}", headers={"Referer": "http://elsewhere.example/x/?next=//evil"}
    )
    assert answer.location == "/organisations/list/"


# ---- Undo ------------------------------------------------------------------------------------------------------------


def test_a_bulk_deletion_is_taken_back_as_one(organisations, client_as, session):
    client = client_as("mission")
    before = names(session)
    bulk(client, everything(client, "q=cinq"))
    answer = take_back(client, undo_form(client))
    assert answer.location == "/organisations/list/?q=zzz"
    assert names(session) == before
    assert len(entries(session, Door.UNDO)) == 1
    said = message(client)
    assert str(ROWS) in said
    assert entries(session, Door.BULK)[0].summary in said


@pytest.mark.parametrize("who", ["ref5", "mission", "responsable", "admin"])
def test_a_deletion_is_taken_back_by_who_made_it(organisations, client_as, session, who):
    client = client_as(who)
    row_id = session.scalars(select(Organisation.id).where(Organisation.name == "Cinq 00")).one()
    post(client, f"/organisations/delete/{row_id}")
    assert "Cinq 00" not in names(session)
    take_back(client, undo_form(client))
    session.rollback()
    assert session.scalars(select(Organisation.id).where(Organisation.name == "Cinq 00")).one() == row_id


def test_a_referent_takes_back_the_mandate_that_alone_placed_its_holder(client_as, session):
    person = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=7))
    mandate = make.MandateFactory(instance=make.InstanceFactory(arrondissements=[5]), person=person)
    session.commit()
    client = client_as("ref5")
    assert client.get(f"/personnes/show/{person.id}").status_code == 200
    post(client, f"/mandats/delete/{mandate.id}")
    form = undo_form(client, "/mandats/list/")
    assert client.get(f"/personnes/show/{person.id}").status_code == 404
    take_back(client, form)
    session.rollback()
    assert session.get(Mandate, mandate.id).person_id == person.id
    assert client.get(f"/personnes/show/{person.id}").status_code == 200


def test_a_body_comes_back_where_it_was(client_as, session):
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    client = client_as("ref5")
    post(client, f"/instances/delete/{body.id}")
    take_back(client, undo_form(client, "/instances/list/"))
    session.rollback()
    session.expire_all()
    assert [place.number for place in session.get(Instance, body.id).arrondissements] == [5]


def test_what_a_colleague_did_is_not_ours_to_take_back(organisations, client_as, session):
    colleague = client_as("mission")
    bulk(colleague, everything(colleague, "q=cinq"))
    address = undo_form(colleague).get("action")
    for who in ("ref5", "responsable", "admin"):
        assert post(client_as(who), address).status_code == 404
    assert names(session) == {"Sept", "Ville"}
    assert post(client_as("mission"), "/annuler/2000000000").status_code == 404


@pytest.mark.parametrize(("minutes", "is_undone"), [(59, True), (61, False)])
def test_the_offer_is_good_for_an_hour(organisations, client_as, session, minutes, is_undone):
    client = client_as("ref5")
    row_id = session.scalars(select(Organisation.id).where(Organisation.name == "Cinq 00")).one()
    post(client, f"/organisations/delete/{row_id}")
    form = undo_form(client)
    (entry,) = [entry for entry in entries(session, Door.FORM) if entry.actor_name and "Cinq 00" in entry.summary]
    entry.at = utc_now() - dt.timedelta(minutes=minutes)
    session.commit()
    take_back(client, form)
    assert ("Cinq 00" in names(session)) is is_undone


def test_it_is_taken_back_once_and_not_over_a_later_change(organisations, client_as, session):
    client = client_as("mission")
    row_id = session.scalars(select(Organisation.id).where(Organisation.name == "Sept")).one()
    post(client, f"/organisations/delete/{row_id}")
    form = undo_form(client)
    for _ in range(2):
        take_back(client, form)
    assert len(entries(session, Door.UNDO)) == 1
    assert "Sept" in names(session)


def test_undo_gives_no_right_and_is_not_offered_without_it(session, client_as):
    """A saisie mairie may create and change but not delete: a renewal, which creates, is not hers to take back."""
    user = account("saisie5")
    mandate = make.MandateFactory(
        instance=make.InstanceFactory(arrondissements=[5], type=make.InstanceTypeFactory(term_months=36)),
        start_on=dt.date(2023, 12, 1),
        planned_end_on=dt.date(2026, 11, 30),
    )
    session.commit()
    client = client_as(user)
    post(client, "/mandats/renew", {"rowid": str(mandate.id)})
    (entry,) = entries(session, Door.BULK)
    assert undo_form(client, "/mandats/list/") is None
    assert post(client, f"/annuler/{entry.id}").status_code == 403
    assert len(session.scalars(select(Mandate)).all()) == 2


def test_people_told_apart_and_merged_are_taken_back(session, client_as):
    first, second = make.PersonFactory(last_name="Durand"), make.PersonFactory(last_name="Durant")
    pair = make.DuplicateCandidateFactory(person=first, other=second)
    session.commit()
    client = client_as("mission")
    ids = {first.id, second.id}
    everyone = select(Person.id).where(Person.id.in_(ids))
    post(client, f"/doublons/merge/{pair.id}", {"keep": str(first.id)})
    session.rollback()
    assert set(session.scalars(everyone)) == {first.id}
    take_back(client, undo_form(client, "/doublons/list/"))
    session.rollback()
    assert set(session.scalars(everyone)) == ids
