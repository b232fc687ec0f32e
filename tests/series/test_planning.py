"""Series created from a preview and changed later: what is stored, what moves, what stays, and the undo of both."""

import datetime as dt
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.days_off.days import school_periods
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import day_of
from mdo.kernel.journal.undo import undo
from mdo.series.dates import minute_of
from mdo.series.planning import (
    MeetingChange,
    NewMeeting,
    apply_plan,
    can_change,
    check_line,
    create_series,
    hosts_in_order,
    meetings_from,
    plan,
)
from models.journal import JournalEntry
from models.meetings import Meeting, MeetingKind, MeetingState
from models.network import MeetingSeries, SlotRule
from models.territory import Arrondissement
from tests.meetings.reading import take_back
from tests.support import ON_SQLITE, TODAY
from tests.support.application import account
from tests.support.factories import DateToAvoidFactory, InstanceFactory, MeetingSeriesFactory
from tests.support.forms import post
from tests.support.rows import day

EVENING = 18 * 60 + 30
DAYS = ("12/01/2027", "09/03/2027", "11/05/2027")


def series_with_meetings(session: Session, *days: str, host: int = 8) -> tuple[MeetingSeries, list[Meeting]]:
    """A series of evening meetings at the mairies from the 8e on."""
    hosts = list(hosts_in_order(session).values())
    lines = [
        NewMeeting(day(text), EVENING, EVENING + 120, "Réseau", hosts[(host - 1 + number) % 9])
        for number, text in enumerate(days)
    ]
    series = MeetingSeriesFactory.build()
    meetings = create_series(session, series, lines)
    session.commit()
    return series, meetings


def last_entry(session: Session) -> JournalEntry:
    found = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"title": ""}, "title"),
        ({"end_minute": EVENING}, "end"),
        ({"end_minute": EVENING + 1}, None),
        ({"end_minute": EVENING + 720}, None),
        ({"end_minute": EVENING + 721}, "end"),
    ],
)
def test_a_line_is_titled_and_ends_after_it_begins(values: dict[str, Any], field: str | None) -> None:
    line = NewMeeting(
        **{"day": TODAY, "start_minute": EVENING, "end_minute": EVENING + 60, "title": "Réseau", **values}
    )
    if field is None:
        check_line(line)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_line(line)
    assert refusal.value.field == field


def test_a_series_makes_meetings_of_the_network_at_their_hosts_and_undo_takes_all_back(session: Session) -> None:
    series, meetings = series_with_meetings(session, *DAYS)
    assert [(row.kind, row.state, row.instance_id, row.series) for row in meetings] == [
        (MeetingKind.NETWORK, MeetingState.PREPARED, None, series)
    ] * 3
    assert [row.host.number for row in meetings] == [8, 9, 1]
    assert [row.place for row in meetings] == [row.host.mairie_address for row in meetings]
    assert [(day_of(row.start_at), minute_of(row.start_at)) for row in meetings] == [(day(on), EVENING) for on in DAYS]
    assert [row.end_at - row.start_at for row in meetings] == [dt.timedelta(hours=2)] * 3
    undo(session, last_entry(session), TODAY)
    session.commit()
    assert session.scalars(select(Meeting)).all() == []
    assert session.scalars(select(MeetingSeries)).all() == []


