"""Live links made from lists and reports, seen by their owner, made anew, revoked; nobody else reads their secret."""

import hashlib
import re

import pytest
from lxml.html import fromstring
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.restoring import restore
from mdo.kernel.rights.roles import PERSONAL_DATA
from mdo.kernel.scope.limits import Scope
from mdo.live_links.links import MOST_LINKS, check_link
from models.journal import ChangeAction, JournalChange
from models.live_links import LiveLink
from tests.live_links.made import address_in, button_on, link_to, make_link, table
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.live_links import LiveLinkFactory

PEOPLE = "/personnes/list/"


@pytest.mark.parametrize(
    ("who", "page", "is_offered"),
    [
        ("mission", PEOPLE, True),
        ("direction", PEOPLE, True),
        ("ref5", PEOPLE, True),
        ("saisie5", PEOPLE, False),
        ("elu5", PEOPLE, False),
        ("stagiaire", PEOPLE, False),
        ("stagiaire", "/instances/list/", True),
        ("mission", "/rapports/bodies", True),
        ("elu5", "/rapports/bodies", False),
        ("dpo", "/journal/list/", True),
        ("mission", "/echeances/list/", True),
        ("admin", "/roles/list/", False),
        ("mission", "/mes-liens/list/", False),
    ],
)
@ON_SQLITE
def test_the_button_stands_where_one_may_export(client_as, who, page, is_offered):
    assert (button_on(client_as(who), page) is not None) is is_offered


@ON_SQLITE
@pytest.mark.parametrize(
    "address", ["/mes-liens/add", "/mes-liens/add?list=PersonView", "/mes-liens/add?list=RoleView", "?list=x"]
)
def test_no_address_goes_round_the_button(session, client_as, address):
    reader = client_as("stagiaire")
    answer = post(reader, address if address.startswith("/") else f"/mes-liens/add{address}", {"name": "x"})
    assert answer.status_code == 302
    assert session.scalars(select(LiveLink)).all() == []


@ON_SQLITE
def test_the_form_says_what_the_link_answers_and_keeps_what_was_typed(client_as):
    reader = client_as("mission")
    url = button_on(reader, f"{PEOPLE}?q=durand&cols=last_name,email")
    page = fromstring(reader.get(url).text)
    assert page.xpath('//input[@name="name"]/@value') == ["Personnes"]
    assert page.xpath('//input[@name="with_personal"]')
    words = page.text_content()
    assert "Recherche : durand" in words.replace("\xa0", " ")
    assert "Seulement avec les données personnelles : Courriel" in words.replace("\xa0", " ")
    answer = make_link(reader, f"{PEOPLE}?q=durand", name="Mon lien", expires_on="01/01/2026")
    assert answer.status_code == 422
    assert "Ce jour est passé" in answer.text
    assert fromstring(answer.text).xpath('//input[@name="name"]/@value') == ["Mon lien"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("who", "page", "is_offered"),
    [
        ("mission", f"{PEOPLE}?cols=last_name,email", True),
        ("mission", f"{PEOPLE}?cols=last_name", False),
        ("direction", f"{PEOPLE}?cols=last_name", False),
        ("direction", "/rapports/members", False),
        ("mission", "/rapports/members", True),
        ("mission", "/rapports/bodies", False),
    ],
)
def test_personal_data_are_offered_where_there_are_some_and_one_may(client_as, who, page, is_offered):
    reader = client_as(who)
    form = fromstring(reader.get(button_on(reader, page)).text)
    assert bool(form.xpath('//input[@name="with_personal"]')) is is_offered


@ON_SQLITE
def test_a_link_without_a_name_is_not_made(session, client_as):
    assert make_link(client_as("mission"), PEOPLE, name=" ").status_code == 422
    assert session.scalars(select(LiveLink)).all() == []


def test_only_a_hash_of_the_secret_is_stored_and_the_journal_holds_neither(session, client_as):
    address = link_to(client_as("mission"), PEOPLE, format="json")
    token = address.rsplit("/", 1)[1].removesuffix(".json")
    assert len(token) >= 43
    link = session.scalars(select(LiveLink)).one()
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    written = [change.fields for change in session.scalars(select(JournalChange).filter_by(model="LiveLink"))]
    assert written[0]["list_name"] == [None, "PersonView"]
    assert token not in repr(written)
    assert link.token_hash not in repr(written)


@ON_SQLITE
def test_the_address_is_shown_once_with_the_steps_and_a_query_for_all_pages(client_as):
    reader = client_as("mission")
    answer = make_link(reader, PEOPLE)
    page = fromstring(answer.text)
    address = address_in(answer)
    assert address in page.xpath('//textarea[@id="whole"]')[0].text
    assert "À partir du web" in page.text_content()
    listed = reader.get("/mes-liens/list/").text
    token = address.rsplit("/", 1)[1]
    assert "Pour le tableau de bord" in listed
    assert token not in listed


