"""A list and its Excel file: whitelisted, capped, stable, and the same rows on the screen as in the file."""

import datetime as dt
import io
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from mdo.kernel.base.database import writing
from mdo.kernel.sessions.factory import unlimited_session
from mdo.kernel.workbook.writer import stream_table
from mdo.version import VERSION
from models.journal import AccessLog
from models.people import Person
from tests.base.pages import document, listed
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.prepared import prepared
from views.base.view import BackofficeView

PLACES = (1, 5)
# The columns of the file of people, whatever the list opens with, and where one chose hers.
FILE = ["Nom", "Prénom", "Arrondissement", "Organisation", "Tranche d’âge", "Courriel", "Téléphone"]
IN_FILE = {
    "order=-age_band&cols=last_name,email,age_band": ["Nom", "Prénom", "Tranche d’âge", "Courriel"],
    "f_to_complete=1&cols=email,gender,first_name": ["Prénom", "Genre", "Courriel"],
}


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@prepared
def people(session):
    """Sixty people, most of whom share their name, in two arrondissements or none."""
    places = [make.ArrondissementFactory(number=number) for number in PLACES]
    with make.together():
        for number in range(60):
            make.PersonFactory(
                last_name="Durand" if number % 3 else f"Élise-{number:02}",
                first_name="Zoé",
                email=f"habitant{number}@example.org",
                gender=("female", "male", "unknown")[number % 3],
                birth_year=1950 + number % 4,
                arrondissement=places[number % 2] if number % 5 else None,
            )
    session.commit()
    return {place.number: place.id for place in places}


def counter(answer) -> int:
    """The number that the list says it has."""
    text = document(answer).xpath('string(//*[contains(@class, "list__count")])')
    return int(re.sub(r"\D", "", text))


def chips(answer) -> dict[str, str]:
    """The active filters and the address that removes each."""
    links = document(answer).xpath('//a[@class="chip"]')
    return {
        " ".join(link.text_content().split()).removeprefix("Retirer le filtre "): link.get("href") for link in links
    }


def headers(answer) -> list[str]:
    """The column headers of the table on screen."""
    cells = document(answer).xpath('//table//thead//th[not(contains(@class, "cell-box"))]')
    found = [" ".join((cell.xpath("string(.//a)") or cell.text_content()).split()) for cell in cells]
    return [text for text in found if text and text != "Actions"]


def workbook(answer):
    """The exported workbook."""
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.get_data()))


def arguments(address) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


# ---- The address ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "order=password",
        "order=-created_by.password",
        "order=id;drop table person",
        "order=address",
        "cols=password,version,sort_key",
        "f_password=1",
        "f_gender=sorcerer",
        "f_arrondissement=abc",
        "f_arrondissement=²",
        "f_arrondissement=-1",
        "f_has_mandate=oui",
        "page=abc",
        "page=-1",
        "page=0",
        "page=²",
        "size=abc",
        "size=0",
        "size=-25",
        "size=24",
        "size=1e9",
        "utm_source=x&endpoint=y&_external=1",
    ],
)
def test_what_is_not_offered_is_as_if_it_were_not_asked(people, mission, query):
    plain, asked = mission.get("/personnes/list/"), mission.get(f"/personnes/list/?{query}")
    assert asked.status_code == 200
    assert (listed(asked), headers(asked), counter(asked)) == (listed(plain), headers(plain), 60)
    assert len(listed(asked)) == 25
    assert chips(asked) == {}


@pytest.mark.parametrize(
    "query", ["f_planned_end_on_from=31/02/2026", "f_on=hier", "f_status=never", "f_planned_end_on_to=0000-00-00"]
)
def test_a_day_that_is_none_does_not_filter(session, mission, query):
    make.MandateFactory()
    session.commit()
    answer = mission.get(f"/mandats/list/?{query}")
    assert (counter(answer), chips(answer)) == (1, {})


