"""A long list: in the order it always had, counted as far as is said, open at both ends, and only in orders kept."""

import datetime as dt
import math

import pytest
from sqlalchemy import Select, select

from mdo.kernel.base import counting
from mdo.kernel.search import everywhere
from mdo.kernel.search.matching import matching
from mdo.kernel.search.sorting import SORTS
from mdo.kernel.search.walking import is_kept, key_in_places
from mdo.people.columns import MANDATE_COLUMNS, SHOWN_PERSON_COLUMNS
from models.instances import Instance, MandateFunction
from models.people import Mandate, Person
from models.places import WHOLE_CITY
from models.sorting import PLACE_SORT_TABLES, SORT_TABLES
from models.territory import Arrondissement
from tests.base.pages import document, listed
from tests.support import ON_SQLITE, SLOW_ON_POSTGRESQL
from tests.support import factories as make
from tests.support.prepared import prepared
from views.base import listrows

LISTS = {Mandate: ("mandats", MANDATE_COLUMNS), Person: ("personnes", SHOWN_PERSON_COLUMNS)}
KEPT = [
    pytest.param(model, column.name, id=f"{route}-{column.name}")
    for model, (route, columns) in LISTS.items()
    for column in columns
    if column.sort and is_kept(model, column)
]
NAMES = ("Étienne", "Zoé", "etienne", "Œuvrard", "Álvarez", "Martin", "Martin", "d’Orves")
FEW = 25
CAP = 50


@prepared
def register(session):
    """Some sixty mandates: equal names, accents, holders without a person, missing dates and organisations."""
    places = [make.ArrondissementFactory(number=number) for number in (5, 7)]
    organisations = [make.OrganisationFactory(name=name) for name in ("Les Amis", "Écoute", "Zénith")]
    bodies = [make.InstanceFactory(name=name, arrondissements=[5]) for name in ("Éveil", "Abri", "Zone")]
    functions = session.scalars(select(MandateFunction).order_by(MandateFunction.id).limit(3)).all()
    with make.together():
        for number in range(64):
            person = make.PersonFactory(
                last_name=NAMES[number % len(NAMES)],
                first_name=None if number % 9 == 0 else f"Prénom {number % 3}",
                birth_year=None if number % 4 else 1950 + number,
                email=None if number % 3 else f"p{number % 5}@example.org",
                arrondissement=places[number % 2] if number % 3 else None,
                organisation=organisations[number % 3] if number % 4 else None,
            )
            make.MandateFactory(
                person=person if number % 5 else None,
                organisation=organisations[number % 3] if number % 5 == 0 or number % 2 else None,
                instance=bodies[number % 3],
                function=functions[number % 3],
                start_on=None if number % 7 == 0 else dt.date(2024, 1, 1 + number % 20),
                planned_end_on=None,
                ended_on=None,
            )
    session.commit()


@pytest.fixture
def walks(monkeypatch):
    """How many pages were walked, and how many sorted: both ways must give the same rows."""
    taken = {"walked": 0, "found_then_sorted": 0}
    for name, named in (("walked", "walked_rows"), ("found_then_sorted", "found_rows")):
        way = getattr(listrows, named)

        def counted(*arguments, way=way, name=name, **options):
            taken[name] += 1
            return way(*arguments, **options)

        monkeypatch.setattr(listrows, named, counted)
    return taken


@pytest.fixture
def is_long(monkeypatch):
    """As if nothing beyond fifty rows were counted."""
    monkeypatch.setattr(counting, "CAP", CAP)


def by_joins(model, name) -> Select:
    """The ids of a list as its columns order them, each related row joined."""
    column = next(column for column in LISTS[model][1] if column.name == name.removeprefix("-"))
    is_descending = name.startswith("-")
    statement = select(model.id)
    for relation in column.joins:
        statement = statement.outerjoin(relation)
    return statement.order_by(*(key.desc() if is_descending else key for key in (*column.sort, model.id)))


def all_pages(client, address):
    """The rows of a list, page after page."""
    found, page = [], address
    while page:
        answer = client.get(page)
        found += listed(answer)
        page = next(iter(document(answer).xpath('//a[@rel="next"]/@href')), None)
    return found


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(("model", "name"), KEPT)
def test_a_walked_order_is_the_order_of_the_columns(register, session, client_as, walks, model, name, sign):
    expected = session.scalars(by_joins(model, sign + name)).all()
    found = all_pages(client_as("mission"), f"/{LISTS[model][0]}/list/?order={sign}{name}")
    assert found == expected
    assert walks == {"walked": 3, "found_then_sorted": 0}


