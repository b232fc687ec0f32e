"""Dates to avoid: told from the first day to the last, of the city and of one's places; written where one may."""

import datetime as dt
import html
import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from mdo.days_off.avoided import avoided_on, check_date, dates_to_avoid, periods_to_avoid
from mdo.days_off.told import AVOIDED, ORDERS_END, ORDERS_ENDED, Days
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.run import plan
from mdo.series.dates import SeriesRule, slots_of
from models.calendar import FeedContent
from models.days_off import AvoidedKind, DateToAvoid
from tests.base.pages import document
from tests.kernel.imports.one_line import an_empty_register
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import hidden_value, post

day = dt.date.fromisoformat
LIGHTS = "Fête des Lumières"


def lights(**values):
    return make.DateToAvoidFactory(
        label=LIGHTS,
        kind=AvoidedKind.FESTIVAL_OF_LIGHTS,
        start_on=day("2026-12-05"),
        end_on=day("2026-12-08"),
        **values,
    )


@pytest.mark.parametrize(
    ("on", "told"),
    [("2026-12-04", ()), ("2026-12-05", (LIGHTS,)), ("2026-12-08", (LIGHTS,)), ("2026-12-09", ())],
)
def test_a_date_is_told_from_its_first_day_to_its_last(session, on, told):
    lights()
    assert avoided_on(day(on), dates_to_avoid(session, day(on), day(on))) == told


@pytest.mark.parametrize(
    ("on", "end_on", "ended"),
    [
        ("2026-12-10", None, False),
        ("2026-12-11", None, True),
        ("2026-12-31", None, True),
        ("2027-01-01", None, False),
        ("2026-12-19", "2026-12-18", False),
        ("2026-12-18", "2026-12-18", True),
    ],
)
def test_orders_end_from_the_last_day_for_orders_to_the_end_of_the_year(session, on, end_on, ended):
    make.DateToAvoidFactory(
        kind=AvoidedKind.LAST_ORDER, start_on=day("2026-12-11"), end_on=end_on and day(end_on), label="Clôture"
    )
    assert bool(Days(session, day(on), day(on)).said_of_order(day(on))) == ended
    assert dates_to_avoid(session, day(on), day(on)) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start_on": day("2026-12-05"), "end_on": day("2026-12-05")}, None),
        ({"start_on": day("2026-12-05"), "end_on": day("2026-12-04")}, "end_on"),
        ({"start_on": day("2026-12-05"), "end_on": day("2027-12-05")}, None),
        ({"start_on": day("2026-12-05"), "end_on": day("2027-12-06")}, "end_on"),
        ({"start_on": day("2026-12-05"), "is_city_council": True}, "is_city_council"),
        ({"start_on": day("2026-12-05"), "is_city_council": True, "kind": AvoidedKind.POLL}, None),
    ],
)
def test_a_date_holds_together(values, field):
    row = DateToAvoid(**{"kind": AvoidedKind.OTHER, "label": "x", **values})
    if field is None:
        check_date(row)
        return
    with pytest.raises(RuleViolation) as refused:
        check_date(row)
    assert refused.value.field == field


def test_a_referent_reads_the_city_and_her_own_and_writes_her_own_alone(session, client_as):
    fifth, third = make.ArrondissementFactory(number=5), make.ArrondissementFactory(number=3)
    city = lights()
    own = make.DateToAvoidFactory(label="Conseil du cinq", arrondissement=fifth)
    make.DateToAvoidFactory(label="Conseil du trois", arrondissement=third)
    session.commit()
    client = client_as("ref5")
    text = client.get("/dates-a-eviter/list/", follow_redirects=True).get_data(as_text=True)
    assert [LIGHTS in text, "Conseil du cinq" in text, "Conseil du trois" in text] == [True, True, False]
    assert client.get(f"/dates-a-eviter/edit/{own.id}").status_code == 200
    assert client.get(f"/dates-a-eviter/edit/{city.id}").status_code == 403
    typed = {"kind": "closure", "label": "Pont", "start_on": "2027-05-07"}
    refused = post(client, "/dates-a-eviter/add", typed)
    assert refused.status_code == 422
    assert 'value="Pont"' in refused.get_data(as_text=True)
    assert post(client, "/dates-a-eviter/add", {**typed, "arrondissement": fifth.id}).status_code == 302
    fifth_id = fifth.id
    session.rollback()
    assert session.scalars(select(DateToAvoid.arrondissement_id).where(DateToAvoid.label == "Pont")).all() == [fifth_id]


