"""The pages of attendance: who may do what on which list, what comes back, and the file that leaves."""

import datetime as dt
import io

import pytest
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.meetings.attendance import freeze, lines_of
from models.attendance import Attendance, Presence
from models.instances import QuorumBase, QuorumCounts
from models.journal import AccessLog, JournalEntry
from models.meetings import MeetingState
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

JSON = {"Accept": "application/json"}
NBSP = "\u00a0"


@prepared
def meeting(session):
    """Three members of a body of the 5th, whose quorum is two thirds of the mandates."""
    body = make.InstanceFactory(name="Conseil", arrondissements=[5], quorum_numerator=2, quorum_denominator=3)
    first, second = (make.CollegeFactory(instance=body, name=name, position=ord(name)) for name in "AB")
    for name, college in (("Zola", second), ("Abadie", second), ("Martin", first)):
        make.MandateFactory(
            instance=body,
            person=make.PersonFactory(last_name=name, first_name="Léa"),
            college=college,
        )
    meeting = make.MeetingFactory(instance=body, title="Plénière")
    freeze(session, meeting, TODAY, now=meeting.start_at)
    session.commit()
    return meeting


def line_of(session, meeting, name: str) -> Attendance:
    session.rollback()  # on SQLite a session keeps to the state that it read
    session.expire_all()
    return next(line for line in lines_of(session, meeting) if str(line).startswith(name))


def send(client, session, meeting, name: str, presence: str, seen: str | None = None, **more: object):
    pk = line_of(session, meeting, name).id
    session.rollback()
    data = {"presence": presence, **({"seen": seen} if seen is not None else {}), **more}
    return post(client, f"/presences/{meeting.id}/mark/{pk}", data, headers=JSON)