@pytest.mark.parametrize("model", LISTS)
def test_a_referent_walks_the_orders_of_her_places_past_no_row_of_others(register, session, client_as, walks, model):
    client, kept = client_as("ref5"), PLACE_SORT_TABLES[model]
    five = session.scalar(select(Arrondissement.id).where(Arrondissement.number == 5))
    hers = set(session.connection().scalars(select(kept.c.id).where(kept.c.place.in_((five, WHOLE_CITY)))))
    orders = [column.name for column in LISTS[model][1] if key_in_places(model, column)]
    assert len(orders) == len(kept.c) - 2
    for order in (*orders, *(f"-{name}" for name in orders)):
        expected = [row_id for row_id in session.scalars(by_joins(model, order)) if row_id in hers]
        assert all_pages(client, f"/{LISTS[model][0]}/list/?order={order}") == expected, order
    assert walks["walked"] == 2 * len(orders) * math.ceil(len(hers) / FEW)
    assert walks["found_then_sorted"] == 0


@ON_SQLITE
def test_a_search_of_her_places_is_walked_among_the_rows_of_the_filters(
    register, session, client_as, walks, monkeypatch
):
    monkeypatch.setattr(counting, "CAP_OF_A_SEARCH", 5)
    body = session.scalars(select(Instance.id).order_by(Instance.id)).first()
    held = matching(session, Mandate, "pre", with_private=True)
    expected = session.scalars(by_joins(Mandate, "person").where(held, Mandate.instance_id == body)).all()
    assert listed(client_as("ref5").get(f"/mandats/list/?all=1&q=pre&f_instance={body}")) == expected
    assert len(expected) > counting.CAP_OF_A_SEARCH
    assert walks["walked"] == 1


@pytest.mark.parametrize(
    ("query", "way"),
    [("q=pre", "walked"), ("q=etienne", "found_then_sorted"), ("q=pr+ma", "found_then_sorted"), ("q=zz", None)],
)
def test_many_hits_are_walked_to_and_few_are_sorted(register, session, client_as, walks, query, way):
    words = query.removeprefix("q=").replace("+", " ")
    held = matching(session, Mandate, words, with_private=True)
    expected = session.scalars(by_joins(Mandate, "person").where(held)).all()
    answer = client_as("mission").get(f"/mandats/list/?{query}")
    assert listed(answer) == expected[:FEW]
    assert bool(expected) == (way is not None)
    assert way is None or walks[way] == 1


@SLOW_ON_POSTGRESQL
def test_a_search_shows_all_that_it_counts_however_many_out_of_sight_stand_before(session, client_as, monkeypatch):
    make.ArrondissementFactory(number=5)
    with make.together():
        for number, place in [*((number, 7) for number in range(2 * FEW)), *((number, 5) for number in range(3))]:
            name = f"{'Abri' if place == 7 else 'Zone'} {number}"
            body = make.InstanceFactory(arrondissements=[place])
            make.MandateFactory(instance=body, person=make.PersonFactory(last_name=name, first_name="Métro"))
    session.commit()
    own = session.scalars(select(Person.id).where(Person.last_name.startswith("Zone")).order_by(Person.sort_key)).all()
    client = client_as("ref5")
    assert listed(client.get("/personnes/list/?q=metro")) == own
    monkeypatch.setattr(everywhere, "_MOST_COMPARED", len(own))
    palette = client.get("/recherche/palette?q=metro").get_data(as_text=True)
    assert [f"/personnes/show/{pk}" in palette for pk in own] == [True] * 3


def test_hits_that_stand_far_in_the_order_are_found_all_the_same(register, session, client_as, walks, monkeypatch):
    monkeypatch.setattr(listrows, "_FEW_TESTS", 1 - 4 * FEW)  # a walk of hardly any row
    held = matching(session, Mandate, "pre", with_private=True)
    expected = session.scalars(by_joins(Mandate, "person").where(held)).all()
    assert listed(client_as("mission").get("/mandats/list/?q=pre")) == expected[:FEW]
    assert walks == {"walked": 1, "found_then_sorted": 1}


@pytest.mark.parametrize("who", ["mission", "ref5"])
def test_a_long_list_says_more_than_and_opens_at_its_end(register, session, client_as, is_long, who):
    client = client_as(who)
    answer = client.get("/mandats/list/")
    page = document(answer)
    assert "plus de 50 lignes" in " ".join(page.xpath('string(//*[contains(@class, "list__count")])').split())
    (last,) = page.xpath('//a[@aria-label="Dernière page"]/@href')
    expected = session.scalars(by_joins(Mandate, "person")).all()
    at_end = client.get(last)
    assert listed(at_end) == expected[-FEW:]
    (before,) = document(at_end).xpath('//a[@rel="prev"]/@href')
    assert listed(client.get(before)) == expected[-2 * FEW : -FEW]
    assert document(client.get(before)).xpath('//a[@rel="next"]/@href') == [last]
    assert listed(client.get("/mandats/list/?page=400")) == expected[-FEW:]
    assert all_pages(client, "/mandats/list/") == expected