def test_a_series_without_a_meeting_is_refused(session: Session) -> None:
    with pytest.raises(RuleViolation):
        create_series(session, MeetingSeriesFactory.build(), [])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (MeetingChange(start_minute=14 * 60), [("12/01/2027", 840, 8), ("09/03/2027", 840, 9), ("11/05/2027", 840, 1)]),
        (
            MeetingChange(first_host_id=9),
            [("12/01/2027", EVENING, 9), ("09/03/2027", EVENING, 1), ("11/05/2027", EVENING, 2)],
        ),
        (
            MeetingChange(rule=SlotRule.SAME_WEEKDAY, weekday=3),  # the first possible Thursdays
            [("07/01/2027", EVENING, 8), ("04/03/2027", EVENING, 9), ("13/05/2027", EVENING, 1)],
        ),
        (
            MeetingChange(rule=SlotRule.FIRST_WORKING_DAY),
            [("04/01/2027", EVENING, 8), ("01/03/2027", EVENING, 9), ("03/05/2027", EVENING, 1)],
        ),
    ],
)
def test_what_a_change_makes_of_the_meetings_that_follow(
    session: Session, change: MeetingChange, expected: list[tuple[str, int, int]]
) -> None:
    series, meetings = series_with_meetings(session, *DAYS)
    hosts = hosts_in_order(session)
    if change.first_host_id is not None:
        change = MeetingChange(
            first_host_id=next(row.id for row in hosts.values() if row.number == change.first_host_id)
        )
    planned = plan(meetings_from(session, series), change, hosts, school_periods(session), TODAY)
    assert apply_plan(planned) == 3
    session.commit()
    found = [(day_of(row.start_at), minute_of(row.start_at), row.host.number) for row in meetings]
    assert found == [(day(on), minute, number) for on, minute, number in expected]
    assert [row.place for row in meetings] == [row.host.mairie_address for row in meetings]
    assert [row.sequence for row in meetings] == [1, 1, 1]
    undo(session, last_entry(session), TODAY)
    session.commit()
    session.expire_all()
    assert [(day_of(row.start_at), minute_of(row.start_at), row.host.number) for row in meetings] == [
        (day(on), EVENING, number) for on, number in zip(DAYS, (8, 9, 1), strict=True)
    ]


def test_meetings_already_convened_held_or_past_stay_as_they_are(session: Session) -> None:
    _series, meetings = series_with_meetings(session, "20/11/2026", *DAYS, "06/07/2027")
    meetings[1].state = MeetingState.CONVENED
    meetings[2].convened_at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    meetings[3].state = MeetingState.CANCELLED
    session.commit()
    assert [can_change(row) for row in meetings] == [True, False, False, False, True]
    before = [row.sequence for row in meetings]
    planned = plan(meetings, MeetingChange(place="Hôtel de Ville"), hosts_in_order(session), (), TODAY)
    assert [item.meeting for item in planned] == [meetings[4]]
    apply_plan(planned)
    session.commit()
    assert [row.sequence - old for row, old in zip(meetings, before, strict=True)] == [0, 0, 0, 0, 1]


def test_a_change_of_nothing_raises_no_revision(session: Session) -> None:
    _series, meetings = series_with_meetings(session, *DAYS)
    planned = plan(meetings, MeetingChange(start_minute=EVENING), hosts_in_order(session), (), TODAY)
    assert apply_plan(planned) == 0
    assert [row.sequence for row in meetings] == [0, 0, 0]


def test_a_meeting_convened_after_the_preview_is_not_moved(session: Session) -> None:
    _series, meetings = series_with_meetings(session, *DAYS)
    planned = plan(meetings, MeetingChange(start_minute=840), hosts_in_order(session), (), TODAY)
    meetings[0].state = MeetingState.CONVENED
    with pytest.raises(RuleViolation):
        apply_plan(planned)


# ---- On screen -------------------------------------------------------------------------------------------------------

_ASKED = {
    "title": "Réunion du réseau",
    "first_on": "2027-01-01",
    "last_on": "2027-06-30",
    "every_months": "2",
    "rule": "first_working_day",
    "weekday": "",
    "start_minute": "18:30",
    "length_minutes": "120",
}


def asked(session: Session, **values: str) -> dict[str, str]:
    ninth = session.scalars(select(Arrondissement.id).where(Arrondissement.number == 9)).one()
    return {**_ASKED, "first_host": str(ninth), **values}


