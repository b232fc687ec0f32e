"""The calendar on screen: what stands on which day, what is folded, what narrows it, and what a form says of a date."""

import datetime as dt
import re
from typing import Any

import pytest
from icalendar import Calendar

from mdo.meetings.called import called
from models.meetings import MeetingKind, MeetingState
from tests.base.pages import document, opened
from tests.project.bans import ROOT
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.statements import count_statements
from views.base.database import db

DAY = dt.timedelta(days=1)
EVENING = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.UTC)
WHO_ASKS, CALENDAR = 1, 8  # of which one for the juries that sit


@prepared
def rows(session) -> dict[str, Any]:
    ref5 = account("ref5")
    fifth, seventh = (make.InstanceFactory(arrondissements=[number]) for number in (5, 7))
    made = {
        "today": make.MeetingFactory(title="Ce soir", instance=fifth, place="Mairie du 5e", room="Salle A"),
        "cancelled": make.MeetingFactory(
            title="Annulée", instance=fifth, start_at=EVENING + DAY, state=MeetingState.CANCELLED
        ),
        "seventh": make.MeetingFactory(title="Au 7e", instance=seventh, start_at=EVENING + DAY),
        "network": make.MeetingFactory(
            title="Réseau", instance=None, kind=MeetingKind.NETWORK, start_at=EVENING + 2 * DAY, facilitators=[ref5]
        ),
        "next": make.MeetingFactory(title="En décembre", instance=fifth, start_at=EVENING + 20 * DAY),
        "ref5": ref5,
        "body": fifth,
    }
    session.commit()
    return made


def table(answer) -> dict[str, list[str]]:
    """The meetings of each day of the month that has some, by the words of the day."""
    found = {}
    for cell in document(answer).xpath("//table[@data-calendar]//td[.//li]"):
        words = cell.xpath(".//a[@data-day]/@data-day")[0]
        found[words] = [" ".join(item.text_content().split()) for item in cell.xpath(".//li")]
    return found


def listed(answer) -> dict[str, list[str]]:
    """The meetings of the list by day, by title."""
    days = document(answer).xpath('//section[contains(@class, "agenda__day")]')
    return {
        day.get("aria-labelledby").removeprefix("day-"): [
            " ".join(title.text_content().split()) for title in day.xpath(".//h3")
        ]
        for day in days
    }


def titles(answer) -> set[str]:
    return {title for day in listed(answer).values() for title in day}


def test_a_meeting_stands_on_its_day_with_its_hour_its_kind_and_its_link(rows, client_as):
    answer = client_as("ref5").get("/calendrier/")
    cells = table(answer)
    [line] = cells["2026-11-24"]
    assert line.startswith("18 h 30 Ce soir, Plénière")
    assert "Annulée" in cells["2026-11-25"][0]
    today = document(answer).xpath('//td[@aria-current="date"]//a/@data-day')
    assert today == ["2026-11-24"]
    link = document(answer).xpath('//td[@aria-current="date"]//li/a/@href')
    assert link == [f"/reunions/show/{rows['today'].id}"]
    assert document(answer).xpath("//table//caption")[0].text_content() == "Réunions, novembre 2026"


def test_a_title_does_not_repeat_the_day_on_which_it_stands(rows, session, client_as):
    rows["today"].title = "Plénière du 24/11/2026"
    session.commit()
    answer = client_as("ref5").get("/calendrier/")
    [line] = table(answer)["2026-11-24"]
    assert line.startswith("18 h 30 Plénière, Plénière")
    assert "24/11/2026" not in line
    assert "Plénière" in titles(answer)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("ref5", {"Ce soir", "Annulée", "Réseau"}),
        ("ref7", {"Au 7e", "Réseau"}),
        ("mission", {"Ce soir", "Annulée", "Au 7e", "Réseau"}),
        ("elu5", set()),
    ],
)
def test_each_reader_sees_the_meetings_of_her_scope(rows, client_as, who, expected):
    assert titles(client_as(who).get("/calendrier/")) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("f_kind=network", {"Réseau"}),
        ("f_kind=plenary", {"Ce soir", "Annulée", "Au 7e"}),
        ("f_kind=plenary&f_kind=network", {"Ce soir", "Annulée", "Au 7e", "Réseau"}),
        ("f_arrondissement={fifth}", {"Ce soir", "Annulée"}),
        ("f_instance={body}", {"Ce soir", "Annulée"}),
        ("f_instance=none", {"Réseau"}),
        ("f_instance=none&f_instance={body}", {"Ce soir", "Annulée", "Réseau"}),
        ("f_kind=network&f_arrondissement={fifth}", set()),
        ("month=2026-12", {"En décembre"}),
        ("day=2026-11-24", {"Ce soir"}),
        ("day=2026-11-23", set()),
        ("month=2026-12&f_kind=bureau", set()),
        ("month=nonsense", {"Ce soir", "Annulée", "Au 7e", "Réseau"}),
        ("day=9999-12-31", {"Ce soir", "Annulée", "Au 7e", "Réseau"}),
    ],
)
@ON_SQLITE
def test_the_address_narrows_the_calendar(rows, client_as, query, expected):
    place = rows["body"].arrondissements[0].id
    answer = client_as("mission").get("/calendrier/?" + query.format(fifth=place, body=rows["body"].id))
    assert answer.status_code == 200
    assert titles(answer) == expected