def test_the_form_of_a_meeting_and_its_saved_page_tell_of_it_and_refuse_nothing(session, client_as):
    fifth, third = make.ArrondissementFactory(number=5), make.ArrondissementFactory(number=3)
    lights()
    make.DateToAvoidFactory(label="Conseil du trois", arrondissement=third, start_on=day("2026-12-08"))
    make.DateToAvoidFactory(label="Conseil du cinq", arrondissement=fifth, start_on=day("2026-12-08"))
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    client = client_as("mission")
    form = client.get("/reunions/add")
    assert hidden_value(form, "csrf_token")
    at = {"start_at": "2026-12-08T18:30", "end_at": "2026-12-08T20:30", "instance": str(body.id)}
    told = client.get("/calendrier/conflits", query_string=at).get_data(as_text=True)
    assert [LIGHTS in told, "Conseil du cinq" in told, "Conseil du trois" in told] == [True, True, False]
    clear = client.get("/calendrier/conflits", query_string={**at, "start_at": "2026-12-09T18:30"})
    assert LIGHTS not in clear.get_data(as_text=True)
    saved = post(client, "/reunions/add", {**at, "title": "Plénière", "kind": "plenary", "state": "prepared"})
    assert LIGHTS in client.get(saved.location).get_data(as_text=True)


def test_the_calendar_and_the_addresses_that_hold_more_than_ones_own_meetings_tell_of_it(session, client_as):
    lights()
    session.commit()
    client = client_as("mission")
    assert client.get("/calendrier/?month=2026-12").get_data(as_text=True).count(LIGHTS) >= 4
    for content, told in ((FeedContent.ALL, 1), (FeedContent.MINE, 0)):
        page = post(client, "/mes-calendriers/add", {"label": "Agenda", "content": content.value})
        address = re.search(r'value="([^"]+\.ics)"', page.get_data(as_text=True))
        assert address
        file = client.get(urlsplit(address[1]).path).get_data(as_text=True)
        assert (file.count(LIGHTS), file.count("DTEND;VALUE=DATE:20261209")) == (told, told)


def test_a_series_steps_over_it_and_keeps_it_for_who_creates_again(session):
    make.DateToAvoidFactory(label="Conseil municipal", start_on=day("2026-12-01"))
    first = slots_of(SeriesRule(day("2026-12-01"), day("2026-12-31")), periods_to_avoid(session))[0]
    assert (first.day, [closure.label for closure in first.closures]) == (day("2026-12-02"), ["Conseil municipal"])


def test_the_first_page_has_a_pill_beside_the_meeting_of_its_place_alone(session, client_as):
    fifth, third = make.ArrondissementFactory(number=5), make.ArrondissementFactory(number=3)
    lights()
    make.DateToAvoidFactory(label="Conseil du trois", arrondissement=third, start_on=day("2026-12-08"))
    for number, on in ((5, 8), (5, 9)):
        body = make.InstanceFactory(arrondissements=[number])
        make.MeetingFactory(instance=body, start_at=dt.datetime(2026, 12, on, 17, 30, tzinfo=dt.UTC))
    session.commit()
    page = client_as("mission").get("/").get_data(as_text=True)
    assert (page.count(f'<span class="pill pill--warn">{LIGHTS}</span>'), "Conseil du trois" in page) == (1, False)
    assert fifth.number == 5


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2026-12-10", ""),
        ("2026-12-11", "est le dernier jour de commande (Clôture)"),
        ("2026-12-12", "Le dernier jour de commande était le"),
    ],
)
def test_the_form_of_an_order_says_that_orders_end(session, client_as, on, told):
    make.DateToAvoidFactory(kind=AvoidedKind.LAST_ORDER, start_on=day("2026-12-11"), label="Clôture")
    session.commit()
    client = client_as("mission")
    form = client.get("/bons-de-commande/add").get_data(as_text=True)
    box = re.search(r'data-conflicts="(/dates-a-eviter/jour[^"]+)" data-fields="ordered_on"', form)
    assert box
    found = client.get(f"{html.unescape(box[1])}&ordered_on={on}").get_data(as_text=True)
    assert (told in found) if told else not found