def lines(*days: str, **values: str) -> dict[str, str]:
    sent = {"lines": str(len(days))}
    for number, on in enumerate(days):
        of_line = {"day": on, "start": "18:30", "end": "20:30", "host": "", "place": "", "title": "Réseau", "keep": "1"}
        sent |= {f"{name}_{number}": value for name, value in of_line.items()}
    return sent | values


def words(client: FlaskClient, url: str, data: dict[str, str]) -> tuple[int, str]:
    page = post(client, url, data)
    return page.status_code, page.get_data(as_text=True)


@ON_SQLITE
def test_the_preview_shows_each_day_its_host_and_why_it_moved(session: Session, client_as: Any) -> None:
    status, page = words(client_as("mission"), "/series/add", asked(session))
    assert status == 200
    for text in ('value="2027-01-04"', 'value="2027-03-01"', 'value="2027-05-03"', "vacances de Noël"):
        assert text in page
    hosts = [page.index(f"Lyon {name}</option>", page.index(f'name="host_{number}"')) for number, name in ((0, "9e"),)]
    assert hosts
    session.rollback()
    assert session.scalars(select(Meeting)).all() == []


@ON_SQLITE
@pytest.mark.parametrize(("of_a_body", "hosts"), [(False, ["9", "1", "2"]), (True, ["", "", ""])])
def test_a_body_that_is_chosen_by_hand_meets_at_home(
    session: Session, client_as: Any, of_a_body: bool, hosts: list[str]
) -> None:
    """The form proposes the next mairie of the network: its turn is no matter of a body."""
    body = InstanceFactory(arrondissements=[3])
    session.commit()
    values = {"instance": str(body.id), "kind": "plenary"} if of_a_body else {}
    _, page = words(client_as("mission"), "/series/add", asked(session, **values))
    names = {str(row.id): str(row.number) for row in session.scalars(select(Arrondissement))}
    choices = html.fromstring(page).xpath("//select[starts-with(@name, 'host_')]")
    assert [names.get(choice.xpath("string(option[@selected]/@value)"), "") for choice in choices] == hosts


@ON_SQLITE
@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, 200),
        ({"last_on": "2026-12-31"}, 422),
        ({"last_on": "2040-01-01"}, 422),
        ({"start_minute": "25:00"}, 422),
        ({"rule": "same_weekday"}, 422),
        ({"rule": "same_weekday", "weekday": "1"}, 200),
        ({"every_months": "0"}, 422),
        ({"then": "back"}, 200),
    ],
)
def test_what_may_be_asked(session: Session, client_as: Any, values: dict[str, str], status: int) -> None:
    found, page = words(client_as("mission"), "/series/add", asked(session, **values))
    assert found == status
    assert "Réunion du réseau" in page


@ON_SQLITE
def test_kept_lines_are_created_as_typed_as_one_operation(session: Session, client_as: Any) -> None:
    client = client_as("mission")
    sent = lines("2027-01-05", "2027-03-01", "2027-05-03", keep_1="", start_0="14:00", end_0="16:00", place_2="Salle 3")
    answer = post(client, "/series/create", {**asked(session), **sent}, follow_redirects=True)
    assert "Annuler l’opération" in answer.get_data(as_text=True)
    session.rollback()
    found = session.scalars(select(Meeting).order_by(Meeting.start_at)).all()
    assert [(day_of(row.start_at), minute_of(row.start_at), row.place) for row in found] == [
        (day("05/01/2027"), 840, None),
        (day("03/05/2027"), EVENING, "Salle 3"),
    ]
    assert {row.series.title for row in found} == {"Réunion du réseau"}
    entry = last_entry(session)
    assert session.scalars(select(JournalEntry).where(JournalEntry.id > entry.id)).all() == []