def told(answer) -> list[str]:
    """What the list says that it left out of its address."""
    items = document(answer).xpath('//*[contains(@class, "note--warning")]//li')
    return [" ".join(item.text_content().split()) for item in items]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("f_on=bad", ["bad"]),
        ("f_planned_end_on_from=31/02/2026&f_planned_end_on_to=2026-12-31", ["31/02/2026"]),
        ("f_status=never&f_status=in_force", ["never"]),
        ("f_instance=abc", ["abc"]),
        ("f_gone=1", ["gone"]),
        ("cols=person,vanished", ["vanished"]),
        ("order=-lost", ["lost"]),
        ("f_on=bad&cols=vanished&order=lost", ["bad", "vanished", "lost"]),
        ("f_on=%3Cb%3Ebad", ["<b>bad"]),
        ("f_on=24/11/2026&f_status=in_force&cols=person&order=-start_on&page=1&size=50&utm_source=x", []),
        ("f_on=&f_status=&order=&cols=", []),
    ],
)
def test_what_is_left_out_of_an_address_is_said(mission, query, words):
    found = told(mission.get(f"/mandats/list/?{query}"))
    assert len(found) == len(words)
    assert [word for word, sentence in zip(words, found, strict=True) if word not in sentence] == []


def test_a_file_says_what_was_left_out_of_its_address(session, mission):
    make.MandateFactory()
    session.commit()
    book = workbook(mission.get("/mandats/export?f_on=bad&f_status=in_force"))
    assert "bad" in facts(book)["Filtres"]


def test_a_filter_on_a_day_says_it_in_words(mission):
    answer = mission.get(
        "/mandats/list/?f_on=24/11/2026&f_planned_end_on_from=2026-12-02&f_planned_end_on_to=2027-03-31"
    )
    assert list(chips(answer)) == [
        "En cours le : 24 novembre 2026",
        "Fin prévue : du 2 décembre 2026 au 31 mars 2027",
    ]
    beside = document(answer).xpath('//output[@for="filter-f_on"]//text()')
    assert "".join(beside) == "mardi 24 novembre 2026"


@pytest.mark.parametrize(
    ("preferred", "asked", "shown"),
    [(None, "", 25), (50, "", 50), (100, "", 60), (50, "size=25", 25), (50, "size=7", 50)],
)
def test_a_page_has_as_many_rows_as_its_reader_prefers(people, client_as, session, preferred, asked, shown):
    user = make.UserFactory(roles=["mission"])
    if preferred:
        make.PreferenceFactory(user=user, page_size=preferred)
    assert len(listed(client_as(user).get(f"/personnes/list/?{asked}"))) == shown


@pytest.mark.parametrize(
    ("asked", "shown"), [("25", 25), ("50", 50), ("100", 60), ("101", 60), ("999999999", 60), ("99", 25)]
)
def test_the_size_of_a_page_is_capped(people, mission, asked, shown):
    assert len(listed(mission.get(f"/personnes/list/?size={asked}"))) == shown


@pytest.mark.parametrize("page", ["3", "4", "999999", "9" * 30])
def test_a_page_after_the_last_is_the_last_or_the_first(people, mission, page):
    rows = listed(mission.get(f"/personnes/list/?page={page}"))
    assert len(rows) == (10 if len(page) < 10 else 25)


