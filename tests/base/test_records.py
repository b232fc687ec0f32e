"""A record page: its tabs in permission and scope, what is missing, its history in sentences; on both databases."""

import datetime as dt
import io
import itertools
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.people.completeness import missing_in_person, person_to_complete
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.people import Consent, Gender, Person
from tests.base.pages import document, save, typed
from tests.support import TODAY, procurement
from tests.support import factories as make
from views.base.declaration import DeclaredView
from views.base.history import HISTORY_PAGE
from views.base.record import RELATED_SIZE
from views.base.words import moment_of

PARIS = dt.timezone(dt.timedelta(hours=1))


def text_of(element) -> str:
    return " ".join(element.text_content().replace("\xa0", " ").replace("\u202f", " ").split())


def tabs(answer) -> dict[str, str]:
    """The name of each tab in the address, and its words with its count."""
    links = document(answer).xpath("//nav[@data-tabs]//a")
    return {link.get("data-tab"): text_of(link) for link in links}


def shown_rows(answer) -> list[str]:
    """The headings of the rows of the open tab."""
    return [text_of(cell) for cell in document(answer).xpath('//div[@class="related"]//tbody//th')]


def gap(answer) -> str:
    return " ".join(text_of(note) for note in document(answer).xpath('//div[@class="note note--warning"]'))


def history(answer) -> list[str]:
    """The lines of the history, newest first."""
    found = []
    for item in document(answer).xpath('//ol[@class="history"]/li'):
        for unread in item.xpath('.//*[@class="visually-hidden" or @class="history__link"]'):
            unread.drop_tree()
        found.append(text_of(item))
    return found


# ---- Tabs ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def person(session):
    """Someone of the 5th with a mandate there and two in the 7th."""
    person = make.PersonFactory(
        last_name="Martin", first_name="Léa", arrondissement=make.ArrondissementFactory(number=5)
    )
    for number in (5, 7, 7):
        body = make.InstanceFactory(name=f"Conseil du {number}e", arrondissements=[number])
        make.MandateFactory(instance=body, person=person)
    session.commit()
    return person


@pytest.mark.parametrize(("who", "count"), [("mission", 3), ("ref5", 1)])
def test_a_tab_counts_and_lists_what_its_reader_sees(client_as, person, who, count):
    answer = client_as(who).get(f"/personnes/show/{person.id}")
    assert tabs(answer) == {
        "mandates": f"Mandats {count}",
        "assiduity": "Assiduité",
        "trainings": "Formations suivies",
        "documents": "Documents 0",
        "history": "Historique",
    }
    assert len(shown_rows(answer)) == count
    if who == "ref5":
        assert "7e" not in answer.get_data(as_text=True).split('id="tabs"')[1]


def test_what_may_not_be_listed_has_no_tab_no_count_and_no_name(client_as, person, monkeypatch):
    may = DeclaredView.may
    monkeypatch.setattr(
        DeclaredView,
        "may",
        lambda self, permission, view=None: (
            (permission, view) != ("can_list", "MandateView") and may(self, permission, view)
        ),
    )
    client = client_as("mission")
    answer = client.get(f"/personnes/show/{person.id}?tab=mandates")
    assert tabs(answer) == {
        "assiduity": "Assiduité",
        "trainings": "Formations suivies",
        "documents": "Documents 0",
        "history": "Historique",
    }
    assert "Conseil du" not in answer.get_data(as_text=True)
    assert client.get(f"/personnes/show/{person.id}?tab=mandates&fragment=1").status_code == 404


def test_only_the_open_tab_is_in_the_page_and_each_link_opens_its_own(client_as, person):
    client = client_as("mission")
    first = client.get(f"/personnes/show/{person.id}")
    assert (len(shown_rows(first)), history(first)) == (3, [])
    link = document(first).xpath('//a[@data-tab="history"]/@href')[0]
    second = client.get(link)
    assert (shown_rows(second), len(history(second))) == ([], 1)
    assert document(second).xpath('//nav[@data-tabs]//a[@aria-current="true"]/@data-tab') == ["history"]