@ON_SQLITE
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"day_0": "2027-02-30"}, "24/11/2026"),
        ({"start_0": "25:00"}, "18:30"),
        ({"end_0": "18:00"}, "douze heures"),
        ({"title_0": ""}, "titre"),
        ({"day_0": "2027-05-06"}, "Ascension"),
        ({"day_0": "2027-01-09"}, "week-end"),
        ({"day_0": "2027-02-16"}, "vacances d’hiver"),
    ],
)
def test_a_wrong_or_closed_line_comes_back_with_all_that_was_typed(
    session: Session, client_as: Any, values: dict[str, str], says: str
) -> None:
    sent = {**asked(session), **lines("2027-01-05", "2027-03-01", place_1="Salle 3"), **values}
    status, page = words(client_as("mission"), "/series/create", sent)
    assert status == 422
    assert "Salle 3" in page
    session.rollback()
    assert session.scalars(select(Meeting)).all() == []


@ON_SQLITE
def test_a_closed_day_is_kept_when_it_is_said_twice(session: Session, client_as: Any) -> None:
    sent = {**asked(session), **lines("2027-02-16", accepted_0="2027-02-16")}
    assert post(client_as("mission"), "/series/create", sent).status_code == 302


@ON_SQLITE
def test_a_change_is_looked_at_then_applied_and_refused_when_the_meetings_moved(
    session: Session, client_as: Any
) -> None:
    series, meetings = series_with_meetings(session, *DAYS)
    client = client_as("mission")
    assert client.get(f"/series/change/{series.id}?meeting={meetings[1].id}").status_code == 200
    sent = {"meeting": str(meetings[1].id), "which": "following", "start_minute": "14:00"}
    status, page = words(client, f"/series/change/{series.id}", sent)
    assert status == 200
    assert "14:00" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert post(client, f"/series/change/{series.id}", {**sent, "then": "apply", "seen": "1.1"}).status_code == 409
    assert post(client, f"/series/change/{series.id}", {**sent, "then": "apply", "seen": seen}).status_code == 302
    session.rollback()
    assert [minute_of(row.start_at) for row in meetings] == [EVENING, 840, 840]
    assert post(client, f"/series/change/{series.id}", {**sent, "which": "one", "start_minute": ""}).status_code == 422


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "address", "status"),
    [
        ("ref3", "/series/add", 403),
        ("stagiaire", "/series/add", 403),
        ("direction", "/series/add", 403),
        ("responsable", "/series/add", 200),
        ("admin", "/series/add", 200),
        ("ref3", "/vacances-scolaires/load", 403),
        ("responsable", "/vacances-scolaires/load", 200),
    ],
)
def test_who_plans_the_network(client_as: Any, reader: str, address: str, status: int) -> None:
    found = client_as(reader).get(address).status_code
    assert found == status or (status == 403 and found == 302)


def test_the_organiser_of_a_series_is_who_created_it(session: Session) -> None:
    _, meetings = series_with_meetings(session, DAYS[0])
    assert meetings[0].organiser_id == context_of(session).actor_id


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "values", "is_offered"),
    [
        ("mission", {}, True),
        ("ref3", {}, False),
        ("direction", {}, False),
        ("mission", {"state": MeetingState.CONVENED}, False),
        ("mission", {"series_id": None}, False),
    ],
)
def test_the_page_of_a_meeting_leads_to_the_change_of_those_that_follow(
    session: Session, client_as: Any, reader: str, values: dict[str, Any], is_offered: bool
) -> None:
    if reader == "ref3":
        account(reader)
    _, meetings = series_with_meetings(session, *DAYS)
    for name, value in values.items():
        setattr(meetings[1], name, value)
    session.commit()
    pk, series_id = meetings[1].id, meetings[0].series_id
    page = html.document_fromstring(client_as(reader).get(f"/reunions/show/{pk}").text)
    links = page.xpath(f'//a[@href="/series/change/{series_id}?meeting={pk}"]')
    assert (len(links) == 1) is is_offered
    is_told = reader != "ref3" and "series_id" not in values
    assert bool(page.xpath(f'//dd/a[@href="/series/show/{series_id}"]')) is is_told
    if is_offered:
        asked = client_as(reader).get(links[0].get("href")).text
        assert "celle-ci" in asked.lower()


