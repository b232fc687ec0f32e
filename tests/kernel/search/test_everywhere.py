"""The search over everything: in scope and in right, best first, in one statement."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mdo.kernel.scope.limits import Scope
from mdo.kernel.search.everywhere import FoundRows, search_everywhere
from mdo.kernel.search.kinds import KINDS
from models.accounts import User
from models.applications import ApplicationExpense, ApplicationHelp
from models.calls import CallAxis, CallCriterion
from models.instances import College, Instance, InstanceType, MandateFunction
from models.jobs import Job
from models.journal import AccessLog, JournalEntry
from models.judging import ScenarioLine
from models.live_links import LiveLink
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.photos import ApplicationPhoto, PhotoConsent
from models.preferences import SavedView
from models.projects import ProjectSpending
from models.search import SEARCH_TABLES
from models.territory import Arrondissement
from tests.base.pages import document
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements
from views.base.record import VIEW_OF_MODEL

ALL = frozenset(kind.model for kind in KINDS)
WHO_ASKS = 1


def search(
    session: Session, query: str, models: Iterable[type] = ALL, *, with_private: bool = True, limit: int = 20
) -> tuple[FoundRows, ...]:
    return search_everywhere(session, query, frozenset(models), with_private=with_private, limit=limit)


def titles(found: tuple[FoundRows, ...]) -> set[tuple[str, str]]:
    return {(kind.model.__name__, hit.title) for kind in found for hit in kind.hits}


@prepared
def register(session: Session) -> dict[str, Any]:
    """« Métro » in the 5th, in the 7th and for the whole city: a body, a member, a mandate and an association each."""
    rows: dict[str, Any] = {"user": make.UserFactory(first_name="Métro", last_name="Agent")}
    for name, numbers in {"cinq": [5], "sept": [7], "ville": []}.items():
        body = make.InstanceFactory(name=f"Métro {name}", code=f"METRO-{name}", arrondissements=numbers)
        person = make.PersonFactory(last_name=f"Métro-{name}", first_name="Zoé", email=f"{name}@example.org")
        place = make.ArrondissementFactory(number=numbers[0] if numbers else 9)
        organisation = make.OrganisationFactory(name=f"Amis du métro {name}", arrondissement=place)
        make.MandateFactory(instance=body, person=person, organisation=organisation)
        rows[name] = body
    rows["places"] = {row.number: row.id for row in session.scalars(select(Arrondissement))}
    make.ReferentFactory(user=rows["user"], arrondissement=make.ArrondissementFactory(number=7))
    session.commit()
    return rows


OF_CINQ = {
    ("Instance", "Métro cinq"),
    ("Person", "Métro-cinq Zoé"),
    ("Mandate", "Métro-cinq Zoé"),
    ("Organisation", "Amis du métro cinq"),
}
OF_SEPT = {
    ("Instance", "Métro sept"),
    ("Person", "Métro-sept Zoé"),
    ("Mandate", "Métro-sept Zoé"),
    ("Organisation", "Amis du métro sept"),
}
OF_VILLE = {
    ("Instance", "Métro ville"),
    ("Person", "Métro-ville Zoé"),
    ("Mandate", "Métro-ville Zoé"),
    ("Organisation", "Amis du métro ville"),
}
AGENT = {("Referent", "Métro Agent"), ("User", "Métro Agent")}


# ---- Scope, as sets of rows ------------------------------------------------------------------------------------------


def test_without_limits_everything_is_found(register: dict[str, Any], session: Session) -> None:
    assert titles(search(session, "metro")) == OF_CINQ | OF_SEPT | OF_VILLE | AGENT


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([5], OF_CINQ | OF_VILLE),
        ([7], OF_SEPT | OF_VILLE | {("Referent", "Métro Agent")}),
        ([5, 7], OF_CINQ | OF_SEPT | OF_VILLE | {("Referent", "Métro Agent")}),
        ([2], OF_VILLE),
    ],
)
def test_a_referent_finds_the_own_arrondissements_and_the_city(
    register: dict[str, Any],
    as_reader: Callable[..., Session],
    numbers: list[int],
    expected: set[tuple[str, str]],
) -> None:
    places = frozenset(register["places"][number] for number in numbers)
    reader = as_reader(Scope.arrondissements(register["user"].id, places))
    assert titles(search(reader, "metro", ALL - {User})) == expected


def test_an_elected_official_finds_the_own_bodies(
    register: dict[str, Any], session: Session, as_reader: Callable[..., Session]
) -> None:
    register["sept"].elected_user = register["user"]
    reader = as_reader(Scope.elected(register["user"].id))
    assert titles(search(reader, "metro", ALL - {User})) == OF_SEPT


def test_an_unknown_reader_finds_nothing(register: dict[str, Any], as_reader: Callable[..., Session]) -> None:
    assert titles(search(as_reader(Scope.nothing()), "metro", ALL - {User})) == set()


def test_a_name_that_the_reader_may_not_see_is_not_written_beside_a_row(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    """A function of another arrondissement's body: the mandate is found, that name is left out of it."""
    place = make.ArrondissementFactory(number=5)
    hidden = make.InstanceFactory(name="Comité caché", arrondissements=[7])
    body = make.InstanceFactory(name="Comité visible", arrondissements=[5])
    person = make.PersonFactory(last_name="Membre", first_name=None)
    make.MandateFactory(
        instance=body, person=person, function=make.MandateFunctionFactory(label="Fonction cachée", instance=hidden)
    )
    reader = as_reader(Scope.arrondissements(make.UserFactory().id, frozenset({place.id})))
    (found,) = search(reader, "membre", [Mandate])
    assert found.hits[0].detail == "Comité visible"


