"""« Intérim du … au … »: what falls to who is away is with her cover from the first day to the last; no right is."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale
from icalendar import Calendar
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calendar.feeds import meetings_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.deadlines.columns import who_reads
from mdo.kernel.deadlines.kinds import Keeper, WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.deadlines.unseen import leaves_out
from mdo.kernel.journal.undo import undo
from mdo.kernel.rights.identity import context_for_user, rights_of
from mdo.network.covers import write_absence
from mdo.point.digest import DAY as DAY_DIGEST
from mdo.point.digest import digest_of, readers
from mdo.point.fortnight import point_of_day
from models.accounts import User
from models.calendar import FeedContent
from models.journal import JournalEntry
from models.network import Absence
from models.requests import CouncilRequest
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post
from tests.support.rows import day
from views.base.catalogues import gettext
from views.point.digests import _words, links

DAY = dt.timedelta(days=1)
FIRST, LAST = day("03/08/2027"), day("14/08/2027")
# The day before, the first, the last, the day after: with whom.
DAYS = [(FIRST - DAY, "ana"), (FIRST, "bo"), (LAST, "bo"), (LAST + DAY, "ana")]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Sets the day of the server."""

    def set_day(today: dt.date) -> None:
        for place in ("views.security.gate", "views.calendar.feeds"):
            monkeypatch.setattr(f"{place}.today_in_paris", lambda: today)

    return set_day


@pytest.fixture
def away(session: Session) -> Absence:
    """Ana is away from 3 to 14 August, and Bo covers her: both of the mission."""
    ana = make.UserFactory(username="ana", first_name="Ana", last_name="Roux", roles=["mission"])
    bo = make.UserFactory(username="bo", first_name="Bo", last_name="Faure", roles=["mission"])
    absence: Absence = make.AbsenceFactory(user=ana, replacement=bo, start_on=FIRST, end_on=LAST)
    session.commit()
    return absence


def own_lines(session: Session, as_reader: Any, user: User, today: dt.date) -> list[Any]:
    """The deadlines of an account on a day."""
    context = context_for_user(session, user, today)
    reader = as_reader(context.scope, actor_id=user.id, rights=context.rights, today=today, covers=context.covers)
    return Deadlines(reader).page(DeadlineQuery(WhoseDeadlines.MINE), limit=50)


@pytest.mark.parametrize(("today", "holder"), DAYS)
def test_deadlines_and_mail_are_with_the_cover_from_the_first_day_to_the_last(
    session: Session, as_reader: Any, away: Absence, today: dt.date, holder: str
) -> None:
    action = make.ActionItemFactory(owner=away.user, text="Rappeler la salle", due_on=LAST + 3 * DAY)
    session.commit()
    found = {
        user.username: [line for line in own_lines(session, as_reader, user, today) if line.id == action.id]
        for user in (away.user, away.replacement)
    }
    assert [name for name, lines in found.items() if lines] == [holder]
    (line,) = found[holder]
    assert (line.responsible, line.cover) == ("Ana Roux", "Bo Faure" if holder == "bo" else None)
    mailed = {user.username for user in readers(session, today)} & {"ana", "bo"}
    assert mailed == ({"bo"} if holder == "bo" else {"ana", "bo"})


def test_the_meetings_of_the_days_away_are_in_the_calendar_of_the_cover(
    session: Session, client: FlaskClient, client_as: Any, away: Absence, on: Any
) -> None:
    for date, _ in DAYS:
        start = dt.datetime.combine(date, dt.time(16, 30), dt.UTC)
        make.MeetingFactory(title=f"Le {date:%d}", organiser=away.user, start_at=start)
    on(FIRST - DAY)
    feeds = {}
    for name in ("ana", "bo"):
        answer = post(client_as(name), "/mes-calendriers/add", {"label": "Le mien", "content": "mine"})
        address = re.search(r'value="[^"]+(/calendrier/[^"]+\.ics)"', answer.get_data(as_text=True))
        assert address
        events = Calendar.from_ical(client.get(address[1]).data).walk("VEVENT")
        feeds[name] = {str(event["SUMMARY"]).split(" – ")[0] for event in events}
    assert feeds == {"ana": {"Le 02", "Le 15"}, "bo": {"Le 03", "Le 14"}}