def test_a_new_address_kills_the_former_one(session, client, client_as):
    reader = client_as("ref5")
    first = link_to(reader, PEOPLE)
    link = session.scalars(select(LiveLink)).one()
    shown = reader.get(f"/mes-liens/show/{link.id}").text
    assert f'action="/mes-liens/renew/{link.id}"' in shown
    second = address_in(post(reader, f"/mes-liens/renew/{link.id}"))
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_revoked_link_answers_no_more_even_when_it_comes_back(session, client, client_as):
    reader = client_as("ref5")
    address = link_to(reader, PEOPLE)
    link_id = session.scalars(select(LiveLink.id)).one()
    page = post(reader, f"/mes-liens/delete/{link_id}", follow_redirects=True).text
    assert client.get(address).status_code == 404
    undo = re.search(r'action="(/annuler/\d+)"', page)
    assert undo
    post(reader, undo[1])
    session.rollback()
    link = session.scalars(select(LiveLink)).one()
    assert (link.id, link.token_hash, link.read_count) == (link_id, None, 0)
    assert client.get(address).status_code == 404
    assert "Sans adresse" in reader.get(f"/mes-liens/show/{link_id}").text


def test_a_restored_link_has_no_address(session, client, client_as):
    address = link_to(client_as("mission"), PEOPLE)
    session.delete(session.scalars(select(LiveLink)).one())
    session.commit()
    gone = session.scalars(select(JournalChange).filter_by(model="LiveLink", action=ChangeAction.DELETE)).one()
    assert restore(session, gone, TODAY).token_hash is None
    session.commit()
    assert client.get(address).status_code == 404


@ON_SQLITE
def test_the_administrator_sees_and_revokes_the_links_of_all_and_takes_the_secret_of_none(session, client, client_as):
    address = link_to(client_as("ref5"), PEOPLE)
    link_id = session.scalars(select(LiveLink.id)).one()
    for who in ("ref7", "mission"):
        other = client_as(who)
        assert "Pour le tableau de bord" not in other.get("/mes-liens/list/").text
        for asked in (f"show/{link_id}", f"delete/{link_id}"):
            assert other.get(f"/mes-liens/{asked}").status_code == 404
        assert post(other, f"/mes-liens/renew/{link_id}").status_code == 404
        assert post(other, f"/mes-liens/delete/{link_id}").status_code == 404
        bulk = {"action": "delete", "rowid": link_id, "confirmed": "1"}
        assert post(other, "/mes-liens/bulk", bulk).status_code == 404
    admin = client_as("admin")
    assert "Pour le tableau de bord" in admin.get("/mes-liens/list/").text
    shown = admin.get(f"/mes-liens/show/{link_id}").text
    assert "/renew/" not in shown
    assert "Personnes" in shown
    assert f'href="/mes-liens/delete/{link_id}"' in shown
    assert post(admin, f"/mes-liens/renew/{link_id}").status_code == 404
    assert client.get(address).status_code == 200
    post(admin, f"/mes-liens/delete/{link_id}")
    assert client.get(address).status_code == 404


@ON_SQLITE
def test_one_link_too_many_is_refused_with_a_sentence(session, client_as):
    reader = client_as("mission")
    user = session.scalars(select(make.UserFactory._meta.model).filter_by(username="mission")).one()
    LiveLinkFactory.create_batch(MOST_LINKS, user=user)
    session.commit()
    answer = make_link(reader, PEOPLE)
    assert answer.status_code == 422
    assert f"Vous avez déjà {MOST_LINKS} liens" in answer.text


@ON_SQLITE
def test_personal_data_ask_for_the_right_by_whatever_door(session, as_reader):
    user = make.UserFactory()
    link = LiveLink(user_id=user.id, name="x", with_personal=True)
    check_link(as_reader(Scope.everything(), actor_id=user.id, rights=frozenset({PERSONAL_DATA})), link, TODAY)
    with pytest.raises(RuleViolation) as refused:
        check_link(as_reader(Scope.everything(), actor_id=user.id), link, TODAY)
    assert refused.value.field == "with_personal"


@ON_SQLITE
def test_the_list_tells_when_and_how_often_a_link_was_read(session, client, client_as):
    reader = client_as("mission")
    address = link_to(reader, PEOPLE)
    table(client.get(address))
    table(client.get(address))
    cells = fromstring(reader.get("/mes-liens/list/").text).xpath("//tbody//tr[1]//td")
    assert "2" in [cell.text_content().strip() for cell in cells]