def page(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return html.document_fromstring(answer.text)


def words(tree, path: str) -> str:
    return " ".join(tree.xpath(f"string({path})").split())


# ---- The page kept on a phone ----------------------------------------------------------------------------------------


def test_the_worker_of_a_page_sees_that_page_alone_under_the_same_policy(client_as, session, meeting):
    client = client_as("ref5")
    address = f"/presences/{meeting.id}/pointage"
    shown = client.get(address)
    worker = html.document_fromstring(shown.text).xpath("string(//@data-worker)")
    # Without `Service-Worker-Allowed`, a worker sees no further than the folder of its script.
    assert (worker, address.startswith(worker.rpartition("/")[0])) == (f"/presences/{meeting.id}/worker.js", True)
    answer = client.get(worker)
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    for name in ("Content-Security-Policy", "Cache-Control"):
        assert answer.headers[name] == shown.headers[name]
    assert shown.headers["Cache-Control"] == "no-store"


def test_the_page_to_keep_tells_whose_it_is_and_when_it_was_made(client_as, session, meeting):
    client = client_as("ref5")
    tree = page(client, f"/presences/{meeting.id}/pointage")
    account, queue = tree.xpath("string(//body/@data-account)"), tree.xpath("string(//@data-attendance)")
    assert queue == f"attendance-{meeting.id}-{account}"
    answer = send(client, session, meeting, "Zola", "present", "expected")
    assert answer.json["at"] >= int(tree.xpath("string(//@data-made)"))


def test_the_worker_of_a_meeting_out_of_sight_is_no_page(client_as, session, meeting):
    assert client_as("ref6").get(f"/presences/{meeting.id}/worker.js").status_code == 404
    assert client_as("ref6").get("/presences/999999/worker.js").status_code == 404


def test_the_sign_in_page_is_of_no_account(client):
    assert html.document_fromstring(client.get("/login/").text).xpath("//body/@data-account") == [""]


# ---- Marks -----------------------------------------------------------------------------------------------------------


def test_a_mark_answers_with_what_is_stored_and_the_quorum(client_as, session, meeting):
    client = client_as("ref5")
    answer = send(client, session, meeting, "Zola", "present", "expected")
    assert (answer.status_code, answer.json["status"], answer.json["presence"]) == (200, "saved", "present")
    assert answer.json["quorum"]["text"] == (
        f"Quorum{NBSP}: 1 présent sur 3 mandats en vigueur, il en faut 2 (deux tiers){NBSP}: non atteint"
    )
    answer = send(client, session, meeting, "Abadie", "present", "expected")
    assert answer.json["quorum"] == {
        "text": f"Quorum{NBSP}: 2 présents sur 3 mandats en vigueur, il en faut 2 (deux tiers){NBSP}: atteint",
        "tone": "ok",
    }
    assert line_of(session, meeting, "Zola").presence is Presence.PRESENT


def test_a_mark_sent_twice_is_written_once_and_one_that_meets_another_is_not(client_as, session, meeting):
    client, other = client_as("ref5"), client_as("mission")
    assert send(client, session, meeting, "Zola", "present", "expected").json["status"] == "saved"
    session.rollback()
    operations = len(session.scalars(select(JournalEntry)).all())
    session.rollback()
    again = send(client, session, meeting, "Zola", "present", "expected")
    assert (again.status_code, again.json["status"]) == (200, "same")
    session.rollback()
    assert len(session.scalars(select(JournalEntry)).all()) == operations
    met = send(other, session, meeting, "Zola", "absent", "expected")
    assert (met.status_code, met.json["status"], met.json["presence"]) == (409, "conflict", "present")
    assert "présent·e" in met.json["text"].lower()
    assert line_of(session, meeting, "Zola").presence is Presence.PRESENT
    assert send(other, session, meeting, "Zola", "absent", "present").json["status"] == "saved"


def operations(session):
    session.rollback()
    entries = select(JournalEntry).where(JournalEntry.summary.startswith("Pointage")).order_by(JournalEntry.id)
    return [[change.label for change in entry.changes] for entry in session.scalars(entries)]


def test_the_marks_of_an_evening_are_one_operation_that_names_the_people_and_is_taken_back_as_one(
    client_as, session, meeting
):
    client, other = client_as("mission"), client_as("responsable")
    for name, presence in (("Zola", "present"), ("Martin", "present"), ("Zola", "absent")):
        assert send(client, session, meeting, name, presence).json["status"] == "saved"
    assert operations(session) == [["Zola Léa", "Martin Léa", "Zola Léa"]]
    assert send(other, session, meeting, "Abadie", "present").json["status"] == "saved"
    assert operations(session)[1:] == [["Abadie Léa"]]
    mine = session.scalars(select(JournalEntry.id).where(JournalEntry.summary.startswith("Pointage"))).first()
    shown = page(client, f"/journal/show/{mine}").text_content()
    assert [name in shown for name in ("Zola Léa", "Martin Léa", "Abadie Léa", "_at")] == [True, True, False, False]
    assert post(client, f"/journal/undo/{mine}", {}).status_code == 302
    session.rollback()
    assert {str(line): line.presence.value for line in lines_of(session, meeting)} == {
        "Zola Léa": "expected", "Martin Léa": "expected", "Abadie Léa": "present",
    }  # fmt: skip
    send(client, session, meeting, "Zola", "excused")  # what was undone goes on no more
    assert operations(session)[-1] == ["Zola Léa"]


def test_a_mark_over_that_of_someone_else_begins_an_operation_of_its_own(client_as, session, meeting):
    client, other = client_as("mission"), client_as("responsable")
    send(client, session, meeting, "Zola", "present")
    send(other, session, meeting, "Zola", "absent")
    send(client, session, meeting, "Martin", "present")
    send(client, session, meeting, "Zola", "excused")
    assert operations(session) == [["Zola Léa", "Martin Léa"], ["Zola Léa"], ["Zola Léa"]]


def test_the_marks_of_two_meetings_are_two_operations(client_as, session, meeting):
    client = client_as("mission")
    send(client, session, meeting, "Zola", "present")
    session.rollback()
    twin = make.MeetingFactory(instance=meeting.instance, title="Plénière", start_at=meeting.start_at)
    freeze(session, twin, TODAY, now=twin.start_at)
    session.commit()
    send(client, session, twin, "Zola", "present")
    assert operations(session) == [["Zola Léa"], ["Zola Léa"]]


def test_what_the_rules_refuse_is_said_with_what_is_stored(client_as, session, meeting):
    client = client_as("ref5")
    stand_in = line_of(session, meeting, "Martin").id
    send(client, session, meeting, "Martin", "absent", "expected")
    refused = send(client, session, meeting, "Zola", "represented", "expected", by=stand_in)
    assert (refused.status_code, refused.json["status"], refused.json["presence"]) == (422, "refused", "expected")
    assert "Martin Léa ne peut représenter personne" in refused.json["text"]
    assert send(client, session, meeting, "Zola", "nonsense").status_code == 400
    gone = post(client, f"/presences/{meeting.id}/mark/999999", {"presence": "present"}, headers=JSON)
    assert (gone.status_code, gone.json) == (404, {"status": "gone"})


@ON_SQLITE
@pytest.mark.parametrize(
    ("who", "status"),
    [("ref5", 200), ("saisie5", 200), ("mission", 200), ("ref7", 404), ("direction", 403), ("dpo", 403)],
)
def test_who_marks_the_list_of_an_arrondissement(client_as, session, meeting, who, status):
    assert send(client_as(who), session, meeting, "Zola", "present", "expected").status_code == status
    stored = line_of(session, meeting, "Zola").presence
    assert stored is (Presence.PRESENT if status == 200 else Presence.EXPECTED)


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("ref5", 403), ("mission", 200)])
def test_the_lists_of_the_network_and_of_the_whole_city_are_the_missions(client_as, session, who, status):
    client = client_as(who)
    for instance in (None, make.InstanceFactory()):
        meeting = make.MeetingFactory(instance=instance)
        line = make.AttendanceFactory(meeting=meeting, person=None, visitor_name="Une voisine", is_convened=False)
        session.commit()
        meeting_id, line_id = meeting.id, line.id
        session.rollback()
        shown = page(client, f"/presences/{meeting_id}")
        assert bool(shown.xpath("//form[@data-marks]")) is (status == 200)
        address = f"/presences/{meeting_id}/mark/{line_id}"
        assert post(client, address, {"presence": "present"}, headers=JSON).status_code == status
        for path in ("convene", "add/member", "add/guest", f"line/{line_id}", f"remove/{line_id}"):
            assert client.get(f"/presences/{meeting_id}/{path}").status_code == status, path