def test_a_class_that_is_not_asked_for_is_not_searched(register: dict[str, Any], session: Session) -> None:
    assert titles(search(session, "metro", [Person])) == {
        ("Person", f"Métro-{name} Zoé") for name in ("cinq", "sept", "ville")
    }
    assert search(session, "metro", []) == ()


# ---- Personal data ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_private", [True, False])
def test_personal_words_need_the_right_to_them(register: dict[str, Any], session: Session, with_private: bool) -> None:
    found = titles(search(session, "cinq@example.org", [Person, Mandate], with_private=with_private))
    assert found == ({("Person", "Métro-cinq Zoé"), ("Mandate", "Métro-cinq Zoé")} if with_private else set())


@pytest.mark.parametrize("with_private", [True, False])
def test_a_private_reference_is_not_betrayed_by_its_place(session: Session, with_private: bool) -> None:
    """Found by name, the person whose whole e-mail was typed would come first: that alone would tell it."""
    make.PersonFactory(last_name="Aubert", first_name="anne@example.org")
    make.PersonFactory(last_name="Zola", first_name="anne@example.org", email="anne@example.org")
    session.commit()
    (found,) = search(session, "anne@example.org", [Person], with_private=with_private)
    assert [hit.title.split()[0] for hit in found.hits] == (["Zola", "Aubert"] if with_private else ["Aubert", "Zola"])


# ---- Best first ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["CICA-5", "cica-5", "  Cica-5 "])
def test_the_code_of_a_body_comes_first(session: Session, query: str) -> None:
    make.InstanceFactory(code="AAA", name="Aaa cica-5 bis")
    make.InstanceFactory(code="CICA-5", name="Zzz, comité du 5e")
    session.commit()
    first = search(session, query)[0]
    assert (first.model, first.hits[0].title, first.hits[0].is_exact) == (Instance, "Zzz, comité du 5e", True)
    assert [hit.is_exact for hit in first.hits[1:]] == [False]


def test_the_kind_of_an_exact_reference_comes_first(session: Session) -> None:
    make.InstanceFactory(name="Comité de zoe@example.org")
    make.PersonFactory(last_name="Zola", first_name=None, email="zoe@example.org")
    session.commit()
    assert [found.model for found in search(session, "zoe@example.org", [Instance, Person])] == [Person, Instance]
    assert [found.model for found in search(session, "zoe", [Instance, Person])] == [Instance, Person]


def test_a_siret_is_exact_with_or_without_its_spaces(session: Session) -> None:
    make.OrganisationFactory(name="Régie", siret="13002526500013")
    session.commit()
    for query in ("13002526500013", "130 025 265 00013"):
        (found,) = search(session, query, [Organisation])
        assert found.hits[0].is_exact, query