@pytest.mark.parametrize("tab", ["mandates", "history"])
def test_a_fragment_is_the_content_of_the_tab_and_nothing_else(client_as, person, tab):
    client = client_as("mission")
    fragment = client.get(f"/personnes/show/{person.id}?tab={tab}&fragment=1").get_data(as_text=True)
    page = client.get(f"/personnes/show/{person.id}?tab={tab}").get_data(as_text=True)
    assert "<html" not in fragment
    assert fragment.strip() in page


def test_an_unknown_tab_opens_the_first_one_and_has_no_fragment(client_as, person):
    client = client_as("mission")
    assert len(shown_rows(client.get(f"/personnes/show/{person.id}?tab=zzz"))) == 3
    assert client.get(f"/personnes/show/{person.id}?tab=zzz&fragment=1").status_code == 404
    assert client.get(f"/personnes/show/{person.id}?fragment=1").status_code == 404


@pytest.mark.parametrize("more", [0, 1])
def test_a_long_list_is_cut_and_leads_to_all_its_rows(client_as, session, person, more):
    function = make.MandateFunctionFactory(label="Grande fonction")
    with make.together():
        for _ in range(RELATED_SIZE + more):
            make.MandateFactory(function=function)
    client = client_as("mission")
    answer = client.get(f"/fonctions/show/{function.id}")
    assert tabs(answer)["mandates"].endswith(str(RELATED_SIZE + more))
    assert len(shown_rows(answer)) == RELATED_SIZE
    links = document(answer).xpath('//div[@class="related__head"]/p/a/@href')
    assert len(links) == more
    for link in links:
        rows = document(client.get(link)).xpath('string(//*[contains(@class, "list__count")])')
        assert re.sub(r"\D", "", rows) == str(RELATED_SIZE + more)


def test_the_tabs_of_a_closed_body_follow_the_day_asked_for(client_as, session):
    body = make.InstanceFactory(membership="closed")
    seat = make.SeatFactory(instance=body, number=1)
    make.SeatFactory(instance=body, number=2, opened_on=TODAY + dt.timedelta(days=1))
    make.MandateFactory(instance=body, seat=seat, start_on=TODAY, planned_end_on=None)
    client = client_as("mission")
    assert tabs(client.get(f"/instances/show/{body.id}"))["seats"] == "Composition 1"
    later = f"/instances/show/{body.id}?tab=seats&on={TODAY + dt.timedelta(days=1)}"
    assert tabs(client.get(later))["seats"] == "Composition 2"
    before = client.get(f"/instances/show/{body.id}?tab=seats&on={TODAY - dt.timedelta(days=1)}")
    assert text_of(document(before).xpath('//dl[@class="figures"]/div')[0]).endswith("0")


# ---- What is missing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "mission", "management"),
    [
        ({}, "", ""),
        ({"gender": Gender.UNKNOWN}, "Genre.", "Genre."),
        ({"birth_year": None}, "Année de naissance.", ""),
        ({"directory_consent": Consent.UNKNOWN}, "Annuaire interne.", ""),
        ({"gender": Gender.UNKNOWN, "birth_year": None}, "Genre, Année de naissance.", "Genre."),
    ],
)
def test_a_record_to_complete_says_what_is_missing_as_far_as_one_may_know(
    client_as, session, values, mission, management
):
    known = {"gender": Gender.OTHER, "birth_year": 1980, "directory_consent": Consent.REFUSED}
    person = make.PersonFactory(**(known | values))
    for who, missing in (("mission", mission), ("direction", management)):
        text = gap(client_as(who).get(f"/personnes/show/{person.id}"))
        assert text.startswith(f"À compléter : {missing}") if missing else text == ""
        assert ("Compléter cette fiche" in text) is (bool(missing) and who == "mission")


@pytest.mark.parametrize(
    ("start", "end", "is_missing"),
    [(None, None, True), (None, TODAY, True), (None, TODAY - dt.timedelta(1), False), (TODAY, None, False)],
)
def test_a_mandate_without_a_start_is_to_complete_until_it_has_ended(client_as, session, start, end, is_missing):
    mandate = make.MandateFactory(
        start_on=start, planned_end_on=None, ended_on=end, end_reason="other" if end else None
    )
    text = gap(client_as("mission").get(f"/mandats/show/{mandate.id}"))
    assert text.startswith("À compléter : Début.") is is_missing