@pytest.mark.parametrize("who", ["mission", "ref5"])
def test_a_search_is_counted_less_far_than_a_list_and_gives_all_its_pages(
    register, session, client_as, walks, monkeypatch, who
):
    monkeypatch.setattr(counting, "CAP_OF_A_SEARCH", 2 * FEW)
    client = client_as(who)
    held = matching(session, Mandate, "pre", with_private=True)
    expected = session.scalars(by_joins(Mandate, "person").where(held)).all()
    answer = client.get("/mandats/list/?q=pre")
    assert f"plus de {2 * FEW} résultats" in " ".join(document(answer).text_content().split())
    assert walks == {"walked": 1, "found_then_sorted": 0}
    assert all_pages(client, "/mandats/list/?q=pre") == expected
    assert "plus de" not in document(client.get("/mandats/list/")).xpath('string(//*[contains(@class, "list__count")])')


def test_the_last_page_of_a_short_list_is_a_page_like_others(register, client_as):
    client = client_as("mission")
    assert listed(client.get("/mandats/list/?page=last")) == listed(client.get("/mandats/list/?page=3"))
    assert listed(client.get("/mandats/list/?page=last-9")) == listed(client.get("/mandats/list/"))


def test_a_long_list_is_sorted_by_what_an_index_keeps_and_says_so(register, session, client_as, is_long):
    client = client_as("mission")
    answer = client.get("/mandats/list/?order=rank&cols=person,rank,college")
    page = document(answer)
    assert listed(answer) == session.scalars(by_joins(Mandate, "person")).all()[:FEW]
    text = " ".join(page.text_content().split())
    assert "Au-delà de 50 lignes, une liste ne se trie pas par « Rang du mandat » : ce serait trop long." in text
    assert "ce serait trop long : Collège, Rang du mandat. Des filtres la raccourcissent." in text
    links = [link for link in page.xpath("//thead//a/@href") if "order=" in link]
    assert [link for link in links if "order=rank" in link or "order=college" in link] == []
    assert any("order=-person" in link for link in links)
    shorter = client.get("/mandats/list/?order=rank&cols=person,rank,college&q=etienne")
    assert "trop long" not in document(shorter).text_content()


@pytest.mark.parametrize("who", ["mission", "ref5"])
def test_a_long_list_is_sorted_by_arrondissement_for_who_sees_one_too(register, client_as, is_long, who):
    page = document(client_as(who).get("/personnes/list/?order=arrondissement&cols=last_name,arrondissement"))
    assert "trop long" not in page.text_content()
    assert any("order=-arrondissement" in link for link in page.xpath("//thead//a/@href"))


def test_sort_keys_are_named_as_the_columns_that_they_order():
    for model, keys in SORTS.items():
        by_name = {column.name: column for column in LISTS[model][1]}
        assert [column.name for column in SORT_TABLES[model].c] == ["id", *keys]
        for name, path in keys.items():
            column = by_name[name]
            (expression,) = column.sort
            assert [*(relation.key for relation in column.joins), expression.key] == path.split(".")


def test_a_word_is_counted_once_in_whichever_texts_and_places_it_stands(session, client_as):
    """Hers and the whole city's; in what all read, in what is personal, in both: one row each, none of the others."""
    place, other = (make.ArrondissementFactory(number=number) for number in (5, 7))
    expected = {
        make.PersonFactory(last_name="Alba", email="alba@example.org", arrondissement=place),
        make.PersonFactory(last_name="Alma", email=None, arrondissement=place),
        make.PersonFactory(last_name="Zoé", email="aline@example.org", arrondissement=place),
        make.PersonFactory(last_name="Alta", email="alta@example.org"),
        make.PersonFactory(last_name="Zita", email="alice@example.org"),
    }
    for person in expected:
        if person.arrondissement is None:
            make.MandateFactory(person=person, instance=make.InstanceFactory(arrondissements=[]))
    make.PersonFactory(last_name="Alix", email="alix@example.org", arrondissement=other)
    session.commit()
    answer = client_as("ref5").get("/personnes/list/?all=1&q=al")
    assert set(listed(answer)) == {person.id for person in expected}
    assert document(answer).xpath('string(//*[contains(@class, "list__count")])').split()[0] == str(len(expected))