def test_the_same_name_then_its_beginning_then_the_rest(session: Session) -> None:
    for name in ("Avenir et Pentes", "Pentes", "Pentes-Nord"):
        make.InstanceFactory(name=name)
    session.commit()
    (found,) = search(session, "PENTES", [Instance])
    assert [hit.title for hit in found.hits] == ["Pentes", "Pentes-Nord", "Avenir et Pentes"]


@pytest.mark.parametrize(
    ("model", "factory", "attribute"),
    [
        (College, make.CollegeFactory, "name"),
        (InstanceType, make.InstanceTypeFactory, "label"),
        (MandateFunction, make.MandateFunctionFactory, "label"),
    ],
)
def test_a_label_with_capitals_is_ranked_alike(session: Session, model: Any, factory: Any, attribute: str) -> None:
    for name in ("Avenir et Vallée", "Vallée", "Vallée-Nord"):
        factory(**{attribute: name})
    session.commit()
    (found,) = search(session, "Vallée", [model])
    assert [hit.title for hit in found.hits] == ["Vallée", "Vallée-Nord", "Avenir et Vallée"]


@pytest.mark.parametrize(("count", "has_more"), [(3, False), (4, True)])
def test_more_than_the_limit_is_said(session: Session, count: int, has_more: bool) -> None:
    for number in range(count):
        make.PersonFactory(last_name=f"Pentes {number}")
    session.commit()
    (found,) = search(session, "pentes", [Person], limit=3)
    assert (len(found.hits), found.has_more) == (3, has_more)


@pytest.mark.parametrize("query", ["", " ", "%", "-", '"', "___"])
def test_a_query_without_a_word_finds_nothing(register: dict[str, Any], session: Session, query: str) -> None:
    assert search(session, query) == ()


def test_what_tells_rows_of_one_name_apart_is_said(session: Session) -> None:
    body = make.InstanceFactory(code="CQ-1", name="Pentes", type__label="Conseil des pentes", arrondissements=[1])
    make.CollegeFactory(name="Pentes habitants", instance=body)
    session.commit()
    details = {found.model: found.hits[0].detail for found in search(session, "pentes", [Instance, College])}
    assert details == {Instance: "Conseil des pentes · CQ-1", College: "Pentes"}


# ---- Cost and cover --------------------------------------------------------------------------------------------------


def test_all_kinds_cost_one_statement(register: dict[str, Any], session: Session) -> None:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with count_statements(engine) as sent:
        search(session, "metro")
    assert len(sent) == 1


# No objects of their own: a pair of people who are both found, what was done, what was taken out; and what each
# reader keeps for the own lists, or asked a worker to do and forgets within a month.
# A spending joins a project and a contract, an order or an invoice: each is found by itself.
_OF_CALLS = {ApplicationExpense, ApplicationHelp, ApplicationPhoto, CallAxis, CallCriterion}
_LEFT_OUT = {DuplicateCandidate, JournalEntry, AccessLog, SavedView, Job, LiveLink, ProjectSpending}
# Parts of a call and of its applications: they are found by these.
_LEFT_OUT |= _OF_CALLS | {PhotoConsent, ScenarioLine}


def test_every_searchable_class_is_a_kind_or_left_out_for_a_reason() -> None:
    assert set(SEARCH_TABLES) == ALL | _LEFT_OUT


# ---- On screen -------------------------------------------------------------------------------------------------------


def shown(client: FlaskClient, address: str) -> set[tuple[str, str]]:
    """(kind, title) of the rows on a page of results or in the palette."""
    views = {view: model.__name__ for model, view in VIEW_OF_MODEL.items()}
    answer = client.get(address)
    assert answer.status_code == 200
    found = set()
    adapter = client.application.url_map.bind("")
    for link in document(answer).xpath("//a[contains(@href, '/show/')]"):
        endpoint, _ = adapter.match(link.get("href"))
        title = link.xpath(".//span[@class='palette__title']/text()") or [link.text_content()]
        found.add((views[endpoint.split(".")[0]], title[0].strip()))
    return found


