"""Lists kept under a name: whose they are, what they open, and that opening one never shows a row more."""

from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import select

from models.journal import JournalChange
from models.preferences import SavedView
from tests.base.pages import document, listed, opened, refusals
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.statements import count_statements

ASKED = "q=durand&f_gender=female&f_gender=male&order=-first_name&cols=last_name%2Cgender"


@prepared
def people(session):
    """Three people of the 5th and three of the 7th, who share a name."""
    for number in (5, 7):
        for gender in ("female", "male", "unknown"):
            make.PersonFactory(
                last_name="Durand", gender=gender, arrondissement=make.ArrondissementFactory(number=number)
            )
    session.commit()


def role_id(name: str) -> int:
    return make.RoleFactory(name=name).id


def keep(client, query=ASKED, list_name="PersonView", **fields):
    """Saves what an address shows, as the menu of the list or the form does."""
    address = f"/mes-vues/add?{urlencode({'list': list_name, 'query': query})}"
    return post(client, address, {"name": "Durand", **fields})


def stored(session) -> list[SavedView]:
    session.rollback()
    return list(session.scalars(select(SavedView).order_by(SavedView.id)))


def menu(answer) -> dict[str, str]:
    """The saved views that a list offers, and their addresses."""
    links = document(answer).xpath('//a[contains(@class, "saved__link")]')
    return {link.xpath("string(./span)"): link.get("href") for link in links}


def notes(answer) -> str:
    return " ".join(" ".join(document(answer).xpath('//*[contains(@class, "note--")]//text()')).split())


def follow(client, address):
    """The page at the end of an address, and the address it came to."""
    answer = client.get(address, follow_redirects=True)
    return answer, answer.request.full_path if answer.request.query_string else answer.request.path


# ---- Saving ----------------------------------------------------------------------------------------------------------


def test_a_list_is_saved_as_it_is_asked_and_opens_so(people, client_as, session):
    client = client_as("mission")
    address = f"/personnes/list/?{ASKED}&page=1&size=50"
    shown = listed(client.get(address))
    form = document(client.get(address)).xpath('//form[contains(@class, "saved__form")]')[-1]
    assert post(client, form.get("action"), {"name": " Durand "}).status_code == 302
    (view,) = stored(session)
    assert (view.list_name, view.name, view.role_id, view.is_default) == ("PersonView", "Durand", None, False)
    assert sorted(parse_qsl(view.query)) == sorted(parse_qsl(ASKED))
    answer, reached = follow(client, menu(client.get("/personnes/list/"))["Durand"])
    assert listed(answer) == shown
    assert len(shown) == 4
    assert sorted(parse_qsl(urlsplit(reached).query)) == sorted([*parse_qsl(ASKED), ("view", str(view.id))])
    assert "Durand" in document(answer).xpath("string(//title)")


@pytest.mark.parametrize(
    "query", ["", "page=3&size=100", "f_password=1&cols=password&order=password&utm=x", "order=last_name"]
)
def test_only_what_the_list_knows_and_does_not_do_by_itself_is_kept(people, client_as, session, query):
    client = client_as("mission")
    assert keep(client, query).status_code == 302
    (view,) = stored(session)
    assert view.query == ""
    answer, reached = follow(client, f"/mes-vues/show/{view.id}")
    assert reached.endswith(f"?view={view.id}")
    assert len(listed(answer)) == 6


@pytest.mark.parametrize(
    ("fields", "field"), [({"name": ""}, "name"), ({"name": "x" * 81}, "name"), ({"name": "Première"}, "name")]
)
def test_a_name_is_asked_and_is_ones_own(people, client_as, session, fields, field):
    client = client_as("mission")
    keep(client, name="Première")
    answer = keep(client, **fields)
    assert answer.status_code == 422
    assert field in refusals(answer)
    assert len(stored(session)) == 1