@ON_SQLITE
def test_the_filters_are_chips_that_travel_from_month_to_month(rows, client_as):
    page = document(client_as("mission").get("/calendrier/?f_kind=network&month=2026-11"))
    assert [" ".join(chip.text_content().split()) for chip in page.xpath('//a[@class="chip"]')] == [
        "Retirer le filtre Type de réunion\u00a0: Réunion bimestrielle du réseau".replace("\u00a0", " ")
    ]
    steps = page.xpath('//a[@rel="prev" or @rel="next"]/@href')
    assert steps == [
        "/calendrier/?f_kind=network&month=2026-10",
        "/calendrier/?f_kind=network&month=2026-12",
    ]


@ON_SQLITE
@pytest.mark.parametrize(("count", "shown", "more"), [(4, 4, False), (5, 5, False), (6, 4, True)])
def test_a_full_day_is_folded_and_opens(session, client_as, count, shown, more):
    body = make.InstanceFactory(arrondissements=[5])
    for number in range(count):
        make.MeetingFactory(title=f"Réunion {number}", instance=body)
    client = client_as("mission")
    page = client.get("/calendrier/")
    lines = table(page)["2026-11-24"]
    folded = document(page).xpath('//table//li[@class="calendar__folded"]')
    assert (len([line for line in lines if "Réunion" in line]), len(folded)) == (count, count - shown)
    assert any(line.startswith("+ 2 autres") for line in lines) is more
    assert len(titles(client.get("/calendrier/?day=2026-11-24"))) == count


@ON_SQLITE
def test_holidays_are_said_in_words(session, client_as):
    make.SchoolHolidayFactory(label="Vacances d’essai", start_on=dt.date(2031, 11, 5), end_on=dt.date(2031, 11, 12))
    page = document(client_as("ref5").get("/calendrier/?month=2031-11&view=month"))
    notes = [" ".join(note.text_content().split()) for note in page.xpath('//span[@class="calendar__note"]')]
    assert "Armistice" in notes
    assert notes.count("Vacances d’essai") == 2  # where they begin, and again on Monday


@ON_SQLITE
def test_a_meeting_over_midnight_stands_on_both_days_and_one_that_ends_at_midnight_on_one(session, client_as):
    body, before = make.InstanceFactory(arrondissements=[5]), EVENING - 7 * DAY
    make.MeetingFactory(title="Nuit blanche", instance=body, end_at=EVENING + dt.timedelta(hours=8))
    make.MeetingFactory(title="Jusqu'à minuit", instance=body, start_at=before, end_at=before + dt.timedelta(hours=5.5))
    days = {day: lines for day, lines in listed(client_as("mission").get("/calendrier/")).items() if lines}
    assert days == {
        "2026-11-17": ["Jusqu'à minuit"],
        "2026-11-24": ["Nuit blanche"],
        "2026-11-25": ["Nuit blanche"],
    }


@ON_SQLITE
def test_a_meeting_is_taken_as_a_file_by_who_may_see_it(rows, client_as):
    own, other = rows["today"], rows["seventh"]
    client = client_as("ref5")
    answer = client.get(f"/calendrier/reunion/{own.id}.ics")
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(dt.UTC) == own.start_at
    assert str(event["URL"]).endswith(f"/reunions/show/{own.id}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=mdo-2026-11-24.ics"
    assert client.get(f"/calendrier/reunion/{other.id}.ics").status_code == 404
    assert client.get("/calendrier/reunion/999999999999.ics").status_code == 404


def test_a_month_costs_the_same_whatever_it_holds(app, session, rows, client_as):
    client = client_as("ref5")
    with app.app_context():
        engine = db.engine

    def cost(address: str) -> int:
        with count_statements(engine) as sent:
            assert client.get(address).status_code == 200
        return len(sent)

    few = cost("/calendrier/")
    with make.together():
        for number in range(60):
            body = make.InstanceFactory(arrondissements=[5])
            make.MeetingFactory(instance=body, start_at=EVENING + number % 20 * DAY)
    session.commit()
    assert cost("/calendrier/") == few == WHO_ASKS + CALENDAR
    assert cost("/calendrier/?view=agenda&day=2026-11-24") <= few


# ---- What a form says of a date --------------------------------------------------------------------------------------


def remarks(answer) -> str:
    return " ".join(document(answer).text_content().split())


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2027-11-11T18:30", "Jeudi 11 novembre 2027 est un jour férié : Armistice."),
        ("11/11/2027 18 h 30", "Jeudi 11 novembre 2027 est un jour férié : Armistice."),
        ("2027-11-13T10:00", "Samedi 13 novembre 2027 : c’est un week-end."),
        ("2026-11-26T19:00", "Déjà pris à ce moment :"),
        ("2027-11-12T10:00", "Rien ne s’oppose au vendredi 12 novembre 2027."),
    ],
)
@ON_SQLITE
def test_the_date_of_a_form_is_answered_in_sentences(rows, client_as, start, expected):
    client = client_as("ref5")
    query = {"start_at": start, "instance": rows["body"].id}
    text = remarks(client.get("/calendrier/conflits", query_string=query))
    assert expected in text.replace("\u00a0", " ")