# ---- Of a body -------------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_a_body_plans_its_year_from_its_page_and_one_undo_takes_it_back(session: Session, client_as: Any) -> None:
    body = InstanceFactory(name="Conseil de quartier de l’Île", arrondissements=[5])
    session.commit()
    client = client_as("mission")
    page = html.document_fromstring(client.get(f"/instances/show/{body.id}").text)
    add = page.xpath('//a[normalize-space()="Planifier une série de réunions"]/@href')[0]
    form = next(
        one for one in html.document_fromstring(client.get(add).text).forms if one.get("action") == "/series/add"
    )
    sent = {**dict(form.form_values()), "last_on": "2027-06-30"}
    assert (sent["instance"], sent["kind"], sent.get("first_host", "")) == (str(body.id), "plenary", "")
    seen = html.document_fromstring(post(client, "/series/add", sent).text)
    form = next(one for one in seen.forms if one.get("action") == "/series/create")
    answer = post(client, "/series/create", dict(form.form_values()))
    assert answer.status_code == 302
    session.rollback()
    found = session.scalars(select(Meeting).order_by(Meeting.start_at)).all()
    assert len(found) > 2
    assert {(row.instance_id, row.kind, row.host_id, row.state) for row in found} == {
        (body.id, MeetingKind.PLENARY, None, MeetingState.PREPARED)
    }
    assert "Conseil de quartier de l’Île" in client.get("/series/list/").text
    assert client.get(f"/series/change/{found[0].series_id}?meeting={found[0].id}").status_code == 200
    take_back(client, session)
    session.rollback()
    assert session.scalars(select(Meeting)).all() == []
    assert session.scalars(select(MeetingSeries)).all() == []


@ON_SQLITE
@pytest.mark.parametrize(
    ("kind", "of_body", "field"),
    [("network", True, "kind"), ("plenary", False, "instance"), ("", True, None), ("network", False, None)],
)
def test_a_series_is_of_a_body_or_of_the_network(
    session: Session, client_as: Any, kind: str, of_body: bool, field: str | None
) -> None:
    body = InstanceFactory(arrondissements=[5])
    session.commit()
    of = {"kind": kind, "instance": str(body.id) if of_body else "", "first_host": ""}
    client = client_as("mission")
    seen, told = words(client, "/series/add", asked(session, **of))  # said before the dates are looked at
    status, page = words(client, "/series/create", {**asked(session), **of, **lines("2027-01-05")})
    session.rollback()
    made = session.scalars(select(Meeting.kind)).all()
    if field is None:
        assert (seen, status, made) == (200, 302, [MeetingKind.PLENARY if of_body else MeetingKind.NETWORK])
    else:
        assert (seen, status, made) == (422, 409, [])
        sentence = {"kind": "Dites quel type de réunion", "instance": "Choisissez l’instance"}[field]
        assert sentence in page
        assert sentence in html.document_fromstring(told).xpath(f'string(//*[@id="{field}-error"])')


@ON_SQLITE
def test_a_body_steps_over_the_dates_to_avoid_of_its_arrondissement(session: Session, client_as: Any) -> None:
    council, elsewhere = InstanceFactory(arrondissements=[5]), InstanceFactory(arrondissements=[7])
    DateToAvoidFactory(label="Fête du 5e", start_on=day("04/01/2027"), arrondissement=council.arrondissements[0])
    session.commit()
    client = client_as("mission")
    of = {"kind": "plenary", "first_host": "", "last_on": "2027-01-31"}
    seen = [
        words(client, "/series/add", asked(session, **of, instance=str(body.id)))[1] for body in (council, elsewhere)
    ]
    assert ["Fête du 5e" in page for page in seen] == [True, False]
    assert ['value="2027-01-04"' in page for page in seen] == [False, True]
