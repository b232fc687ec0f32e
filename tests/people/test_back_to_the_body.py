"""Members enrolled from their body, mandates renewed from the first page: one comes back there, told who."""

import datetime as dt

import pytest

from models.people import EndReason, Person
from tests.base.pages import document, opened
from tests.support import factories as make
from tests.support.forms import post

SITE = "http://localhost"


@pytest.fixture
def body(session):
    found = make.InstanceFactory(name="Conseil du Point-du-Jour", arrondissements=[5])
    session.commit()
    return found


def messages(answer):
    found = document(answer).xpath('//div[@class="messages"]/div')
    return " ".join(" ".join(item.text_content().split()) for item in found)


def test_a_member_added_from_a_body_leads_back_to_it_and_is_named(client_as, session, body):
    function = make.MandateFunctionFactory(label="Tenue des cordons")
    seat = make.SeatFactory(instance=body, number=4)
    session.commit()
    client = client_as("ref5")
    page = f"/instances/show/{body.id}?tab=members"
    add = document(client.get(page)).xpath('//a[contains(@href, "/personnes/enrol")]/@href')[0]
    form = document(client.get(add, headers={"Referer": f"{SITE}{page}"})).xpath('//form[@class="form-page"]')[0]
    typed = {"last_name": "Aubry", "first_name": "Hortense", "function": str(function.id), "seat": str(seat.id)}
    saved = post(client, "/personnes/enrol", dict(form.form_values()) | typed)
    assert saved.headers["Location"] == f"{page}#tabs"
    said = messages(client.get(page))
    for word in ("Aubry Hortense", "Tenue des cordons", "siège n° 4", "Conseil du Point-du-Jour"):
        assert word in said
    another = post(client, "/personnes/enrol", dict(form.form_values()) | {
        "last_name": "Blanc", "function": str(function.id), "then": "another", "once": "other",
    })  # fmt: skip
    again = document(client.get(another.headers["Location"])).xpath('//input[@name="back"]/@value')
    assert again == [page]


def test_from_elsewhere_it_leads_to_the_person(client_as, session, body):
    function = make.MandateFunctionFactory()
    session.commit()
    client = client_as("ref5")
    data = {"last_name": "Aubry", "function": str(function.id), "instance": str(body.id), "back": "/"}
    saved = post(client, "/personnes/enrol", data)
    session.rollback()
    person = session.query(Person).one()
    assert saved.headers["Location"] == f"/personnes/show/{person.id}"


@pytest.mark.parametrize(("where", "back"), [("/", "/"), ("/mandats/list/?q=a", "/mandats/list/?q=a")])
def test_a_renewal_given_up_leads_back_to_where_it_was_asked(client_as, session, body, where, back):
    mandate = make.MandateFactory(instance=body)
    session.commit()
    asked = {"action": "renew", "rowid": str(mandate.id)}
    page = document(post(client_as("ref5"), "/mandats/bulk", asked, headers={"Referer": f"{SITE}{where}"}))
    assert page.xpath('//div[@class="form-bar"]/a/@href') == [back]


def test_an_end_is_shown_and_may_be_taken_back(client_as, session, body):
    mandate = make.MandateFactory(instance=body, planned_end_on=dt.date(2029, 12, 31))
    session.commit()
    client = client_as("ref5")
    form = opened(client, f"/mandats/end/{mandate.id}")
    ended = {"ended_on": "2026-11-02", "end_reason": EndReason.RESIGNATION.value}
    assert post(client, f"/mandats/end/{mandate.id}", form | ended).status_code == 302
    page = document(client.get(f"/mandats/show/{mandate.id}"))
    assert page.xpath('//form[contains(@action, "/annuler/")]')
    members = client.get(f"/instances/show/{body.id}?tab=members").get_data(as_text=True)
    assert f"/mandats/show/{mandate.id}" not in members
    assert f"/mandats/list/?f_instance={body.id}" in members
    assert "02/11/2026" in document(client.get("/mandats/list/")).text_content()
    taken = page.xpath('//form[contains(@action, "/annuler/")]/@action')[0]
    assert post(client, taken, {"next": "/"}).status_code == 303
    session.refresh(mandate)
    assert mandate.ended_on is None