@pytest.mark.parametrize(("today", "holder"), DAYS)
def test_the_first_page_says_it_to_both_and_the_journal_names_both(
    session: Session, client_as: Any, away: Absence, on: Any, today: dt.date, holder: str
) -> None:
    body = make.InstanceFactory(agent=away.user, name="Conseil de la Guillotière")
    on(today)
    pages = {name: client_as(name).get("/").get_data(as_text=True) for name in ("ana", "bo")}
    assert ("Bo Faure assure votre intérim jusqu’au 14/08/2027" in pages["ana"]) is (holder == "bo")
    assert ("Vous assurez l’intérim de Ana Roux jusqu’au 14/08/2027" in pages["bo"]) is (holder == "bo")
    client = client_as("bo")
    page = client.get(f"/instances/edit/{body.id}").get_data(as_text=True)
    sent = fields_of(page) | {"name": "Conseil de la Guillotière et du port"}
    assert client.post(f"/instances/edit/{body.id}", data=sent).status_code == 302
    body_id = body.id
    session.rollback()
    names = session.scalars(select(JournalEntry.actor_name).order_by(JournalEntry.id.desc())).first()
    assert names == ("Bo Faure pour Ana Roux" if holder == "bo" else "Bo Faure")
    history = client.get(f"/instances/show/{body_id}?tab=history").get_data(as_text=True)
    assert ("Bo Faure pour Ana Roux" in history) is (holder == "bo")


def fields_of(page: str, named: str = "name") -> dict[str, Any]:
    """What the first form of a page that posts a field of this name would send."""
    form = next(form for form in html.fromstring(page).forms if form.method == "POST" and named in form.fields)
    return dict(form.form_values())


def test_what_a_cover_does_on_what_is_her_own_names_her_alone(session: Session, away: Absence, as_reader: Any) -> None:
    body = make.InstanceFactory(agent=away.replacement)
    session.commit()
    context = context_for_user(session, away.replacement, FIRST)
    reader = as_reader(
        context.scope, actor_id=context.actor_id, actor_name=context.actor_name, covers=context.covers, today=FIRST
    )
    reader.get_one(type(body), body.id).name = "Autre nom"
    reader.commit()
    session.rollback()
    assert session.scalars(select(JournalEntry.actor_name).order_by(JournalEntry.id.desc())).first() == "Bo Faure"


def test_a_referent_reads_who_writes_her_absence(client_as: Any) -> None:
    page = html.fromstring(client_as("ref5").get("/absences/list/").get_data(as_text=True))
    assert "La mission les inscrit" in page.xpath("string(//*[contains(@class, 'empty-state')])")


def test_a_cover_gets_no_right_on_an_arrondissement_and_the_page_says_so(
    session: Session, client_as: Any, on: Any
) -> None:
    ref5, ref7 = account("ref5"), account("ref7")
    make.AbsenceFactory(user=ref5, replacement=ref7, start_on=FIRST, end_on=LAST)
    body = make.InstanceFactory(arrondissements=[5], name="Comité du 5e")
    session.commit()
    before, during = (context_for_user(session, ref7, date).scope for date in (FIRST - DAY, FIRST))
    assert during == before
    on(FIRST)
    absence = session.scalars(select(Absence)).one()
    page = client_as("mission").get(f"/absences/show/{absence.id}").get_data(as_text=True)
    assert "une absence n’en donne aucun" in page
    assert client_as("ref7").get(f"/instances/show/{body.id}").status_code == 404
    # Neither of the two is told that what falls due there is with the cover.
    for name, told in (("ref5", "mais ne répond pas de Lyon 5e"), ("ref7", "mais vous ne répondez pas de Lyon 5e")):
        assert told in client_as(name).get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "cover", "start", "end", "field"),
    [
        # Ana is away from 3 to 14 August, covered by Bo; Cy has nothing.
        ("ana", "cy", FIRST - 5 * DAY, FIRST - DAY, None),
        ("ana", "cy", FIRST - 5 * DAY, FIRST, "start_on"),
        ("cy", "ana", FIRST - 5 * DAY, FIRST - DAY, None),
        ("cy", "ana", FIRST - 5 * DAY, FIRST, "replacement_id"),
        ("cy", "ana", LAST, LAST + DAY, "replacement_id"),
        ("cy", "ana", LAST + DAY, LAST + DAY, None),
        ("bo", "cy", LAST, LAST + DAY, "start_on"),
        ("bo", "cy", LAST + DAY, LAST + DAY, None),
        ("bo", "ana", FIRST, LAST, "replacement_id"),
        ("cy", "bo", FIRST, LAST, None),
        ("cy", "closed", FIRST, LAST, "replacement_id"),
        ("cy", "ending", FIRST, LAST, None),
        ("cy", "ending", FIRST, LAST + DAY, "replacement_id"),
    ],
)
def test_a_cover_is_there_herself_and_open(
    session: Session, away: Absence, who: str, cover: str, start: dt.date, end: dt.date, field: str | None
) -> None:
    for name, values in {"cy": {}, "closed": {"active": False}, "ending": {"ends_on": LAST}}.items():
        make.UserFactory(username=name, roles=["mission"], **values)
    users = {user.username: user for user in session.scalars(select(User))}
    row = Absence(user=users[who], replacement=users[cover], start_on=start, end_on=end)
    if field is None:
        write_absence(session, row, FIRST - 30 * DAY)
        return
    with pytest.raises(RuleViolation) as refusal:
        write_absence(session, row, FIRST - 30 * DAY)
    assert field in {refusal.value.field, *(part.field for part in getattr(refusal.value, "parts", ()))}