def test_the_list_to_complete_holds_exactly_the_records_of_which_something_is_missing(session):
    for gender, birth_year, consent, guardian in itertools.product(
        (Gender.UNKNOWN, Gender.FEMALE), (None, 2015, 1980), (Consent.UNKNOWN, Consent.GIVEN), (None, "Léa Martin")
    ):
        make.PersonFactory(gender=gender, birth_year=birth_year, directory_consent=consent, guardian_name=guardian)
    session.commit()
    listed = set(session.scalars(select(Person.id).where(person_to_complete(TODAY))))
    assert listed == {row.id for row in session.scalars(select(Person)) if missing_in_person(row, TODAY)}
    assert 0 < len(listed) < 24


# ---- History in sentences --------------------------------------------------------------------------------------------


@pytest.fixture
def changed(session):
    """Writes a change of a row in the journal, by Camille Martin, yesterday at 18:02."""
    entry = make.JournalEntryFactory(
        actor_name="Camille Martin", at=dt.datetime(2026, 11, 23, 18, 2, tzinfo=PARIS), door=Door.FORM
    )

    def write(row, fields, action=ChangeAction.UPDATE, door=Door.FORM):
        entry.door = door
        make.JournalChangeFactory(entry=entry, model=type(row).__name__, row_id=row.id, action=action, fields=fields)
        session.commit()

    return write


WHO, WHEN = "Camille Martin", "hier à 18 h 02"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"phone": ["04 72 00 00 00", "04 78 00 00 00"]}, "Téléphone : 04 72 00 00 00 → 04 78 00 00 00"),
        ({"phone": [None, "04 78 00 00 00"]}, "Téléphone : (vide) → 04 78 00 00 00"),
        ({"phone": ["04 78 00 00 00", None]}, "Téléphone : 04 78 00 00 00 → (vide)"),
        ({"gender": ["unknown", "female"]}, "Genre : Non renseigné → Femme"),
        ({"directory_consent_on": [None, "2026-11-23"]}, "Annuaire interne : réponse du : (vide) → 23/11/2026"),
    ],
)
def test_a_change_is_a_sentence_with_words_for_what_is_stored(client_as, session, changed, fields, words):
    person = make.PersonFactory()
    changed(person, fields)
    lines = history(client_as("mission").get(f"/personnes/show/{person.id}?tab=history"))
    assert lines[0] == f"{WHO} a changé {words}, {WHEN}"
    assert " a créé cette fiche, " in lines[-1]


def test_a_code_that_leads_to_a_row_is_said_in_its_words(client_as, changed):
    contract = procurement.ContractFactory()
    changed(contract, {"procedure": [None, "gre_a_gre"]})
    lines = history(client_as("mission").get(f"/marches/show/{contract.id}?tab=history"))
    assert lines[0] == f"{WHO} a changé Procédure : (vide) → Sans publicité ni mise en concurrence, {WHEN}"


def test_several_fields_are_listed_under_the_sentence(client_as, session, changed):
    person = make.PersonFactory()
    changed(person, {"city": [None, "Lyon"], "last_name": ["Petit", "Grand"]})
    line = history(client_as("mission").get(f"/personnes/show/{person.id}?tab=history"))[0]
    assert line == f"{WHO} a changé 2 champs, {WHEN} Nom : Petit → Grand Ville : (vide) → Lyon"


@pytest.mark.parametrize(
    ("action", "door", "words"),
    [
        (ChangeAction.CREATE, Door.FORM, f"{WHO} a créé cette fiche, {WHEN}"),
        (ChangeAction.CREATE, Door.IMPORT, f"{WHO} a créé cette fiche, {WHEN} (import)"),
        (ChangeAction.CREATE, Door.RESTORE, f"{WHO} a rétabli cette fiche, {WHEN} (rétablissement)"),
        (ChangeAction.CREATE, Door.UNDO, f"{WHO} a rétabli cette fiche, {WHEN}"),
        (ChangeAction.DELETE, Door.BULK, f"{WHO} a supprimé cette fiche, {WHEN}"),
    ],
)
def test_a_row_is_created_deleted_or_restored_by_a_door(client_as, session, changed, action, door, words):
    organisation = make.OrganisationFactory()
    changed(organisation, {"name": [None, "Les Amis"]}, action, door)
    assert history(client_as("mission").get(f"/organisations/show/{organisation.id}?tab=history"))[0].startswith(words)