@pytest.mark.parametrize("order", ["last_name", "-last_name", "gender", "-arrondissement", "age_band", "organisation"])
def test_pages_hold_each_row_once_though_many_are_equal(people, mission, order):
    pages = [listed(mission.get(f"/personnes/list/?order={order}&page={page}")) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert len({row_id for page in pages for row_id in page}) == 60
    assert listed(mission.get(f"/personnes/list/?order={order}&page=1")) == pages[0]


def test_the_reverse_order_is_the_reverse(people, mission):
    rows = listed(mission.get("/personnes/list/?order=last_name&size=100"))
    assert listed(mission.get("/personnes/list/?order=-last_name&size=100")) == rows[::-1]


def test_accents_do_not_change_the_order(session, mission):
    for name in ("Zola", "Émile", "Eluard", "Estève", "Łukasz", "Lyon"):
        make.PersonFactory(last_name=name, first_name=None)
    session.commit()
    page = document(mission.get("/personnes/list/"))
    names = [link.text_content().strip() for link in page.xpath('//tbody//a[contains(@href, "/show/")]')]
    assert list(dict.fromkeys(names)) == ["Eluard", "Émile", "Estève", "Łukasz", "Lyon", "Zola"]


# ---- Links keep what was asked ---------------------------------------------------------------------------------------

ASKED = (
    "f_arrondissement={0}&f_arrondissement={1}&f_gender=female&f_gender=male&q=zo%C3%A9&size=25&cols=last_name,gender"
)


# « Usual columns », and ready-made views of the list, which ask something of their own.
OTHER_VIEWS = '@class="column-choice" or contains(@class, "list__tabs")'


def test_repeated_filters_survive_paging_sorting_sizing_and_exporting(people, mission):
    query = ASKED.format(*people.values()) + "&order=-gender"
    page = document(mission.get(f"/personnes/list/?{query}&page=2"))
    links = [
        link
        for link in page.xpath(f"//main//a[not(ancestor::*[{OTHER_VIEWS}])]/@href")
        if "/personnes/list/?" in link or "/personnes/export" in link
    ]
    assert len(links) > 6
    kept = [(name, value) for name, value in parse_qsl(query) if name not in {"order", "size"}]
    removing = set(chips(mission.get(f"/personnes/list/?{query}")).values())
    for link in links:
        found = arguments(link)
        if link.replace("&page=2", "") in removing or link in removing:
            continue
        # The name stands in one column on screen, in two in the file.
        asked = [(name, value.replace("last_name", "last_name,first_name")) for name, value in kept]
        assert [pair for pair in (asked if "/export" in link else kept) if pair not in found] == [], link


def test_a_removed_chip_takes_its_own_filter_alone(people, mission):
    address = f"/personnes/list/?{ASKED.format(*people.values())}&page=2"
    found = chips(mission.get(address))
    assert len(found) == 5
    before = [pair for pair in arguments(address) if pair[0] != "page"]
    for text, link in found.items():
        after = arguments(link)
        assert len(after) == len(before) - 1, text
        assert set(after) < set(before)
    every = address
    for _ in range(5):
        every = next(iter(chips(mission.get(every)).values()))
    assert (chips(mission.get(every)), counter(mission.get(every))) == ({}, 60)


def test_the_search_form_sends_back_the_order_the_size_and_the_columns(people, mission):
    page = document(mission.get("/personnes/list/?order=-gender&size=50&cols=last_name,gender&cols=email"))
    hidden = page.xpath('//form[@id="list-form"]//input[@type="hidden"]')
    assert [(item.get("name"), item.get("value")) for item in hidden] == [
        ("order", "-gender"),
        ("cols", "last_name,gender,email"),
        ("size", "50"),
    ]


# ---- Search --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lukasz", True),
        ("ŁUKASZ", True),
        ("nandu", True),
        ("Ñandú łuk", True),
        ("amis du boeuf", True),
        ("AMIS DU BŒUF", True),
        ("ndu", True),
        ("lukasz absent", False),
        ("%", False),
        ("_____", False),
        ('"', False),
    ],
)
def test_the_search_reads_the_words_shown_without_accents_or_case(session, mission, words, found):
    association = make.OrganisationFactory(name="Les Amis du Bœuf")
    make.PersonFactory(last_name="Ñandú", first_name="Łukasz", organisation=association)
    make.PersonFactory(last_name="Autre", first_name="Personne")
    session.commit()
    answer = mission.get("/personnes/list/", query_string={"q": words})
    rows = listed(answer)
    if words in {"%", "_____", '"'}:
        assert len(rows) in (0, 2)  # no word at all: nothing is searched, or nothing found, but never one by wildcard
    else:
        assert (len(rows), counter(answer)) == ((1, 1) if found else (0, 0))


def test_the_search_follows_a_renamed_relation(session, mission):
    association = make.OrganisationFactory(name="Avant")
    make.PersonFactory(organisation=association)
    session.commit()
    association.name = "Désormais"
    session.commit()
    assert counter(mission.get("/personnes/list/?q=avant")) == 0
    assert counter(mission.get("/personnes/list/?q=desormais")) == 1