def test_the_same_name_serves_another_list_and_another_person(people, client_as, session):
    for who, list_name in (("mission", "PersonView"), ("mission", "MandateView"), ("responsable", "PersonView")):
        assert keep(client_as(who), "", list_name, name="Première").status_code == 302
    assert len(stored(session)) == 3


@pytest.mark.parametrize("list_name", ["AccountView", "NoSuchView", "", "HomeView"])
def test_a_list_that_one_may_not_open_is_not_saved(client_as, session, list_name):
    client = client_as("ref5")
    answer = keep(client, "", list_name)
    assert (answer.status_code, answer.location) == (302, "/mes-vues/list/")
    assert stored(session) == []


def test_what_is_on_screen_replaces_what_a_view_kept(people, client_as, session):
    client = client_as("mission")
    keep(client)
    (view,) = stored(session)
    unchanged, _ = follow(client, f"/personnes/list/?view={view.id}")
    assert not document(unchanged).xpath('//form[contains(@action, "/mes-vues/update/")]')
    changed = client.get(f"/personnes/list/?f_gender=unknown&view={view.id}")
    form = document(changed).xpath('//form[contains(@action, "/mes-vues/update/")]')[0]
    answer = post(client, form.get("action"), {"query": form.xpath('.//input[@name="query"]/@value')[0]})
    assert answer.status_code == 302
    assert stored(session)[0].query == "f_gender=unknown"
    assert parse_qs(urlsplit(answer.location).query) == {"f_gender": ["unknown"], "view": [str(view.id)]}


def test_views_are_in_the_journal_and_a_deletion_is_taken_back(people, client_as, session):
    client = client_as("mission")
    keep(client)
    (view,) = stored(session)
    post(client, f"/mes-vues/delete/{view.id}")
    assert stored(session) == []
    button = document(client.get("/mes-vues/list/")).xpath('//form[contains(@action, "/annuler/")]')[-1]
    post(client, button.get("action"))
    assert [(row.id, row.name, row.query) for row in stored(session)] == [(view.id, "Durand", view.query)]
    of_views = select(JournalChange.action).where(JournalChange.model == "SavedView")
    actions = session.scalars(of_views.order_by(JournalChange.id)).all()
    assert [action.value for action in actions] == ["create", "delete", "create"]


# ---- The default one -------------------------------------------------------------------------------------------------


def test_a_list_opens_with_the_default_view_and_all_its_rows_stay_near(people, client_as):
    client = client_as("mission")
    keep(client, "f_gender=female", is_default="1")
    answer, reached = follow(client, "/personnes/list/")
    assert len(listed(answer)) == 2
    assert "f_gender=female" in reached
    page = document(answer)
    every = page.xpath('//details[contains(@class, "list__views")]//a/@href')[0]
    assert len(listed(client.get(every))) == 6
    (without,) = page.xpath('//a[@class="chip"]/@href')
    assert len(listed(client.get(without))) == 6
    for link in document(client.get(every)).xpath("//thead//a/@href"):
        assert len(listed(client.get(link))) == 6
    hidden = document(client.get(every)).xpath('//form[@id="list-form"]//input[@type="hidden"]/@name')
    assert hidden == ["all"]
    assert len(listed(client.get("/personnes/list/?q=durand"))) == 6


def test_a_list_has_one_default_view_a_person(people, client_as, session):
    client = client_as("mission")
    keep(client, "f_gender=female", name="Femmes", is_default="1")
    keep(client, "f_gender=male", name="Hommes", is_default="1")
    keep(client, "", "MandateView", name="Mandats", is_default="1")
    keep(client_as("responsable"), "f_gender=female", name="Autres", is_default="1")
    assert {view.name: view.is_default for view in stored(session)} == {
        "Femmes": False, "Hommes": True, "Mandats": True, "Autres": True,
    }  # fmt: skip
    first = stored(session)[0]
    address = f"/mes-vues/edit/{first.id}"
    post(client, address, opened(client, address) | {"is_default": "1"})
    assert {view.name: view.is_default for view in stored(session)}["Femmes"] is True
    assert {view.name: view.is_default for view in stored(session)}["Hommes"] is False