def test_a_session_that_ended_is_told_apart_from_an_answer(client, session, meeting):
    answer = post_without_session(client, meeting)
    assert answer.status_code in {400, 403}
    assert answer.mimetype == "text/html"


def post_without_session(client, meeting):
    return client.post(f"/presences/{meeting.id}/mark/1", data={"presence": "present"}, headers=JSON)


# ---- Pages -----------------------------------------------------------------------------------------------------------


def test_lines_are_by_college_in_alphabetical_order_with_their_counts(client_as, session, meeting):
    make.AttendanceFactory(
        meeting=meeting, person=None, visitor_name="Éva", is_convened=False, presence=Presence.PRESENT
    )
    client = client_as("ref5")
    for address in (f"/presences/{meeting.id}", f"/presences/{meeting.id}/pointage"):
        tree = page(client, address)
        names = tree.xpath("//*[@data-line]/@data-name")
        assert names == ["Martin Léa", "Abadie Léa", "Zola Léa", "Éva"]
        counts = {item.get("data-count"): item.text_content() for item in tree.xpath("//*[@data-count]")}
        assert counts["expected"] == "3"
        assert (counts["present"], counts["guest"]) == ("0", "1")  # a visitor who came is no member
        assert counts["total"] == "4"
        assert sum(int(number) for name, number in counts.items() if name != "total") == 4


@pytest.mark.parametrize(
    ("base", "counts", "sentence"),
    [
        (None, None, "2 présents sur 3 mandats en vigueur, il en faut 2 (deux tiers)"),
        (QuorumBase.SEATS, None, "2 présents sur 1 siège, il en faut 1 (deux tiers)"),
        (QuorumBase.CONVENED, QuorumCounts.WITH_REPRESENTED, "3 présents ou représentés sur 3 membres convoqués"),
    ],
)
def test_the_quorum_is_said_with_its_rule(client_as, session, meeting, base, counts, sentence):
    meeting.instance.quorum_base, meeting.instance.quorum_counts = base, counts
    make.SeatFactory(instance=meeting.instance)
    one, other, third = lines_of(session, meeting)
    one.presence = other.presence = Presence.PRESENT
    third.presence, third.represented_by = Presence.REPRESENTED, one
    session.commit()
    assert sentence in words(page(client_as("ref5"), f"/presences/{meeting.id}"), "//*[@data-quorum]")