# ---- Excel ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "",
        "order=-age_band&cols=last_name,email,age_band",
        "q=durand&order=arrondissement&page=2",
        "f_gender=female&f_gender=male&f_arrondissement={1}&size=50",
        "f_arrondissement=none&order=-last_name",
        "f_to_complete=1&cols=email,gender,first_name",
    ],
)
def test_the_file_has_the_rows_order_and_columns_of_the_screen(people, mission, query):
    query = query.format(*people.values())
    first = mission.get(f"/personnes/list/?{query}")
    total, rows, page = counter(first), [], 1
    while len(rows) < total:
        shown = mission.get(f"/personnes/list/?{query}&page={page}" if "page" not in query else
                            f"/personnes/list/?{query.replace('page=2', f'page={page}')}")  # fmt: skip
        rows += document(shown).xpath("//table//tbody/tr")
        page += 1
    assert len(rows) == total
    (export,) = set(document(first).xpath('//a[normalize-space()="Excel"]/@href'))  # in the menu of a phone too
    sheet = workbook(mission.get(export)).worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    assert list(lines[0]) == IN_FILE.get(query, FILE)
    assert len(lines) - 1 == total
    for words in (found for row in rows for found in row.xpath('.//*[contains(@class, "visually-hidden")]')):
        words.drop_tree()  # what tells two rows apart by ear is not on the screen
    on_screen = [[" ".join(cell.text_content().split()) for cell in row.xpath("./td|./th")] for row in rows]
    places = {title: place for place, title in enumerate(lines[0])}
    both = [title for title in headers(first) if title in places]
    for cells, line in zip(on_screen, lines[1:], strict=True):
        if "Nom" in places:
            name = f"{line[places['Nom']]} {line[places['Prénom']]}"
            assert any(cell.startswith(name) for cell in cells)
        texts = [" ".join(str(line[places[title]]).split()) for title in both if line[places[title]] is not None]
        assert [text for text in texts if text not in cells] == []


def test_a_list_without_rows_exports_its_headers(people, mission):
    book = workbook(mission.get("/personnes/export?q=personne+de+ce+nom"))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == FILE
    assert [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None] == []
    assert len(sheet.tables) == 1
    assert facts(book)["Lignes"] == 0


def facts(book) -> dict[str, object]:
    """What the sheet « À propos » says."""
    return {row[0]: row[1] for row in book["À propos"].iter_rows(values_only=True)}


def test_the_about_sheet_says_whence_the_file_comes(people, client_as, session):
    user = make.UserFactory(first_name="Claire", last_name="Colin", roles=["mission"])
    client = client_as(user)
    answer = client.get(f"/personnes/export?q=durand&f_gender=male&f_arrondissement={people[5]}")
    book = workbook(answer)
    said = facts(book)
    assert said["Titre"] == "Personnes"
    assert "durand" in said["Filtres"]
    assert "Homme" in said["Filtres"]
    assert "5" in said["Filtres"]
    assert said["Exporté par"] == "Claire Colin"
    assert re.fullmatch(r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}", said["Exporté le"])
    assert said["Lignes"] == book.worksheets[0].max_row - 1
    assert said["Version de l’application"] == VERSION


def test_each_export_is_one_row_of_the_access_log(people, client_as, session):
    user = make.UserFactory(first_name="Claire", last_name="Colin", roles=["mission"])
    client = client_as(user)
    client.get("/personnes/list/?q=durand")
    assert session.scalars(select(AccessLog)).all() == []
    session.commit()
    client.get("/personnes/export?q=durand")
    client.get("/instances/export")
    session.rollback()
    logged = session.scalars(select(AccessLog).order_by(AccessLog.id)).all()
    assert [(row.user_id, row.user_name, row.action, row.what, row.row_count) for row in logged] == [
        (user.id, "Claire Colin", "export", "PersonView", 40),
        (user.id, "Claire Colin", "export", "InstanceView", 0),
    ]
    assert "durand" in logged[0].filters
    page = document(client_as("admin").get("/exports/list/", follow_redirects=True))
    assert len(page.xpath("//table//tbody/tr")) == 2


