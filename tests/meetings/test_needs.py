"""Ready? What a meeting needs besides its papers: said line by line by whoever prepares it, told wherever it counts."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.base.periods import PARIS
from models.journal import JournalChange
from models.meetings import MeetingKind, MeetingState
from models.readiness import CheckState, MeetingCheck, MeetingNeed
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

DAY = dt.timedelta(days=1)


def evening(days):
    return dt.datetime.combine(TODAY + days * DAY, dt.time(18, 30), PARIS)


@pytest.fixture(autouse=True)
def _clock(server_today):
    """It is the day of the tests for the server too."""


@prepared
def meeting(session):
    """A public meeting of the 5th in three days, with its papers."""
    row = make.MeetingFactory(
        title="Place du marché",
        kind=MeetingKind.PUBLIC,
        instance=make.InstanceFactory(arrondissements=[5], name="Conseil du Point-du-Jour"),
        place="Mairie du 5e",
        organiser=make.UserFactory(),
        start_at=evening(3),
        end_at=evening(3) + dt.timedelta(hours=2),
        state=MeetingState.CONVENED,
        convened_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    )
    make.AgendaItemFactory(meeting=row, title="Voirie")
    session.commit()
    return row


def part(client, row):
    (found,) = document(client.get(f"/reunions/show/{row.id}")).xpath('//section[@id="ready"]')
    return found


def lines(found):
    return {
        " ".join(item.xpath("string(.//strong)").split()): item
        for item in found.xpath('.//li[@class="readiness__line"]')
    }


def press(client, item, button, note=None):
    """Sends the form of a line as the page gives it, by the button that says this."""
    (form,) = item.xpath(".//form")
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input") if field.get("name")}
    (pressed,) = [found for found in form.xpath(".//button") if found.text_content().startswith(button)]
    if note is not None:
        sent["note"] = note
    return post(client, form.get("action"), {**sent, "state": pressed.get("value")})


def said(found):
    return " ".join(found.xpath('string(.//p[contains(@class, "ready--")]/span)').split())


def ticks(found):
    return [rect.get("class") for rect in found.xpath(".//svg[@class='ticks']/rect")]


def test_a_meeting_has_the_needs_of_its_kind_and_says_what_is_late_first(client_as, meeting):
    found = part(client_as("ref5"), meeting)
    assert said(found).startswith("En retard : salle confirmée, interprète LSF, élu·e présent·e, affiches et annonces")
    assert "et 2 de plus" in said(found)
    assert found.xpath(".//svg[@class='ticks']/@aria-label") == ["5 sur 12"]
    # The keys are to be seen to three days before: today is the last day on which all is well.
    assert ticks(found) == ["is-done"] * 5 + ["is-late"] * 5 + ["is-open"] * 2


def test_each_need_is_said_in_one_press_with_its_note_until_all_is_ready(session, client_as, meeting):
    client = client_as("ref5")
    for name in (
        "Salle confirmée",
        "Interprète LSF",
        "Élu·e présent·e",
        "Affiches et annonces",
        "Vidéoprojecteur et son",
    ):
        press(client, lines(part(client, meeting))[name], "Fait")
    press(client, lines(part(client, meeting))["Traiteur"], "Sans objet", "pas de pot")
    found = part(client, meeting)
    assert said(found) == "Reste : clés (qui ouvre)"
    press(client, lines(found)["Clés (qui ouvre)"], "Fait", "M. le gardien, 17 h 30")
    found = part(client, meeting)
    assert said(found) == "Tout est prêt"
    assert set(ticks(found)) == {"is-done"}
    words = " ".join(lines(found)["Clés (qui ouvre)"].text_content().split())
    assert "M. le gardien, 17 h 30" in words
    assert "fait, par" in words
    assert "sans objet" in lines(found)["Traiteur"].text_content()
    session.rollback()
    assert session.scalar(select(JournalChange.id).where(JournalChange.model == "MeetingCheck").limit(1))
    press(client, lines(found)["Traiteur"], "Rouvrir")
    assert said(part(client, meeting)) == "En retard : traiteur"


def test_an_open_need_takes_a_note_and_stays_open(session, client_as, meeting):
    client = client_as("ref5")
    press(client, lines(part(client, meeting))["Traiteur"], "Garder la note", "Paul, pour jeudi : devis demandé")
    found = part(client, meeting)
    words = " ".join(lines(found)["Traiteur"].text_content().split())
    assert "Paul, pour jeudi : devis demandé" in words
    assert "noté par" in words
    assert "traiteur" in said(found) or "de plus" in said(found)
    assert found.xpath(".//svg[@class='ticks']/@aria-label") == ["5 sur 12"]
    # What is typed goes with the first button, which keeps it open; what is done then keeps its note.
    (first, *_) = lines(found)["Traiteur"].xpath(".//form//button")
    assert first.get("value") == "open"
    press(client, lines(found)["Traiteur"], "Fait")
    assert "Paul, pour jeudi" in lines(part(client, meeting))["Traiteur"].text_content()


def test_what_somebody_said_meanwhile_is_not_written_over(session, client_as, meeting):
    mission, referent = client_as("mission"), client_as("ref5")
    old = lines(part(mission, meeting))["Traiteur"]
    press(referent, lines(part(referent, meeting))["Traiteur"], "Fait", "la Maison Lenoir")
    answer = press(mission, old, "Sans objet", "pas de pot")
    page = mission.get(answer.location).get_data(as_text=True).replace("\xa0", " ")
    assert "a dit « fait » entre-temps" in page
    assert "pas de pot" in page
    session.rollback()
    check = session.scalars(select(MeetingCheck)).one()
    assert (check.state, check.note) == (CheckState.DONE, "la Maison Lenoir")


def test_a_meeting_that_becomes_another_kind_keeps_what_was_done(session, client_as, meeting):
    client = client_as("mission")
    press(client, lines(part(client, meeting))["Salle confirmée"], "Fait", "salle Berthelot")
    session.rollback()
    row = session.merge(meeting)
    row.kind = MeetingKind.PLENARY
    session.commit()
    found = lines(part(client, meeting))
    assert "Traiteur" not in found
    assert "salle Berthelot" in found["Salle confirmée"].text_content()
    (home,) = document(client.get("/")).xpath("//li[contains(@class, 'meet')]")
    assert "salle confirmée" not in said(home)
    press(client, found["Salle confirmée"], "Rouvrir")
    (home,) = document(client.get("/")).xpath("//li[contains(@class, 'meet')]")
    assert "salle confirmée" in said(home)
    session.rollback()
    assert len(session.scalars(select(MeetingCheck)).all()) == 1


@pytest.mark.parametrize(("who", "status"), [("ref5", 302), ("ref3", 404), ("direction", 403), ("elu", 403)])
def test_who_may_change_the_meeting_says_it_and_nobody_else(session, client_as, meeting, who, status):
    need = session.scalars(select(MeetingNeed).where(MeetingNeed.kind == MeetingKind.PUBLIC)).first()
    if who == "elu":
        row = session.merge(meeting)
        row.instance.elected_user = make.UserFactory(username="elu", roles=["elu"])
        session.commit()
    client = client_as(who)
    answer = post(client, f"/reunions/{meeting.id}/pret/{need.id}", {"state": "done", "seen": "0"})
    assert answer.status_code == status
    session.rollback()
    assert bool(session.scalars(select(MeetingCheck)).all()) is (status == 302)


def test_the_needs_are_the_missions_to_write(session, client_as, meeting):
    """A need out of use is asked of nobody; two under one name are refused; what is used is not deleted."""
    client = client_as("mission")
    need = session.scalars(select(MeetingNeed).filter_by(kind=MeetingKind.PUBLIC, label="Traiteur")).one()
    found = document(client.get(f"/besoins-des-reunions/edit/{need.id}"))
    assert found.xpath("//input[@name='days_before']/@value") == ["7"]
    answer = post(
        client,
        "/besoins-des-reunions/add",
        {"kind": "public", "label": "Traiteur", "position": "5", "days_before": "2"},
    )
    assert "a déjà" in answer.get_data(as_text=True)
    session.merge(need).is_active = False
    session.commit()
    assert "Traiteur" not in lines(part(client, meeting))
    assert client_as("ref5").get("/besoins-des-reunions/add").status_code in (302, 403)


@pytest.mark.parametrize(
    ("days", "state", "is_asked"),
    [(0, "convened", True), (-1, "convened", False), (3, "held", False), (3, "cancelled", False)],
)
def test_what_is_over_or_called_off_needs_nothing_more(session, client_as, meeting, days, state, is_asked):
    row = session.merge(meeting)
    row.start_at, row.end_at, row.state = evening(days), evening(days) + dt.timedelta(hours=1), MeetingState(state)
    session.commit()
    found = document(client_as("mission").get(f"/reunions/show/{meeting.id}")).xpath('//section[@id="ready"]')
    assert bool(found) is is_asked


def test_it_is_told_on_the_first_page_in_deadlines_and_in_the_list(client_as, meeting):
    client = client_as("ref5")
    (home,) = document(client.get("/")).xpath("//li[contains(@class, 'meet')]")
    assert said(home).startswith("En retard : salle confirmée")
    due = document(client.get("/echeances/list/?q=marché")).xpath("string(//main)")
    assert "Réunion à préparer" in due
    assert "06/11/2026" in due  # twenty-one days before the 27th
    assert "Salle confirmée" in due
    listed = document(client.get("/reunions/list/?cols=title,to_prepare")).xpath("string(//tbody)")
    assert "Vidéoprojecteur et son" in listed