def test_a_body_without_rule_says_so(client_as, session):
    meeting = make.MeetingFactory(instance=make.InstanceFactory(arrondissements=[5]))
    make.AttendanceFactory(meeting=meeting)
    session.commit()
    tree = page(client_as("ref5"), f"/presences/{meeting.id}")
    assert "aucune règle pour cette instance" in words(tree, "//*[@data-quorum]")
    shown = page(client_as("ref5"), f"/reunions/show/{meeting.id}?tab=attendance")
    assert "aucune règle pour cette instance" in words(shown, "//main")


@pytest.mark.parametrize(
    ("state", "year", "sentence"),
    [
        (MeetingState.CANCELLED, 2120, "n’a pas lieu ce jour-là"),
        (MeetingState.CONVENED, 2020, "n’est pas notée « tenue »"),
        (MeetingState.CONVENED, 2120, ""),
        (MeetingState.HELD, 2020, "3 lignes ne sont pas notées"),
    ],
)
def test_what_counts_in_no_assiduity_is_said(client_as, session, meeting, state, year, sentence):
    meeting.state = state
    meeting.start_at, meeting.end_at = (dt.datetime(year, 11, 24, hour, tzinfo=dt.UTC) for hour in (17, 19))
    client = client_as("ref5")
    notes = words(page(client, f"/presences/{meeting.id}"), "//div[contains(@class, 'note--info')]")
    assert (sentence in notes) if sentence else (notes == "")


def test_nothing_is_written_before_the_list_is_frozen(client_as, session):
    body = make.InstanceFactory(arrondissements=[5])
    people = [make.PersonFactory(last_name=name, first_name=None) for name in ("Abadie", "Zola")]
    for person in people:
        make.MandateFactory(instance=body, person=person)
    meeting = make.MeetingFactory(instance=body)
    client = client_as("ref5")
    address = f"/presences/{meeting.id}/convene"
    tree = page(client, address)
    ticked = tree.xpath('//input[@name="holder"]/@value')
    assert ticked == [f"person_id:{person.id}" for person in people]
    session.rollback()
    assert session.scalars(select(Attendance)).all() == []
    post(client, address, {"on": "2026-11-24", "holder": ticked[:1]})
    session.rollback()
    (line,) = session.scalars(select(Attendance)).all()
    assert (line.person_id, line.is_convened) == (people[0].id, True)
    session.refresh(meeting)
    assert meeting.convened_at is not None
    # A list tells nobody: « convoquée » is for the message, or for who says that they were told.
    assert (meeting.state, meeting.steps) == (MeetingState.PREPARED, [])
    assert "Mettre à jour la liste" in client.get(f"/presences/{meeting.id}").text


def test_a_list_that_is_up_to_date_offers_the_way_back_alone(client_as, meeting):
    client = client_as("ref5")
    [bar] = page(client, f"/presences/{meeting.id}/convene").xpath("//div[@class='form-bar']")
    [back] = bar.xpath("./*")
    assert (back.text_content().strip(), back.get("href")) == ("Retour aux présences", f"/presences/{meeting.id}")


def test_the_list_of_a_meeting_that_is_over_leads_to_who_came(client_as, session):
    body = make.InstanceFactory(arrondissements=[5])
    make.MandateFactory(instance=body)
    meeting = make.MeetingFactory(instance=body, start_at=dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC))
    client = client_as("ref5")
    address = f"/presences/{meeting.id}/convene"
    ticked = page(client, address).xpath('//input[@name="holder"]/@value')
    answer = post(client, address, {"on": "2026-11-20", "holder": ticked})
    said = page(client, answer.location).xpath("string(//div[contains(@class, 'note--success')])")
    assert "Notez qui est venu" in said
    assert "convocation" not in said