def test_relations_are_named_and_collections_say_what_was_added_and_removed(client_as, session, changed):
    fifth, seventh, eighth = (make.ArrondissementFactory(number=number) for number in (5, 7, 8))
    body = make.InstanceFactory(name="Conseil Ménival", arrondissements=[5])
    changed(body, {"arrondissements": [[fifth.id, eighth.id], [fifth.id, seventh.id]]})
    substituted = make.MandateFactory(instance=body, person=make.PersonFactory(last_name="Petit", first_name="Paul"))
    mandate = make.MandateFactory(instance=body)
    changed(mandate, {"substitute_of_id": [None, substituted.id]})
    client = client_as("mission")
    assert history(client.get(f"/instances/show/{body.id}?tab=history"))[0] == (
        f"{WHO} a changé Arrondissements : ajout de Lyon 7e, retrait de Lyon 8e, {WHEN}"
    )
    assert history(client.get(f"/mandats/show/{mandate.id}?tab=history"))[0] == (
        f"{WHO} a changé Suppléant·e de : (vide) → Petit Paul – Conseil Ménival, {WHEN}"
    )


def test_a_referent_is_told_that_a_name_is_outside_and_no_more(client_as, session, changed):
    inside = make.InstanceFactory(name="Conseil du 5e", arrondissements=[5])
    outside = make.InstanceFactory(name="Conseil du 7e", arrondissements=[7])
    changed(inside, {"parent_id": [None, outside.id]})
    answer = client_as("ref5").get(f"/instances/show/{inside.id}?tab=history")
    assert history(answer)[0] == f"{WHO} a changé Rattachée à : (vide) → hors de vos arrondissements, {WHEN}"
    assert "Conseil du 7e" not in answer.get_data(as_text=True)


def test_personal_values_are_hidden_without_the_right_and_the_sentence_says_so(client_as, session, changed):
    person = make.PersonFactory(email="lea@example.org")
    changed(person, {"phone": ["04 72 00 00 00", "04 78 00 00 00"]})
    changed(person, {"phone": ["04 78 00 00 00", None], "last_name": ["Petit", "Grand"]})
    answer = client_as("direction").get(f"/personnes/show/{person.id}?tab=history")
    hidden = "Des données personnelles, que vous ne voyez pas, ont aussi changé."
    assert history(answer)[:2] == [
        f"{WHO} a changé Nom : Petit → Grand, {WHEN}. {hidden}",
        f"{WHO} a changé des données personnelles, que vous ne voyez pas, {WHEN}",
    ]
    text = answer.get_data(as_text=True)
    assert not any(word in text for word in ("04 72", "04 78", "lea@example.org", "Téléphone"))


def test_the_history_is_paged(client_as, session, changed):
    body = make.InstanceFactory()
    for number in range(HISTORY_PAGE):
        changed(body, {"notes": [str(number), str(number + 1)]})
    client = client_as("mission")
    first = client.get(f"/instances/show/{body.id}?tab=history")
    assert len(history(first)) == HISTORY_PAGE
    links = document(first).xpath('//nav[@class="history__pages"]/a')
    assert [text_of(link) for link in links] == ["Plus ancien"]
    second = client.get(links[0].get("href"))
    assert len(history(second)) == 1
    assert [text_of(link) for link in document(second).xpath('//nav[@class="history__pages"]/a')] == ["Plus récent"]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (dt.datetime(2026, 11, 24, 8, 5, tzinfo=dt.UTC), "aujourd’hui à 9 h 05"),
        (dt.datetime(2026, 11, 23, 23, 0, tzinfo=dt.UTC), "aujourd’hui à 0 h 00"),
        (dt.datetime(2026, 11, 23, 22, 59, tzinfo=dt.UTC), "hier à 23 h 59"),
        (dt.datetime(2026, 11, 22, 23, 0, tzinfo=dt.UTC), "hier à 0 h 00"),
        (dt.datetime(2026, 11, 22, 22, 59, tzinfo=dt.UTC), "dimanche 22 novembre 2026 à 23 h 59"),
        (dt.datetime(2026, 7, 14, 16, 30, tzinfo=dt.UTC), "mardi 14 juillet 2026 à 18 h 30"),
    ],
)
def test_a_moment_is_said_by_its_day_in_paris(app, moment, words):
    with app.test_request_context():
        said = moment_of(moment, TODAY)
    assert said.words.replace("\xa0", " ") == words
    assert dt.datetime.fromisoformat(said.iso) == moment