def test_an_export_does_not_mind_a_save_made_while_it_is_written(people, client_as, session, database, monkeypatch):
    """On SQLite a transaction that read before another wrote may no longer write: the log has one of its own."""

    def slow(*, rows, **options):
        def saved_meanwhile():
            yield from rows
            with unlimited_session(database.engine, today=TODAY) as colleague, writing():
                colleague.add(Person(last_name="Saved meanwhile"))
                colleague.commit()

        return stream_table(**options, rows=saved_meanwhile())

    monkeypatch.setattr("views.base.exporting.stream_table", slow)
    answer = client_as("mission").get("/personnes/export?q=durand")
    assert answer.status_code == 200
    session.rollback()
    logged = session.scalars(select(AccessLog)).one()
    assert (logged.what, logged.filters) == ("PersonView", "Recherche : durand")
    assert session.scalars(select(Person).filter_by(last_name="Saved meanwhile")).one()


def test_an_export_that_cannot_be_logged_is_not_sent(people, client_as, session, monkeypatch):
    def refuse(**_options):
        raise OperationalError("x", {}, Exception("database is locked"))

    monkeypatch.setattr("views.base.exporting.recording", refuse)
    assert client_as("mission").get("/personnes/export").status_code == 503


def test_a_refused_export_is_not_logged(people, client_as, session):
    client = client_as("saisie5")
    assert client.get("/personnes/export").status_code == 403
    session.rollback()
    assert session.scalars(select(AccessLog)).all() == []


def test_moments_are_filtered_by_the_day_in_paris(client_as, session):
    """An entry of 23:30 UTC on the 23rd is of the 24th in Paris."""
    for hour in ("2026-11-22T22:59:00", "2026-11-22T23:00:00", "2026-11-23T22:59:00", "2026-11-23T23:00:00"):
        make.AccessLogFactory(at=dt.datetime.fromisoformat(f"{hour}+00:00"))
    session.commit()
    client = client_as("admin")
    assert counter(client.get("/exports/list/", follow_redirects=True)) == 4
    assert counter(client.get("/exports/list/?f_at_from=23/11/2026&f_at_to=2026-11-23")) == 2
    assert counter(client.get("/exports/list/?f_at_from=24/11/2026")) == 1
    for query in ("f_at_from=0001-01-01&f_at_to=9999-12-31", "f_at_to=31/12/9999", "f_at_from=01/01/0001"):
        assert counter(client.get(f"/exports/list/?{query}")) == 4


@ON_SQLITE
def test_text_that_looks_like_a_formula_stays_text(session, mission):
    make.PersonFactory(last_name='=HYPERLINK("http://x")', first_name="+1", email="-a@example.org")
    session.commit()
    sheet = workbook(mission.get("/personnes/export?cols=last_name,first_name,email")).worksheets[0]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s"]
    assert sheet["A2"].value == '=HYPERLINK("http://x")'


def test_each_list_says_what_it_is_for_where_it_is_empty(app):
    """By its introduction or by the words of its empty state; a list of Flask-AppBuilder's own rows is never empty."""
    own_pages = {"RoleView", "AccessibilityView"}
    silent = [
        type(view).__name__
        for view in app.appbuilder.baseviews
        if isinstance(view, BackofficeView)
        and "list" not in view.exclude_route_methods
        and not (view.empty_for or view.empty_text or view.intro)
    ]
    assert set(silent) <= own_pages


@pytest.mark.parametrize(
    ("who", "to_do"),
    [
        ("mission", "Commencez par «\u00a0Ajouter\u00a0»."),
        ("direction", "Ce qui s’écrit ailleurs vient ici de soi-même."),
    ],
)
def test_an_empty_list_says_what_it_is_for_and_what_to_do(client_as, who, to_do):
    page = document(client_as(who).get("/sieges/list/?view=all"))
    assert f"Ici sont les sièges des instances, vacants ou pourvus. {to_do}" in [
        text.text_content() for text in page.xpath("//*[contains(@class, 'empty-state')]/p")
    ]