def test_a_head_count_is_kept_and_never_over_another(client_as, session, meeting):
    client = client_as("ref5")
    address = f"/presences/{meeting.id}/people"
    for typed, seen, stored in (
        ("54", "", 54),
        ("60", "", 54),
        ("1 060", "54", 1060),
        ("beaucoup", "1060", 1060),
        ("100001", "1060", 1060),
        ("", "1060", None),
    ):
        post(client, address, {"head_count": typed, "seen": seen})
        session.rollback()
        session.refresh(meeting)
        assert meeting.head_count == stored, typed
        session.rollback()


def test_hours_and_notes_are_written_and_a_conflict_says_theirs(client_as, session, meeting):
    client = client_as("ref5")
    line = line_of(session, meeting, "Zola")
    address, pk = f"/presences/{meeting.id}/line/{line.id}", line.id
    seen = page(client, address).xpath('//input[@name="seen"]/@value')[0]
    sent = {"seen": seen, "presence": "present", "arrived_at": "18h45", "left_at": "", "note": "Arrive tard"}
    assert post(client, address, sent).status_code == 302
    line = line_of(session, meeting, "Zola")
    assert (line.presence, line.note) == (Presence.PRESENT, "Arrive tard")
    assert line.arrived_at == dt.datetime(2026, 11, 24, 17, 45, tzinfo=dt.UTC)
    assert "arrivée à 18\xa0h\xa045" in client.get(f"/presences/{meeting.id}").text
    session.rollback()
    refused = post(client, address, {**sent, "note": "Reste"})
    assert refused.status_code == 422
    assert "Arrive tard" in refused.text
    session.rollback()
    assert session.get_one(Attendance, pk).note == "Arrive tard"
    session.rollback()
    wrong = post(client, address, {**sent, "seen": "", "arrived_at": "tard"})
    assert wrong.status_code == 422
    assert 'value="tard"' in wrong.text


def test_members_and_guests_are_added_by_form(client_as, session, meeting):
    client = client_as("ref5")
    stranger = make.PersonFactory(last_name="Inconnu", arrondissement=make.ArrondissementFactory(number=5))
    late = make.PersonFactory(last_name="Tardif", first_name=None)
    make.MandateFactory(instance=meeting.instance, person=late, start_on=dt.date(2026, 11, 25))
    session.commit()
    address = f"/presences/{meeting.id}/add"
    refused = post(client, f"{address}/member", {"person": stranger.id})
    assert refused.status_code == 422
    assert "Aucun mandat dans cette instance" in refused.text
    assert post(client, f"{address}/member", {"person": late.id}).status_code == 302
    assert post(client, f"{address}/guest", {"person": stranger.id, "quality": "Urbaniste"}).status_code == 302
    assert post(client, f"{address}/guest", {"quality": "Personne"}).status_code == 422
    assert line_of(session, meeting, "Tardif").is_convened
    guest = line_of(session, meeting, "Inconnu")
    assert (guest.is_convened, guest.presence, guest.quality) == (False, Presence.GUEST, "Urbaniste")


def test_the_file_holds_the_lines_in_order_with_typed_hours(client_as, session, meeting):
    line = line_of(session, meeting, "Abadie")
    line.presence, line.arrived_at = Presence.PRESENT, dt.datetime(2026, 11, 24, 17, 45, tzinfo=dt.UTC)
    line.note = "=1+1"
    session.commit()
    answer = client_as("ref5").get(f"/presences/{meeting.id}/export")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == (
        "Nom", "Qualité", "Collège", "Convoqué·e", "Présence",
        "Représenté·e par", "Arrivé·e à", "Parti·e à", "Remarque", "Réponse",
    )  # fmt: skip
    assert [row[0] for row in rows] == ["Martin Léa", "Abadie Léa", "Zola Léa"]
    assert rows[1][3:5] == ("Oui", "Présent·e")
    assert rows[1][6] == dt.datetime(2026, 11, 24, 18, 45)  # a cell has no zone: the clock of Paris
    assert sheet.cell(3, 9).data_type == "s"
    session.rollback()
    log = session.scalars(select(AccessLog)).one()
    assert (log.what, log.row_count) == ("AttendanceView", 3)


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("direction", 200), ("saisie5", 403), ("elu5", 403), ("ref7", 404)])
def test_who_leaves_with_the_file(client_as, session, meeting, who, status):
    assert client_as(who).get(f"/presences/{meeting.id}/export").status_code == status