def test_the_form_and_the_undo_ask_the_same(session: Session, client_as: Any, away: Absence, on: Any) -> None:
    on(FIRST - 30 * DAY)
    client = client_as("mission")
    ids = {name: session.scalars(select(User.id).filter_by(username=name)).one() for name in ("ana", "bo", "mission")}
    sent = {"user": ids["bo"], "replacement": ids["mission"], "start_on": "2027-08-10", "end_on": "2027-08-12"}
    refused = post(client, "/absences/add", sent)
    assert refused.status_code == 422
    assert "désignez d’abord quelqu’un d’autre" in refused.get_data(as_text=True)
    # The absence goes, Bo takes hers, and the first does not come back over it.
    post(client, f"/absences/delete/{away.id}")
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert post(client, "/absences/add", sent).status_code == 302
    session.rollback()
    with pytest.raises(RuleViolation):
        undo(session, session.get_one(JournalEntry, entry.id), FIRST - 30 * DAY)


@pytest.mark.parametrize(
    ("name", "last", "words"),
    [
        ("Ana Roux", LAST, "Absence d’Ana Roux du 03/08/2027 au 14/08/2027"),
        ("Élise Roux", LAST, "Absence d’Élise Roux du 03/08/2027 au 14/08/2027"),
        ("Bo Faure", LAST, "Absence de Bo Faure du 03/08/2027 au 14/08/2027"),
        ("Bo Faure", FIRST, "Absence de Bo Faure le 03/08/2027"),
        ("Ana Roux", FIRST, "Absence d’Ana Roux le 03/08/2027"),
    ],
)
def test_an_absence_is_called_by_whose_it_is_and_its_days(
    session: Session, client_as: Any, name: str, last: dt.date, words: str
) -> None:
    first_name, _, last_name = name.partition(" ")
    user = make.UserFactory(first_name=first_name, last_name=last_name, roles=["mission"])
    client = client_as("mission")
    sent = {"user": user.id, "start_on": f"{FIRST}", "end_on": f"{last}"}
    page = html.fromstring(client.get(post(client, "/absences/add", sent).location).get_data(as_text=True))
    assert f"Enregistré\xa0: {words}." in page.text_content()
    assert page.xpath("string(//h1)").strip() == words
    assert words in page.xpath("string(//title)")


# ---- What the cover does not see -------------------------------------------------------------------------------------


@pytest.fixture
def half_covered(session: Session) -> Absence:
    """Ana, who leads the mission, is covered by the référent of the 7th, who does not see the 5th nor the city's."""
    ana = make.UserFactory(username="ana", first_name="Ana", last_name="Roux", roles=["responsable"])
    make.UserFactory(username="cy", first_name="Cy", last_name="Petit", roles=["mission"])
    absence: Absence = make.AbsenceFactory(user=ana, replacement=account("ref7"), start_on=FIRST, end_on=LAST)
    for number in (5, 7):
        body = make.InstanceFactory(arrondissements=[number], name=f"Comité du {number}e")
        make.CouncilRequestFactory(instance=body, responsible=ana, subject=f"Banc du {number}e", due_on=LAST + 3 * DAY)
    session.commit()
    return absence


@pytest.mark.parametrize(("today", "is_away"), [(date, holder == "bo") for date, holder in DAYS])
def test_what_the_cover_does_not_see_stays_with_who_is_away_and_is_the_teams(
    session: Session, as_reader: Any, half_covered: Absence, today: dt.date, is_away: bool
) -> None:
    users = {user.username: user for user in session.scalars(select(User))}
    found = {
        name: {
            line.detail: who_reads(line)
            for line in own_lines(session, as_reader, users[name], today)
            if line.kind == "request_answer"
        }
        for name in ("ana", "ref7", "cy")
    }
    own, left = "Ana Roux", ("Ana Roux", Keeper.OUT_OF_SIGHT)
    covered = (f"{half_covered.replacement} (Ana Roux)", Keeper.COVER)
    fifth, seventh = "Comité du 5e", "Comité du 7e"
    assert found == (
        {"ana": {fifth: own}, "ref7": {seventh: covered}, "cy": {fifth: left}}
        if is_away
        else {"ana": {fifth: own, seventh: own}, "ref7": {}, "cy": {}}
    )