@ON_SQLITE
@pytest.mark.parametrize("address", ["/recherche?q=metro", "/recherche/palette?q=metro"])
@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("admin", OF_CINQ | OF_SEPT | OF_VILLE | AGENT),
        ("mission", OF_CINQ | OF_SEPT | OF_VILLE | {("Referent", "Métro Agent")}),
        ("ref5", OF_CINQ | OF_VILLE),
        ("saisie5", OF_CINQ | OF_VILLE),
        ("elu5", set()),
        ("dpo", set()),
    ],
)
def test_each_reader_finds_what_the_own_rights_list(
    register: dict[str, Any],
    client_as: Callable[..., FlaskClient],
    who: str,
    address: str,
    expected: set[tuple[str, str]],
) -> None:
    assert shown(client_as(who), address) == expected


@ON_SQLITE
@pytest.mark.parametrize(("who", "is_found"), [("mission", True), ("direction", False)])
def test_an_e_mail_finds_a_person_for_who_may_read_it(
    register: dict[str, Any], client_as: Callable[..., FlaskClient], who: str, is_found: bool
) -> None:
    found = shown(client_as(who), "/recherche?q=cinq@example.org")
    assert bool(found) is is_found


@ON_SQLITE
@pytest.mark.parametrize("address", ["/recherche?q=metro", "/recherche/palette?q=metro", "/recherche/palette"])
def test_a_search_costs_one_statement_besides_who_asks(
    register: dict[str, Any], client_as: Callable[..., FlaskClient], app: Flask, address: str
) -> None:
    client = client_as("admin")
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    with count_statements(engine) as sent:
        assert client.get(address).status_code == 200
    assert len(sent) - WHO_ASKS <= 1


@ON_SQLITE
def test_what_is_typed_is_written_as_text(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("mission")
    for address in ("/recherche", "/recherche/palette"):
        page = client.get(address, query_string={"q": "<img src=x onerror=alert(1)>"}).text
        assert "<img src=x" not in page


@ON_SQLITE
def test_a_long_query_is_cut(client_as: Callable[..., FlaskClient]) -> None:
    answer = client_as("mission").get("/recherche", query_string={"q": "a" * 5000})
    assert answer.status_code == 200
    assert document(answer).xpath("//main//input[@name='q']/@value") == ["a" * 200]


@ON_SQLITE
@pytest.mark.parametrize(
    ("who", "wanted", "unwanted"),
    [
        ("mission", {"Nouvelle personne", "Nouveau mandat", "Personnes", "Mes préférences"}, {"Nouveau compte"}),
        ("admin", {"Nouveau compte", "Comptes"}, set()),
        ("elu5", {"Personnes", "Aide"}, {"Nouvelle personne", "Comptes"}),
        ("dpo", {"Journal"}, {"Nouvelle personne", "Personnes"}),
    ],
)
def test_an_empty_palette_offers_the_own_pages_and_actions(
    client_as: Callable[..., FlaskClient], who: str, wanted: set[str], unwanted: set[str]
) -> None:
    options = document(client_as(who).get("/recherche/palette")).xpath("//a[@role='option']")
    words = {option.xpath("string(.//span[@class='palette__title'])") for option in options}
    assert wanted <= words
    assert not unwanted & words


@pytest.mark.slow
@ON_SQLITE
def test_every_page_and_action_of_the_palette_opens(client_as: Callable[..., FlaskClient]) -> None:
    for who in ("admin", "ref5", "elu5"):
        client = client_as(who)
        for option in document(client.get("/recherche/palette")).xpath("//a[@role='option']/@href"):
            assert client.get(option, follow_redirects=True).status_code == 200, (who, option)


@ON_SQLITE
@pytest.mark.parametrize("query", ["nouvelle pers", "PERSONNE NOUVELLE", "preferences"])
def test_pages_and_actions_are_found_whatever_the_accents(client_as: Callable[..., FlaskClient], query: str) -> None:
    page = document(client_as("mission").get("/recherche", query_string={"q": query}))
    assert page.xpath("//main//a[contains(@href, '/personnes/add') or contains(@href, '/mon-compte/')]")


@ON_SQLITE
def test_the_options_have_each_an_id_of_their_own(
    register: dict[str, Any], client_as: Callable[..., FlaskClient]
) -> None:
    ids = document(client_as("admin").get("/recherche/palette?q=metro")).xpath("//*/@id")
    assert len(ids) == len(set(ids)) > 8