def test_a_file_of_meetings_tells_of_it_and_refuses_nothing(session):
    lights()
    make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    headers = ("Instance", "Date", "Type de réunion", "Ouverte au public")
    rows = (("Montchat", "08/12/2026 18:30", "plénière", ""), ("Montchat", "10/12/2026 18:30", "plénière", ""))
    made = plan(session, "meetings", workbook(headers, *rows), today=TODAY)
    told = [[message for message, _ in line.notes if message == AVOIDED] for line in made.lines]
    assert (told, [line.errors for line in made.lines]) == ([[AVOIDED], []], [[], []])


def test_the_new_date_of_a_meeting_that_is_moved_is_told_too(session, client_as):
    place = make.ArrondissementFactory(number=5)
    make.DateToAvoidFactory(label="Conseil du cinq", arrondissement=place, start_on=day("2026-12-15"))
    body = make.InstanceFactory(arrondissements=[5])
    meeting = make.MeetingFactory(instance=body, start_at=dt.datetime(2026, 12, 10, 17, 30, tzinfo=dt.UTC))
    session.commit()
    client = client_as("mission")
    form = client.get(f"/reunions/etat/{meeting.id}?to=postponed").get_data(as_text=True)
    box = re.search(r'data-conflicts="([^"]+)" data-fields="start_at end_at"', form)
    assert box
    for on, told in (("14", False), ("15", True), ("16", False)):
        found = client.get(f"{html.unescape(box[1])}&start_at=2026-12-{on}T18:30").get_data(as_text=True)
        assert ("Conseil du cinq" in found) == told


def test_a_file_of_orders_says_that_orders_ended(session):
    make.DateToAvoidFactory(kind=AvoidedKind.LAST_ORDER, start_on=day("2026-12-11"), label="Clôture")
    an_empty_register(session)
    headers = ("N° de marché", "N° BC", "Date de commande", "Montant HT")
    rows = [("AMO-2026-09", f"BC-{on}", f"{on}/12/2026", 1000) for on in (10, 11, 12)]
    made = plan(session, "purchase_orders", workbook(headers, *rows), today=TODAY)
    told = [[message for message, _ in line.notes] for line in made.lines]
    assert [(ORDERS_END in notes, ORDERS_ENDED in notes) for notes in told] == [
        (False, False),
        (True, False),
        (False, True),
    ]


def test_the_list_opens_on_the_dates_to_come_the_nearest_first(session, client_as):
    for label, first, last in (
        ("Passé", "2026-11-23", None),
        ("Jusqu’hier", "2026-11-20", "2026-11-23"),
        ("En cours", "2026-11-20", "2026-11-24"),
        ("Ce jour", "2026-11-24", None),
        ("Au loin", "2027-12-01", None),
        ("Bientôt", "2026-12-01", None),
    ):
        make.DateToAvoidFactory(label=label, start_on=day(first), end_on=day(last) if last else None)
    session.commit()
    client = client_as("mission")

    def labels(page):
        found = [cell.text_content() for cell in page.xpath("//tbody/tr/*")]
        names = ("Passé", "Jusqu’hier", "En cours", "Ce jour", "Au loin", "Bientôt")
        return [name for cell in found for name in names if cell.strip() == name]

    page = document(client.get("/dates-a-eviter/list/", follow_redirects=True))
    assert labels(page) == ["En cours", "Ce jour", "Bientôt", "Au loin"]
    (past,) = page.xpath('//a[normalize-space()="Passées"]/@href')
    assert labels(document(client.get(past))) == ["Passé", "Jusqu’hier"]
