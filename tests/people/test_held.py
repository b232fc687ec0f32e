"""The list of people tells what each holds, is filtered by it, and says why a search found a row."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from models.instances import Instance
from models.people import Person
from tests.base.pages import document, listed
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements


@prepared
def people(session):
    """One with two mandates, of which one is over soon, one whose term passed, one who left, one who holds none."""
    old, young = (
        make.InstanceFactory(arrondissements=[5], name=name) for name in ("Conseil de quartier Est", "Jeunes")
    )
    found = {name: make.PersonFactory(last_name=name, first_name="Zoé") for name in ("Un", "Échu", "Parti", "Rien")}
    found["Un"].notes = "Parle couramment le portugais"
    make.MandateFactory(instance=old, person=found["Un"], planned_end_on=dt.date(2026, 12, 31))
    make.MandateFactory(instance=young, person=found["Un"], planned_end_on=dt.date(2027, 12, 31))
    make.MandateFactory(instance=old, person=found["Échu"], planned_end_on=dt.date(2026, 7, 31))
    make.MandateFactory(instance=old, person=found["Parti"], ended_on=dt.date(2026, 6, 30))
    session.commit()
    return {"old": old.id, "young": young.id, **{name: row.id for name, row in found.items()}}


def cells(answer) -> dict[str, list[str]]:
    """By name, what the line says of the mandate: the body with how many others, the function, the end."""
    lines = document(answer).xpath("//table//tbody/tr")
    return {
        line.xpath("string(th/a)").split()[0]: [cell.text_content() + cell.get("data-more", "") for cell in line[2:5]]
        for line in lines
    }


def test_each_line_tells_the_mandate_that_ends_first_and_how_many_others(client_as, people):
    told = cells(client_as("mission").get("/personnes/list/?all=1"))
    assert told["Un"][::2] == ["CQ Est+1", "31/12/2026"]
    assert told["Échu"][::2] == ["CQ Est", "31/07/2026"]
    assert told["Parti"] == told["Rien"] == ["", "", ""]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("f_instance={old}", {"Un": "CQ Est+1", "Échu": "CQ Est"}),
        ("f_instance={young}", {"Un": "Jeunes+1"}),
        ("f_mandate_status=expired", {"Échu": "CQ Est"}),
        ("f_mandate_end_to=2026-12-31", {"Un": "CQ Est+1", "Échu": "CQ Est"}),
        ("f_mandate_end_from=2027-01-01", {"Un": "Jeunes+1"}),
    ],
)
def test_the_list_is_filtered_by_what_they_hold_and_tells_that_mandate(client_as, people, query, found):
    told = cells(client_as("mission").get(f"/personnes/list/?{query.format(**people)}"))
    assert {name: cell[0] for name, cell in told.items()} == found


def test_a_row_says_why_it_was_found_where_no_cell_does(client_as, people):
    mission = client_as("mission")
    page = document(mission.get("/personnes/list/?q=portugais"))
    assert page.xpath('//*[@class="why"]/text()') == ["Remarques\u00a0: Parle couramment le portugais"]
    assert not document(mission.get("/personnes/list/?q=zo%C3%A9")).xpath('//*[@class="why"]')
    # Who may not read what was found there finds nobody.
    assert listed(client_as("direction").get("/personnes/list/?q=portugais")) == []


def test_bodies_tell_their_meetings_and_their_vacant_seats(client_as, session):
    body = make.InstanceFactory(name="Conseil citoyen", arrondissements=[5])
    for day, state in (
        (dt.datetime(2020, 3, 2, 18, tzinfo=dt.UTC), "held"),
        (dt.datetime(2020, 4, 2, tzinfo=dt.UTC), "cancelled"),
    ):
        make.MeetingFactory(instance=body, start_at=day, end_at=day + dt.timedelta(hours=2), state=state)
    day = dt.datetime(2120, 3, 2, 18, tzinfo=dt.UTC)
    make.MeetingFactory(instance=body, start_at=day, end_at=day + dt.timedelta(hours=2))
    body.type.membership = "closed"
    make.SeatFactory(instance=body)
    session.commit()
    (line,) = document(client_as("mission").get("/instances/list/?all=1")).xpath("//table//tbody/tr")
    assert [cell.text_content() for cell in line[-4:-1]] == ["02/03/2020", "02/03/2120", "1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("est", {"Un", "Échu"}),  # not who left
        ("cq", {"Un", "Échu"}),  # as the cell says it
        ("cq est", {"Un", "Échu"}),
        ("conseil de quartier", {"Un", "Échu"}),
        ("jeunes", {"Un"}),  # another than the one told first
        ("échu est", {"Échu"}),
        ("zoé jeunes", {"Un"}),
        ("fonction est", {"Un", "Échu"}),
        ("est unes", set()),  # nor the inside of a word
        ("je", set()),  # two letters are a word of their own
    ],
)
def test_a_search_finds_what_the_columns_of_mandates_say(client_as, people, words, found):
    assert set(cells(client_as("mission").get(f"/personnes/list/?all=1&q={words}"))) == found


def test_the_mandate_that_a_search_found_is_the_one_told(client_as, people):
    told = cells(client_as("mission").get("/personnes/list/?all=1&q=jeunes"))
    assert told["Un"][::2] == ["Jeunes+1", "31/12/2027"]


def test_a_search_finds_nothing_by_the_bodies_that_one_does_not_see(session, client_as, people):
    far = make.InstanceFactory(arrondissements=[7], name="Conseil de quartier Lointain")
    make.MandateFactory(instance=far, person=session.get(Person, people["Un"]))
    session.commit()
    assert set(cells(client_as("mission").get("/personnes/list/?all=1&q=lointain"))) == {"Un"}
    assert cells(client_as("ref5").get("/personnes/list/?all=1&q=lointain")) == {}
    assert set(cells(client_as("ref5").get("/personnes/list/?all=1&q=jeunes"))) == {"Un"}


def test_the_file_and_the_record_follow_what_the_list_found(client_as, people):
    client, address = client_as("mission"), "/personnes/list/?all=1&q=cq"
    book = load_workbook(io.BytesIO(client.get("/personnes/export?q=cq").get_data()))
    assert [cell.value for cell in book.worksheets[0]["A"]][1:3] == ["Échu", "Un"]
    opened = client.get(f"/personnes/show/{people['Un']}", headers={"Referer": f"http://localhost{address}"})
    assert "2 / 2" in " ".join(document(opened).text_content().split())


def test_a_search_by_bodies_asks_as_many_statements_for_one_row_as_for_many(session, client_as, people):
    client = client_as("mission")
    with count_statements(session.get_bind()) as few:
        client.get("/personnes/list/?all=1&q=jeunes")
    for _number in range(20):
        make.MandateFactory(instance=session.get(Instance, people["young"]), person=make.PersonFactory())
    session.commit()
    with count_statements(session.get_bind()) as many:
        client.get("/personnes/list/?all=1&q=jeunes")
    assert len(many) <= len(few)