# ---- Sharing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "list_name", "role", "is_shared"),
    [
        ("mission", "PersonView", "mission", True),
        ("mission", "PersonView", "referent", False),
        ("responsable", "PersonView", "referent", True),
        ("admin", "PersonView", "mission", True),
        ("ref5", "PersonView", "referent", True),
        ("ref5", "PersonView", "mission", False),
        ("saisie5", "PersonView", "saisie", False),  # no right to export people
        ("stagiaire", "PersonView", "stagiaire", False),
        ("stagiaire", "InstanceView", "stagiaire", True),
        ("elu5", "InstanceView", "elu", False),
        ("direction", "MandateView", "direction", True),
    ],
)
def test_one_shares_with_a_role_one_holds_a_list_one_may_export(client_as, session, who, list_name, role, is_shared):
    answer = keep(client_as(who), "", list_name, role=str(role_id(role)))
    assert answer.status_code == (302 if is_shared else 422)
    assert [view.role.name for view in stored(session)] == ([role] if is_shared else [])


def test_a_shared_view_is_read_by_the_holders_of_its_role_alone(people, client_as, session):
    keep(client_as("responsable"), name="Pour les référents", role=str(role_id("referent")))
    keep(client_as("responsable"), name="Pour moi")
    shared, private = stored(session)
    assert menu(client_as("ref5").get("/personnes/list/")).keys() == {"Pour les référents"}
    assert menu(client_as("mission").get("/personnes/list/")).keys() == set()
    for who, view, status in (
        ("ref5", shared, 302), ("ref5", private, 404), ("mission", shared, 404), ("admin", private, 404),
    ):  # fmt: skip
        client = client_as(who)
        assert client.get(f"/mes-vues/show/{view.id}").status_code == status
        names = document(client.get("/mes-vues/list/")).xpath("//tbody//th//text()")
        assert (view.name in " ".join(names)) is (status == 302)


def test_a_colleagues_view_is_neither_changed_nor_deleted(people, client_as, session):
    keep(client_as("responsable"), name="Commune", role=str(role_id("mission")))
    (view,) = stored(session)
    client = client_as("mission")
    page = document(client.get("/mes-vues/list/"))
    assert page.xpath('//tbody//a[contains(@href, "/edit/") or contains(@href, "/delete/")]') == []
    assert page.xpath('//input[@name="rowid"]') == []
    for address, data in (
        (f"/mes-vues/edit/{view.id}", {"name": "À moi"}),
        (f"/mes-vues/delete/{view.id}", {}),
        (f"/mes-vues/update/{view.id}", {"query": ""}),
    ):
        assert post(client, address, data).status_code == 403
    post(client, "/mes-vues/bulk", {"action": "delete", "rowid": str(view.id), "confirmed": "1"})
    assert [(row.name, row.query) for row in stored(session)] == [("Commune", view.query)]


def test_a_private_view_is_out_of_reach_of_bulk_actions(people, client_as, session):
    keep(client_as("responsable"))
    (view,) = stored(session)
    for who in ("mission", "admin", "ref5"):
        answer = post(client_as(who), "/mes-vues/bulk", {"action": "delete", "rowid": str(view.id), "confirmed": "1"})
        assert answer.status_code == 404
    assert len(stored(session)) == 1


def test_opening_a_shared_view_never_widens_what_one_sees(people, client_as, session):
    places = {number: make.ArrondissementFactory(number=number).id for number in (5, 7)}
    query = f"f_arrondissement={places[5]}&f_arrondissement={places[7]}"
    keep(client_as("responsable"), query, role=str(role_id("referent")))
    (view,) = stored(session)
    everything = set(listed(client_as("responsable").get(f"/personnes/list/?{query}")))
    assert len(everything) == 6
    seen = {}
    for who in ("ref5", "ref7"):
        client = client_as(who)
        own = set(listed(client.get("/personnes/list/")))
        through, _ = follow(client, f"/mes-vues/show/{view.id}")
        seen[who] = set(listed(through))
        assert seen[who] == own
        assert len(own) == 3
    assert seen["ref5"] | seen["ref7"] == everything
    assert seen["ref5"] & seen["ref7"] == set()


