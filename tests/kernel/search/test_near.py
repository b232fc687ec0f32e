"""A word with a slip of the keyboard offers the rows in sight that resemble it, where none holds it, and says so."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from mdo.kernel.scope.limits import Scope
from mdo.kernel.search.near import heard_alike, near_ids
from models.instances import Instance
from models.people import Person
from tests.base.pages import document
from tests.support import factories as make
from tests.support.prepared import prepared

SAID = "Rien d’exact\u00a0: voici ce qui ressemble"


@prepared
def people(session: Session) -> dict[str, Any]:
    """Dupont and Durand of the 5th, Dupond of the 7th, Montgolfier of nowhere: with whom a référent of the 5th."""
    rows: dict[str, Any] = {"user": make.UserFactory(username="cinq", roles=["referent"])}
    for name, place in (("Dupont", 5), ("Durand", 5), ("Dupond", 7), ("Montgolfière", None), ("Ly", 5)):
        person = make.PersonFactory(last_name=name, first_name="Zoé", email=f"{name[:3].lower()}xavier@example.org")
        if place:
            body = make.InstanceFactory(name=f"Conseil de {name}", arrondissements=[place])
            make.MandateFactory(instance=body, person=person)
        rows[name] = person
    rows["five"] = make.ArrondissementFactory(number=5)
    make.ReferentFactory(user=rows["user"], arrondissement=rows["five"])
    session.commit()
    return rows


def near(session: Session, query: str, model: type = Person, *, with_private: bool = True) -> set[str]:
    ids = near_ids(session, model, query, with_private=with_private)
    return {str(session.get(model, row_id)) for row_id in ids}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("dupnt", {"Dupont Zoé"}),  # a letter less
        ("dupoont", {"Dupont Zoé"}),
        ("dupomt", {"Dupont Zoé"}),
        ("dupotn", {"Dupont Zoé"}),
        ("udpont", {"Dupont Zoé"}),
        ("DÛPNT zoé", {"Dupont Zoé"}),
        ("durnad", {"Durand Zoé"}),
        ("zoé durrand", {"Durand Zoé"}),
        ("mongolfere", {"Montgolfière Zoé"}),  # two slips in a long word
        ("dupnd", {"Dupond Zoé"}),
        ("dpnt", set()),  # two in a short one
        ("dupnt marie", set()),  # the other word is held by nobody
        ("lu", set()),  # too short to hold a slip
        ("12345", set()),
        ("", set()),
    ],
)
def test_one_slip_of_the_keyboard_is_forgiven_two_in_a_long_word(
    session: Session, people: dict[str, Any], query: str, names: set[str]
) -> None:
    assert near(session, query) == names


@pytest.mark.parametrize(
    ("name", "query", "is_offered"),
    [
        ("Auger", "oger", True),  # written otherwise, heard alike
        ("Oger", "auger", True),
        ("Beaumont", "bomon", True),
        ("Philippe", "filippe", True),
        ("Renaud", "reno", True),
        ("Thibaut", "thibo", True),
        ("Quentin", "kentin", True),
        ("Lyonnet", "lionet", True),
        ("Auger", "oge", False),  # three letters hold no slip
        ("Augereau", "oger", False),  # more is heard
        ("Angers", "oger", False),
        ("Ginger", "oger", False),
        ("Philibert", "filipe", False),
        ("Renoir", "reno", True),  # begins so: exact
        ("Chalon", "kalon", False),  # « ch » is not heard « k »
        ("Cerise", "kerise", True),  # a letter for another: a slip as any other
        ("Augustin", "ogustine", False),  # two slips in eight letters
    ],
)
def test_what_is_heard_alike_is_one_slip(session: Session, name: str, query: str, is_offered: bool) -> None:
    make.PersonFactory(last_name=name, first_name="Zoé", email=None)
    session.commit()
    assert near(session, query) == ({f"{name} Zoé"} if is_offered else set())


def test_words_that_stand_only_inside_of_others_lead_to_what_is_heard_alike_in_sight(
    session: Session, people: dict[str, Any], as_reader: Callable[..., Session], client_as: Callable[..., FlaskClient]
) -> None:
    for name, place in (("Roger", 5), ("Auger", 5), ("Augé", 5), ("Hauger", 7), ("Rocher", 5)):
        person = make.PersonFactory(last_name=name, first_name="Ana", email=None)
        make.MandateFactory(instance=make.InstanceFactory(name="Les Pentes", arrondissements=[place]), person=person)
    session.commit()
    reader = as_reader(Scope.arrondissements(people["user"].id, frozenset({people["five"].id})))
    assert heard_alike(reader, Person, "oger ana", with_private=False) == ["auger ana"]
    assert set(heard_alike(session, Person, "oger", with_private=False)) == {"auger", "hauger"}
    assert heard_alike(session, Person, "roger", with_private=False) == []  # a word begins so
    assert heard_alike(session, Person, "oge", with_private=False) == []
    client = client_as(people["user"])
    page = document(client.get("/personnes/list/?q=oger"))
    assert "Hauger" not in page.text_content()
    (link,) = page.xpath("//p[contains(., 'se prononce de même')]/span/a/@href")
    found = client.get(f"/personnes/list/{link}").get_data(as_text=True)
    assert ("Auger" in found, "se prononce de même" in found) == (True, False)


def test_what_needs_a_right_is_compared_with_it_alone(session: Session, people: dict[str, Any]) -> None:
    person = make.PersonFactory(last_name="Petit", first_name="Ana", city="Villeurbanne")
    session.commit()
    assert near(session, "vileurbane") == {str(person)}
    assert near(session, "vileurbane", with_private=False) == set()


def test_rows_out_of_sight_are_neither_told_nor_compared(
    session: Session, people: dict[str, Any], as_reader: Callable[..., Session]
) -> None:
    reader = as_reader(Scope.arrondissements(people["user"].id, frozenset({people["five"].id})))
    assert near(reader, "dupnd") == set()
    assert near(reader, "dupnt") == {"Dupont Zoé"}
    in_sight = {
        str(session.get(Instance, row_id)) for row_id in near_ids(reader, Instance, "consiel", with_private=True)
    }
    assert in_sight == {"Conseil de Dupont", "Conseil de Durand", "Conseil de Ly"}


def named(page: str) -> set[str]:
    return {name for name in ("Dupont", "Durand", "Dupond", "Montgolfi") if f"{name}" in page}


@pytest.mark.parametrize(
    "address", ["/personnes/list/?q=dupnt", "/recherche?q=dupnt", "/recherche/palette?q=dupnt"]
)  # each way to search
def test_the_list_the_page_and_the_palette_say_that_nothing_is_exact_and_name_whom_one_sees(
    people: dict[str, Any], client_as: Callable[..., FlaskClient], address: str
) -> None:
    page = client_as(people["user"]).get(address).get_data(as_text=True)
    assert (SAID in page, named(page)) == (True, {"Dupont"})
    other = client_as(people["user"]).get(address.replace("dupnt", "dupnd")).get_data(as_text=True)
    assert named(other) == set()  # of the 7th
    exact = client_as(people["user"]).get(address.replace("dupnt", "dupont")).get_data(as_text=True)
    assert (SAID in exact, named(exact)) == (False, {"Dupont"})


def test_a_near_answer_keeps_to_the_filters_leaves_as_it_is_shown_and_leads_from_row_to_row(
    people: dict[str, Any], client_as: Callable[..., FlaskClient]
) -> None:
    client, address = client_as("mission"), "/personnes/list/?q=duponx"
    first, second = document(client.get(address)).xpath("//tbody//th//a/@href")
    opened = document(client.get(second, headers={"Referer": f"http://localhost{address}"}))
    assert "2 / 2" in " ".join(opened.text_content().split())
    assert opened.xpath(f"//a[starts-with(@href, '{first.partition('?')[0]}')]")
    book = load_workbook(io.BytesIO(client.get("/personnes/export?q=duponx").get_data()))
    assert [cell.value for cell in book.worksheets[0]["A"]][1:3] == ["Dupond", "Dupont"]
    assert SAID not in client.get("/personnes/list/?q=duponx&f_gender=male").get_data(as_text=True)


def test_the_palette_shows_the_nearest_first(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    """Who is called so before who belongs to what is, whatever the alphabet."""
    firm = make.OrganisationFactory(name="Pelletier SA", acronym=None)
    for name, organisation in (("Abel", firm), ("Pelletier", None)):
        make.PersonFactory(last_name=name, first_name="Zoé", email=None, organisation=organisation)
    session.commit()
    page = document(client_as("mission").get("/recherche/palette?q=pelletir"))
    found = [line.split()[0] for line in page.xpath("//a//text()[contains(., 'Zoé')]")]
    assert found == ["Pelletier", "Abel"]


def test_where_nothing_resembles_nothing_is_offered(
    people: dict[str, Any], client_as: Callable[..., FlaskClient]
) -> None:
    page = client_as("mission").get("/personnes/list/?q=zzyzx").get_data(as_text=True)
    assert "Aucun résultat" in page
    assert SAID not in page


def test_the_line_of_a_list_says_where_the_word_that_is_like_stands(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    make.PersonFactory(last_name="Hoarau", address="73 rue Dupont")
    make.PersonFactory(last_name="Dupond", address="1 rue Haute")
    session.commit()
    page = document(client_as("mission").get("/personnes/list/?q=dupnt"))
    why = {line.xpath("string(th/a)"): line.xpath("string(th/small)") for line in page.xpath("//tbody/tr")}
    assert [name for name in why if name.startswith("Hoarau")], why
    for name, words in why.items():
        assert words == ("Adresse\u00a0: 73 rue Dupont" if name.startswith("Hoarau") else "")


def test_the_word_that_resembles_is_told_where_its_line_would_not_show_it(
    session: Session, people: dict[str, Any], client_as: Callable[..., Any]
) -> None:
    make.PersonFactory(last_name="Lecoq", first_name="Adrien", address="34 rue Christine")
    session.commit()
    client = client_as("mission")

    def lines(query: str) -> list[str]:
        page = document(client.get(f"/recherche/palette?q={query}"))
        return [" ".join(line.text_content().split()) for line in page.xpath("//*[@role='option']")]

    (found,) = [line for line in lines("chrstine") if "Lecoq" in line]
    assert "contient « christine »" in found
    dupont = next(line for line in lines("dupnt") if "Dupont Zoé" in line)
    assert "contient" not in dupont
