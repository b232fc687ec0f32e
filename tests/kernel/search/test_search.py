"""Search finds the words a row shows, accents and case ignored, on both databases."""

import pytest
from sqlalchemy import select

from mdo.kernel.search.maintenance import search_text
from mdo.kernel.search.matching import matching
from models.accounts import Role, User, UserSession
from models.people import Mandate, Person
from tests.support import factories as make
from tests.support.prepared import prepared


def found(session, model, query, *, with_private=False):
    clause = matching(session, model, query, with_private=with_private)
    return {str(row) for row in session.scalars(select(model).where(clause))}


@prepared
def people(session):
    for last_name, first_name in (
        ("Łukasz", "Émile"),
        ("Lefèvre", "Zoé"),
        ("O’Hara", "Jean-Noël"),
        ("Sørensen", "Åse"),
    ):
        make.PersonFactory(last_name=last_name, first_name=first_name)
    make.PersonFactory(last_name="Petit", first_name=None, email="jeanne@example.org", phone="06 12 34 56 78")
    session.commit()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("lukasz", {"Łukasz Émile"}),
        ("ŁUKASZ", {"Łukasz Émile"}),
        ("emile", {"Łukasz Émile"}),
        ("lefevre", {"Lefèvre Zoé"}),
        ("LEFÈVRE zoe", {"Lefèvre Zoé"}),
        ("zoé lefèvre", {"Lefèvre Zoé"}),
        ("fevr", {"Lefèvre Zoé"}),
        ("sorensen", {"Sørensen Åse"}),
        ("o'hara", {"O’Hara Jean-Noël"}),
        ("le", {"Lefèvre Zoé"}),  # two letters: the beginning of a word
        ("l", {"Łukasz Émile", "Lefèvre Zoé"}),
        ("ev", set()),
        ("%", set()),
        ("_", set()),
        ('"', set()),
        ("lefevre lukasz", set()),
        ("", {"Łukasz Émile", "Lefèvre Zoé", "O’Hara Jean-Noël", "Sørensen Åse", "Petit"}),
    ],
)
def test_words_are_found_whatever_their_accents(session, people, query, names):
    assert found(session, Person, query) == names


@pytest.mark.parametrize("query", ["jeanne@example.org", "0612345678", "06 12 34"])
def test_personal_words_need_the_right_to_personal_data(session, people, query):
    assert found(session, Person, query) == set()
    assert found(session, Person, query, with_private=True) == {"Petit"}


def test_a_renamed_row_renames_itself_in_the_rows_that_show_it(session):
    mandate = make.MandateFactory(person__last_name="Avant", instance__name="Comité ancien")
    session.commit()
    mandate.person.last_name = "Après"
    mandate.instance.name = "Comité nouveau"
    session.commit()
    assert found(session, Mandate, "apres nouveau") == {str(mandate)}
    assert found(session, Mandate, "avant") == found(session, Mandate, "ancien") == set()


@prepared
def accounts(session):
    make.UserFactory(username="zeb", first_name="Zoé", last_name="Brûlé", roles=["mission"])
    make.UserFactory(username="autre", first_name="Łucja", last_name="Nüñez", roles=["dpo", "direction"])
    session.commit()


@pytest.mark.parametrize(
    ("query", "by_anyone", "by_administrators"),
    [
        ("brule", {"Zoé Brûlé"}, {"Zoé Brûlé"}),
        ("zeb", set(), {"Zoé Brûlé"}),
        ("zeb@mairie", set(), {"Zoé Brûlé"}),
        ("équipe", set(), {"Zoé Brûlé"}),  # the role in the reader's words
        ("brule equipe", set(), {"Zoé Brûlé"}),
        ("nunez equipe", set(), set()),
        ("management", set(), {"Łucja Nüñez"}),
    ],
)
def test_who_chooses_an_account_searches_names_alone(session, accounts, query, by_anyone, by_administrators):
    """How an account signs in, and with which roles, is for the screen of accounts."""
    words = {"Mission staff": "Équipe de la mission"}

    def names(with_private):
        clause = matching(
            session, User, query, with_private=with_private, translate=lambda message: words.get(message, message)
        )
        return {str(user) for user in session.scalars(select(User).where(clause))}

    assert (names(False), names(True)) == (by_anyone, by_administrators)


@pytest.mark.parametrize(
    ("query", "codes"), [("staff", {"mission"}), ("MISSION", {"mission", "responsable"}), ("x", set())]
)
def test_a_role_is_found_by_its_label(session, query, codes):
    clause = matching(session, Role, query, with_private=False)
    assert set(session.scalars(select(Role.name).where(clause))) == codes


def test_a_table_without_a_search_text_says_so(session):
    with pytest.raises(KeyError):
        matching(session, UserSession, "mot", with_private=True)


def test_a_deleted_row_is_no_longer_found(session, people):
    session.delete(session.scalars(select(Person).where(Person.last_name == "Lefèvre")).one())
    session.commit()
    assert found(session, Person, "lefevre") == set()


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (("Élodie", None), "  elodie"),
        (("Jean Jean",), "  jean"),
        (("06 12",), "  06  12  0612"),
        (("", None), ""),
    ],
)
def test_search_text_puts_two_spaces_before_each_distinct_word(values, text):
    assert search_text(values) == text