def test_a_shared_view_gives_no_column_that_its_reader_may_not_see(people, client_as, session):
    keep(client_as("responsable"), "cols=last_name%2Cemail", role=str(role_id("direction")))
    (view,) = stored(session)
    answer, _ = follow(client_as("direction"), f"/mes-vues/show/{view.id}")
    heads = document(answer).xpath("//thead//th//text()")
    assert "Courriel" not in " ".join(heads)
    assert "email" in notes(answer)


def test_an_old_view_says_what_its_list_has_no_more(people, session, client_as):
    user = account("mission")
    old = make.SavedViewFactory(user=user, query="f_gender=female&f_gone=1&cols=last_name,vanished&order=lost")
    client = client_as(user)
    answer, _ = follow(client, f"/mes-vues/show/{old.id}")
    assert len(listed(answer)) == 2
    assert [word for word in ("gone", "vanished", "lost") if word not in notes(answer)] == []


def test_a_view_of_a_list_that_is_gone_is_said_and_deleted(session, client_as):
    user = account("mission")
    old = make.SavedViewFactory(user=user, list_name="FormerView")
    client = client_as(user)
    answer, reached = follow(client, f"/mes-vues/show/{old.id}")
    assert (answer.status_code, reached.rstrip("?")) == (200, "/mes-vues/list/")
    assert old.name in notes(answer)
    assert post(client, f"/mes-vues/delete/{old.id}").status_code == 302


def test_an_address_with_a_view_that_is_not_ours_still_shows_its_filters(people, client_as, session):
    keep(client_as("responsable"), "f_gender=female")
    (view,) = stored(session)
    client = client_as("mission")
    assert len(listed(client.get(f"/personnes/list/?f_gender=female&view={view.id}"))) == 2
    answer = client.get(f"/personnes/list/?view={view.id}")
    assert len(listed(answer)) == 6
    assert notes(answer)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({}, []), ({"is_default": "1"}, ["toutes ses lignes"]), ({"role": "mission"}, ["Chargé·e de mission"])],
)
def test_deleting_a_view_names_what_goes_with_it(people, client_as, session, fields, said):
    if "role" in fields:
        fields = {"role": str(role_id(fields["role"]))}
    client = client_as("mission")
    keep(client, **fields)
    (view,) = stored(session)
    question = document(client.get(f"/mes-vues/delete/{view.id}")).xpath(
        "string(//main//form[not(contains(@action, '/annuler/'))])"
    )
    warning = document(client.get("/mes-vues/list/")).xpath("string(//a/@data-warning)")
    assert [words for words in said if words not in question or words not in warning] == []
    assert bool(warning) is bool(said)


# ---- Cost ------------------------------------------------------------------------------------------------------------


def test_saved_views_cost_the_list_no_statement(people, client_as, session, engine):
    client = client_as("mission")
    costs = []
    for number in range(3):
        with count_statements(engine) as statements:
            assert client.get(f"/personnes/list/?{ASKED}").status_code == 200
        costs.append(len(statements))
        keep(client, name=f"Vue {number}", role=str(role_id("mission")))
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 2 + 4


def test_the_journal_links_to_a_view_for_those_who_may_open_it(client_as, session):
    keep(client_as("responsable"))
    (view,) = stored(session)
    entry_id = session.scalar(select(JournalChange.entry_id).filter_by(model="SavedView", row_id=view.id))
    links = {
        who: document(client_as(who).get(f"/journal/show/{entry_id}")).xpath(f'//a[@href="/mes-vues/show/{view.id}"]')
        for who in ("responsable", "dpo")
    }
    assert [bool(links["responsable"]), bool(links["dpo"])] == [True, False]