@ON_SQLITE
def test_the_meeting_that_holds_the_place_is_named_with_its_body(rows, client_as):
    query = {"start_at": "2026-11-24T18:30", "place": "Mairie du 5e", "room": "Salle A"}
    text = remarks(client_as("ref5").get("/calendrier/conflits", query_string=query)).replace("\u00a0", " ")
    assert f"par « {called(rows['today'])} »" in text


@ON_SQLITE
@pytest.mark.parametrize("start", ["", "hier", "2020-01-01T18:30", "9999-12-31T18:30", "0001-01-01T00:00"])
def test_a_date_that_is_none_or_past_is_answered_by_nothing(rows, client_as, start):
    answer = client_as("ref5").get("/calendrier/conflits", query_string={"start_at": start})
    assert answer.status_code == 200
    assert not answer.get_data(as_text=True).strip()


@ON_SQLITE
@pytest.mark.parametrize(
    "query",
    [
        "instance=x&organiser=-1",
        "instance=99999999999",
        "end_at=9999-01-01T00:00",
        "facilitators=9" * 40,
    ],
)
def test_what_is_not_understood_is_left_aside(rows, client_as, query):
    answer = client_as("ref5").get(f"/calendrier/conflits?start_at=2027-11-11T18:30&{query}")
    assert "Armistice" in answer.get_data(as_text=True)


def test_a_warning_stops_no_save_and_is_read_after_it(session, rows, client_as):
    client = client_as("ref5")
    values = {
        "title": "Le jour de l'armistice",
        "kind": "plenary",
        "instance": rows["body"].id,
        "start_at": "2027-11-11T18:30",
        "end_at": "2027-11-11T21:00",
    }
    form = opened(client, "/reunions/add")
    answer = post(client, "/reunions/add", form | values, follow_redirects=True)
    assert answer.status_code == 200
    text = remarks(answer).replace("\u00a0", " ")
    assert "Enregistré : Le jour de l'armistice" in text
    assert "Jeudi 11 novembre 2027 est un jour férié" in text


@ON_SQLITE
def test_a_form_that_comes_back_says_what_speaks_against_its_date(rows, client_as):
    client = client_as("ref5")
    values = {"title": "", "kind": "plenary", "start_at": "2027-11-11T18:30", "end_at": "2027-11-11T21:00"}
    answer = post(client, "/reunions/add", opened(client, "/reunions/add") | values)
    assert answer.status_code == 422
    assert "est un jour férié" in remarks(answer)


@ON_SQLITE
def test_the_page_of_a_meeting_gives_its_file(rows, client_as):
    page = document(client_as("ref5").get(f"/reunions/show/{rows['today'].id}"))
    [link] = page.xpath('//a[contains(@href, ".ics")]/@href')
    assert link == f"/calendrier/reunion/{rows['today'].id}.ics"


@ON_SQLITE
def test_each_arrondissement_has_its_name_and_a_colour_of_its_own(session, client_as):
    for numbers in ([3, 7], [5], []):
        make.MeetingFactory(title=f"Dans {numbers}", instance=make.InstanceFactory(arrondissements=numbers))
    page = document(client_as("mission").get("/calendrier/"))
    for part in ('//td[@aria-current="date"]//li', '//section[@aria-labelledby="day-2026-11-24"]//li'):
        marks = [
            [(mark.text_content(), mark.get("class")) for mark in line.xpath('.//span[starts-with(@class, "place")]')]
            for line in page.xpath(part)
        ]
        third, fifth, seventh = (
            (make.ArrondissementFactory(number=number).name, f"place-mark place-mark--{number}") for number in (3, 5, 7)
        )
        assert sorted(marks) == [[], [third, seventh], [fifth]]
    sheet = (ROOT / "static/css/places.css").read_text("utf-8")
    for theme in ("\n.place-mark", '[data-bs-theme="dark"] .place-mark'):
        colours = re.findall(re.escape(theme) + r"--(\d) \{\s+--place: (#\w{6});", sheet)
        assert [number for number, _ in colours] == list("123456789")
        assert len({colour for _, colour in colours}) == 9