def test_the_form_says_how_much_the_cover_does_not_see_and_the_team_takes_it_on(
    session: Session, client_as: Any, half_covered: Absence, on: Any
) -> None:
    on(FIRST)
    client = client_as("cy")
    address = f"/absences/edit/{half_covered.id}"
    saved = client.post(
        address, data=fields_of(client.get(address).get_data(as_text=True), "note") | {"note": "La clé"}
    )
    said = client.get(saved.location).get_data(as_text=True)
    assert "1 échéance de Ana Roux est hors des droits de" in said
    assert "l’équipe le lit aussi" in said
    for name, told in (("ana", "ce qu’ils ne montrent pas vous reste"), ("ref7", "ce qu’ils ne montrent pas lui rest")):
        assert told in client_as(name).get("/").get_data(as_text=True)
    listed = client.get("/echeances/list/?f_whose=mine&f_kind=request_answer").get_data(as_text=True)
    assert "Ana Roux, L’équipe (absence, hors des droits de l’intérim)" in " ".join(listed.split())
    home = client.get("/").get_data(as_text=True)
    form = next(form for form in html.fromstring(home).forms if form.action.endswith("/m-en-charger"))
    done = client.post(form.action, data=dict(form.form_values()))
    assert "Vous vous en chargez" in client.get(done.location).get_data(as_text=True)
    session.rollback()
    taken = session.scalars(select(CouncilRequest).order_by(CouncilRequest.id)).all()
    assert [row.responsible.username for row in taken] == ["cy", "ana"]


def test_who_leads_the_mission_reads_what_is_left_when_it_has_nobody_else(
    session: Session, as_reader: Any, half_covered: Absence
) -> None:
    lead, cy = account("responsable"), session.scalars(select(User).filter_by(username="cy")).one()

    def read() -> set[str | None]:
        return {line.detail for line in own_lines(session, as_reader, lead, FIRST) if line.kind == "request_answer"}

    others = session.scalars(select(User).where(User.username == "mission")).all()
    assert read() == set()  # Cy reads it
    for user in (cy, *others):
        user.active = False
    session.commit()
    assert read() == {"Comité du 5e"}


def test_the_digest_of_the_team_names_who_is_away(
    session: Session, as_reader: Any, half_covered: Absence, app: Any
) -> None:
    cy = session.scalars(select(User).filter_by(username="cy")).one()
    context = context_for_user(session, cy, FIRST + 9 * DAY)
    reader = as_reader(context.scope, actor_id=cy.id, rights=context.rights, today=context.today)
    with app.test_request_context(), force_locale("fr"):
        digest = digest_of(point_of_day(reader), DAY_DIGEST, "c@x.fr", "Cy", context.today, gettext, _words, links(""))
    assert digest is not None
    assert "Comité du 5e – Ana Roux, L’équipe (absence, hors des droits de l’intérim)" in digest.plain
    assert "Comité du 7e" not in digest.plain


def test_a_meeting_that_the_cover_does_not_see_stays_in_the_calendar_of_who_is_away(
    session: Session, as_reader: Any, half_covered: Absence
) -> None:
    start = dt.datetime.combine(FIRST + DAY, dt.time(16, 30), dt.UTC)
    for number in (5, 7):
        body = make.InstanceFactory(arrondissements=[number])
        make.MeetingFactory(title=f"Au {number}e", instance=body, organiser=half_covered.user, start_at=start)
    session.commit()
    found = {}
    for user in (half_covered.user, half_covered.replacement):
        context = context_for_user(session, user, FIRST)
        reader = as_reader(context.scope, actor_id=user.id, rights=context.rights, today=FIRST)
        found[user.username] = [meeting.title for meeting in meetings_of(reader, FeedContent.MINE)]
    assert found == {"ana": ["Au 5e"], "ref7": ["Au 7e"]}


@pytest.mark.parametrize(
    ("away", "cover", "is_in_part"),
    [
        ("mission", "responsable", False),
        ("mission", "direction", False),
        ("mission", "ref7", True),
        ("ref5", "mission", False),
        ("ref5", "ref7", True),
        ("ref5", "elu5", True),
    ],
)
def test_a_cover_is_one_in_part_where_she_sees_less_than_who_is_away(
    session: Session, away: str, cover: str, is_in_part: bool
) -> None:
    rights = [rights_of(session, account(name).id, FIRST) for name in (away, cover)]
    assert leaves_out(*rights) is is_in_part