# ---- The birth year, shown as its band -------------------------------------------------------------------------------


def test_a_birth_year_is_in_the_form_alone_and_elsewhere_its_band(client_as, session):
    person = make.PersonFactory(last_name="Coste", birth_year=1984, email=None, phone=None)
    client = client_as("mission")
    for year in ("1985", "1999", ""):
        assert save(client, f"/personnes/edit/{person.id}", birth_year=year).status_code == 302
        session.rollback()
    assert save(client, f"/personnes/edit/{person.id}", birth_year="1984").status_code == 302
    session.rollback()
    entries = session.scalars(select(JournalEntry.id).where(JournalEntry.summary.contains("Coste"))).all()
    of_person = (JournalChange.model == "Person", JournalChange.row_id == person.id)
    changes = session.scalars(select(JournalChange.id).where(*of_person).order_by(JournalChange.id)).all()
    session.rollback()
    columns = "last_name,age_band,birth_year"
    record, past = f"/personnes/show/{person.id}", f"/personnes/show/{person.id}?tab=history"
    listed = f"/personnes/list/?cols={columns}"
    others = [f"/journal/show/{entry}" for entry in entries]
    others += [f"/personnes/version/{person.id}/{change}" for change in changes[1:-1]]
    pages = {address: text_of(document(client.get(address))) for address in (record, past, listed, *others)}
    assert len(pages) >= 9
    assert [address for address, page in pages.items() if re.search(r"\b19(84|85|99)\b", page)] == []
    assert "40 à 59 ans (corrigée sans changer de tranche)" in pages[past]
    for address in (record, past, listed):
        assert "Tranche d’âge" in pages[address]
        assert "40 à 59 ans" in pages[address]
    assert typed(client.get(f"/personnes/edit/{person.id}"), "birth_year") == "1984"
    sheet = load_workbook(io.BytesIO(client.get(f"/personnes/export?cols={columns}").data)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert "40 à 59 ans" in {str(value).replace("\N{NO-BREAK SPACE}", " ") for value in rows[1]}
    assert not {1984, "1984"} & set(rows[1])


# ---- Both sides of a possible duplicate ------------------------------------------------------------------------------


def test_two_possible_duplicates_are_compared_field_by_field_in_words(client_as, session):
    one = make.PersonFactory(last_name="Coste", first_name="Jean", phone="04 72 00 00 00", city="Lyon", birth_year=1980)
    other = make.PersonFactory(last_name="Coste", first_name="Jeanne", phone=None, city="Lyon", birth_year=1981)
    make.MandateFactory(person=one, instance=make.InstanceFactory(name="Conseil Ménival"))
    pair = make.DuplicateCandidateFactory(person=one, other=other)
    found = {}
    for who in ("mission", "direction"):
        rows = document(client_as(who).get(f"/doublons/show/{pair.id}")).xpath(
            '//section[contains(@class,"compared")]//tbody/tr'
        )
        found[who] = {text_of(row[0]): tuple(text_of(cell) for cell in row[1:]) for row in rows}
    assert found["mission"]["Tranche d’âge différent"] == ("40 à 59 ans", "40 à 59 ans")
    assert found["mission"]["Nom (identique)"] == ("Coste", "Coste")
    assert found["mission"]["Prénom différent"] == ("Jean", "Jeanne")
    assert found["mission"]["Téléphone d’un seul côté"] == ("04 72 00 00 00", "—")
    assert "Conseil Ménival" in found["mission"]["Mandats"][0]
    assert not any("Téléphone" in label or "Ville" in label for label in found["direction"])


def test_a_pair_said_to_be_two_people_may_still_be_merged_but_no_longer_told_apart(client_as, session):
    pair = make.DuplicateCandidateFactory()
    client = client_as("mission")
    words = "Ce sont des personnes différentes"
    assert words in client.get(f"/doublons/show/{pair.id}").get_data(as_text=True)
    pair.state = "distinct"
    session.commit()
    page = client.get(f"/doublons/show/{pair.id}").get_data(as_text=True)
    assert words not in page
    assert f"/doublons/merge/{pair.id}" in page
