"""« Deleted rows »: who finds what was deleted, and puts it back, alone or with what it stands on."""

import datetime as dt

import pytest
from lxml import html
from sqlalchemy import insert, select, update

from mdo.kernel.base.periods import start_of_day, today_in_paris
from models.accounts import User
from models.base import utc_now
from models.instances import Instance
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.meetings import AgendaItem, Meeting
from models.people import Mandate, Person
from models.preferences import SavedView
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post
from tests.support.prepared import prepared

LIST = "/supprimes/list/?size=100"


@prepared
def place(session):
    """A body of the 5th and one of the 7th, each with a person and her mandate."""
    account("ref5")
    account("ref7")
    rows = {}
    for number in (5, 7):
        body = make.InstanceFactory(name=f"Conseil {number}", arrondissements=[number])
        # Placed by her mandate alone: without it, she is nobody's.
        person = make.PersonFactory(last_name=f"Alves{number}", first_name="Marie", arrondissement=None)
        rows[number] = (body, person, make.MandateFactory(instance=body, person=person))
    session.commit()
    return rows


def deletion_of(session, model, row_id):
    return session.scalars(
        select(JournalChange).filter_by(model=model.__name__, row_id=row_id, action=ChangeAction.DELETE)
    ).one()


def delete(session, *rows):
    """Deleted by the mission, one after another; returns the ids in the journal."""
    keys = [(type(row), row.id) for row in rows]
    for row in rows:
        session.delete(row)
        session.commit()
    return [deletion_of(session, *key).id for key in keys]


def text_of(answer):
    return answer.get_data(as_text=True)


def follow(client, page, words):
    """The address of a link of a page, by its words."""
    links = [link for link in html.fromstring(page).iter("a") if words in link.text_content()]
    assert links, words
    return links[0].get("href")


def press(client, page, words):
    """Sends the form of a page whose button says this."""
    for form in html.fromstring(page).forms:
        for button in form.iter("button"):
            label = " ".join([button.text_content(), button.get("aria-label", "")])
            if words in label and form.get("method") == "post":
                fields = [(name, value) for name, value in form.form_values() if name != "csrf_token"]
                return post(client, form.action, dict(fields), follow_redirects=True)
    raise AssertionError(words)


def test_a_referent_deletes_then_puts_back_by_the_links_that_she_is_given(client_as, session, place):
    _, _, mandate = place[5]
    client = client_as("ref5")
    page = text_of(client.get(f"/mandats/delete/{mandate.id}"))
    assert "Pendant 90 jours" in page
    answer = press(client, page, "Supprimer")
    said = html.fromstring(text_of(answer)).find_class("note")[0]
    assert "Voir les lignes supprimées" in said.text_content()
    deleted = text_of(client.get(follow(client, text_of(answer), "Voir les lignes supprimées")))
    assert "Alves5" in deleted
    assert "Rétablir" in [button.text_content() for button in html.fromstring(deleted).iter("button")]
    shown = text_of(client.get(follow(client, deleted, "Alves5")))
    answer = press(client, shown, "Rétablir")
    assert "1 ligne rétablie" in text_of(answer)
    session.rollback()
    assert session.get(Mandate, mandate.id) is not None
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert (entry.door, entry.actor_name) == (Door.RESTORE, client_name(session, "ref5"))
    assert "Alves5" not in text_of(client.get(LIST)).partition("<main")[2]


def client_name(session, username):
    return str(session.scalars(select(User).filter_by(username=username)).one().get_full_name())


@pytest.mark.parametrize(
    ("reader", "seen"),
    [("ref5", {5}), ("saisie5", {5}), ("elu5", set()), ("mission", {5, 7}), ("direction", {5, 7})],
)
def test_each_finds_what_she_would_write_or_read(client_as, session, place, reader, seen):
    numbers = (5, 7)
    changes = dict(zip(numbers, delete(session, *(place[number][2] for number in numbers)), strict=True))
    client = client_as(reader)
    page = text_of(client.get(LIST))
    assert {number for number in numbers if f"Alves{number}" in page} == seen
    for number in numbers:
        expected = 200 if number in seen else 404
        assert client.get(f"/supprimes/show/{changes[number]}").status_code == expected


def test_what_is_elsewhere_is_not_put_back(client_as, session, place):
    (change_id,) = delete(session, place[7][2])
    client = client_as("ref5")
    assert post(client, f"/supprimes/restore/{change_id}", {"with": "1"}).status_code == 404
    answer = post(client, "/supprimes/bulk", {"action": "put_back", "rowid": [change_id], "confirmed": "1"})
    assert answer.status_code == 404
    assert session.get(Mandate, place[7][2].id) is None


def test_who_only_reads_puts_nothing_back(client_as, session, place):
    (change_id,) = delete(session, place[5][2])
    client = client_as("direction")
    assert "demandez à la mission" in text_of(client.get(f"/supprimes/show/{change_id}"))
    assert post(client, f"/supprimes/restore/{change_id}", {"with": "1"}).status_code == 403
    assert session.get(Mandate, place[5][2].id) is None


@pytest.mark.parametrize("reader", ["ref5", pytest.param("mission", marks=pytest.mark.slow), "stagiaire"])
def test_a_mandate_comes_back_with_the_person_who_was_deleted_after_it(client_as, session, place, reader):
    _, person, mandate = place[5]
    ids = person.id, mandate.id
    change_id, _ = delete(session, mandate, person)
    client = client_as(reader)
    answer = press(client, row_of(text_of(client.get(LIST)), change_id), "Rétablir")
    page = text_of(answer)  # it says what comes along before it writes
    assert "dépend d’autres" in page
    assert session.get(Mandate, ids[1]) is None
    answer = press(client, page, "Tout rétablir")
    assert "2 lignes rétablies" in text_of(answer)
    session.rollback()
    assert session.get_one(Mandate, ids[1]).person_id == ids[0]
    doors = set(session.scalars(select(JournalEntry.door).order_by(JournalEntry.id.desc()).limit(1)))
    assert doors == {Door.RESTORE}


def row_of(page, change_id):
    """The line of a list, as a page of its own."""
    for row in html.fromstring(page).iter("tr"):
        if any(f"/supprimes/show/{change_id}" in (link.get("href") or "") for link in row.iter("a")):
            return html.tostring(row, encoding="unicode")
    raise AssertionError(change_id)


def test_rows_ticked_come_back_as_one_operation(client_as, session, place):
    _, person, mandate = place[5]
    ids = person.id, mandate.id
    changes = delete(session, mandate, person)
    client = client_as("mission")
    answer = post(
        client, "/supprimes/bulk", {"action": "put_back", "rowid": changes, "confirmed": "1"}, follow_redirects=True
    )
    assert "2 lignes rétablies" in text_of(answer)
    assert session.get(Person, ids[0]) is not None
    assert session.get(Mandate, ids[1]) is not None


def test_a_body_and_what_stood_in_it_are_found_though_both_are_gone(client_as, session):
    account("ref5")
    body = make.InstanceFactory(name="Conseil des Gratte-Ciel", arrondissements=[5])
    seat = make.SeatFactory(instance=body, number=12)
    session.commit()
    seat_id, body_id = seat.id, body.id
    seat_change, body_change = delete(session, seat, body)
    client = client_as("ref5")
    page = text_of(client.get(LIST))
    assert f"/supprimes/show/{seat_change}" in page
    assert f"/supprimes/show/{body_change}" in page
    post(client, f"/supprimes/restore/{seat_change}", {"with": "1"})
    assert session.get(Instance, body_id) is not None
    assert session.scalar(select(type(seat).instance_id).filter_by(id=seat_id)) == body_id


@pytest.mark.parametrize(("number_of_places", "is_found"), [((5,), True), ((5, 6), True), ((5, 7), False), ((), False)])
def test_a_body_is_hers_where_all_its_arrondissements_are(client_as, session, number_of_places, is_found):
    user = account("ref5")
    make.ReferentFactory(user=user, arrondissement=make.ArrondissementFactory(number=6))
    make.ArrondissementFactory(number=7)
    body = make.InstanceFactory(name="Conseil", arrondissements=list(number_of_places))
    session.commit()
    (change_id,) = delete(session, body)
    assert client_as("ref5").get(f"/supprimes/show/{change_id}").status_code == (200 if is_found else 404)


def test_a_meeting_is_listed_once_and_comes_back_with_its_parts(client_as, session, place):
    meeting = make.MeetingFactory(instance=place[5][0], title="Plénière")
    make.AgendaItemFactory(meeting=meeting)
    make.AttendanceFactory(meeting=meeting, person=place[5][1])
    session.commit()
    meeting_id = meeting.id
    (change_id,) = delete(session, meeting)
    client = client_as("ref5")
    links = {link for link in text_of(client.get(LIST)).split('"') if link.startswith("/supprimes/show/")}
    assert links == {f"/supprimes/show/{change_id}"}
    page = text_of(client.get(f"/supprimes/show/{change_id}"))
    assert "Présences : 1" in page.replace("\u202f", " ").replace("\xa0", " ")
    press(client, page, "Rétablir")
    assert session.get(Meeting, meeting_id) is not None
    assert session.scalars(select(AgendaItem.meeting_id)).all() == [meeting_id]


def test_a_guest_out_of_sight_is_not_named(client_as, session, place):
    meeting = make.MeetingFactory(instance=place[5][0])
    line = make.AttendanceFactory(meeting=meeting, person=place[7][1])
    own = make.AttendanceFactory(meeting=meeting, person=place[5][1])
    session.commit()
    hidden, shown = delete(session, line, own)
    client = client_as("ref5")
    page = text_of(client.get(LIST))
    assert "Alves7" not in page
    assert client.get(f"/supprimes/show/{hidden}").status_code == 404
    assert client.get(f"/supprimes/show/{shown}").status_code == 200


def test_one_finds_one_s_own_views_and_nobody_else_s(client_as, session):
    account("elu5")
    account("direction")
    user = session.scalars(select(User).filter_by(username="elu5")).one()
    view = SavedView(user_id=user.id, list_name="PersonView", name="Mes suivis", query="")
    session.add(view)
    session.commit()
    view_id = view.id
    (change_id,) = delete(session, view)
    assert client_as("direction").get(f"/supprimes/show/{change_id}").status_code == 404
    client = client_as("elu5")
    press(client, text_of(client.get(f"/supprimes/show/{change_id}")), "Rétablir")
    assert session.get(SavedView, view_id) is not None


@pytest.mark.parametrize(("before", "is_found"), [(dt.timedelta(), True), (dt.timedelta(seconds=1), False)])
def test_it_is_kept_90_days_of_lyon(client_as, session, place, before, is_found):
    (change_id,) = delete(session, place[5][2])
    first = start_of_day(today_in_paris() - dt.timedelta(days=90))
    entry_id = session.get_one(JournalChange, change_id).entry_id
    session.execute(
        update(JournalEntry).where(JournalEntry.id == entry_id).values(at=first.astimezone(dt.UTC) - before)
    )
    session.commit()
    client = client_as("ref5")
    page = client.get(f"/supprimes/show/{change_id}")
    assert page.status_code == (200 if is_found else 404)
    if is_found:
        press(client, text_of(page), "Rétablir")
        assert session.get(Mandate, place[5][2].id) is not None


def test_what_came_back_is_listed_no_more_and_what_goes_again_is_listed_once(client_as, session, place):
    mandate_id = place[5][2].id
    (change_id,) = delete(session, place[5][2])
    client = client_as("ref5")
    post(client, f"/supprimes/restore/{change_id}")
    assert client.get(f"/supprimes/show/{change_id}").status_code == 404
    session.expire_all()
    session.delete(session.get_one(Mandate, mandate_id))
    session.commit()
    page = text_of(client.get(LIST))
    assert page.count("/supprimes/show/") == 1
    assert f"/supprimes/show/{change_id}" not in page


def test_it_is_searched_by_words_and_kind(client_as, session, place):
    organisation = make.OrganisationFactory(name="Régie de l’Élan", arrondissement=make.ArrondissementFactory(number=5))
    session.commit()
    ids = delete(session, place[5][2], organisation)
    client = client_as("ref5")

    def found(query):
        page = text_of(client.get(f"/supprimes/list/?{query}"))
        return [row_id for row_id in ids if f"/supprimes/show/{row_id}" in page]

    assert found("") == ids
    assert found("q=regie+elan") == ids[1:]
    assert found("q=alves5") == ids[:1]
    assert found("f_kind=Mandate") == ids[:1]
    assert found("f_kind=Organisation&f_door=form") == ids[1:] or found("f_kind=Organisation") == ids[1:]
    assert found("q=introuvable") == []
    assert client.get("/supprimes/export").status_code == 200


def test_what_a_rule_refuses_stays_deleted_and_is_told(client_as, session):
    """The seat was given to someone else meanwhile."""
    account("ref5")
    body = make.InstanceFactory(arrondissements=[5])
    seat = make.SeatFactory(instance=body, number=1)
    first = make.MandateFactory(instance=body, seat=seat, start_on=dt.date(2026, 1, 1))
    session.commit()
    (change_id,) = delete(session, first)
    make.MandateFactory(instance=body, seat=seat, start_on=dt.date(2026, 1, 1))
    session.commit()
    client = client_as("ref5")
    answer = post(client, f"/supprimes/restore/{change_id}", {"with": "1"}, follow_redirects=True)
    assert "Rien n’a été remis" in text_of(answer) or "Rien n’a été rétabli" in text_of(answer)
    assert client.get(f"/supprimes/show/{change_id}").status_code == 200


def test_what_one_stands_on_elsewhere_is_said_without_its_name(client_as, session, place):
    """A mandate of the 5th that followed one of the 7th, both gone: hers does not bring back the other's."""
    other = place[7][2]
    mine = place[5][2]
    mine.previous = other
    session.commit()
    change_id, _ = delete(session, mine, other)
    client = client_as("ref5")
    page = text_of(client.get(f"/supprimes/show/{change_id}"))
    assert "Alves7" not in page
    answer = post(client, f"/supprimes/restore/{change_id}", {"with": "1"}, follow_redirects=True)
    assert "hors de vos arrondissements" in text_of(answer)
    assert session.get(Mandate, mine.id) is None


@pytest.mark.parametrize(
    ("reader", "words"),
    [("ref5", "vous pouvez le rétablir depuis"), ("direction", "la mission peut le rétablir"), ("ref7", "")],
)
def test_the_address_of_what_is_gone_says_so_to_whom_it_was(client_as, session, place, reader, words):
    mandate_id = place[5][2].id
    delete(session, place[5][2])
    answer = client_as(reader).get(f"/mandats/show/{mandate_id}")
    assert answer.status_code == 404
    assert words in text_of(answer)
    assert ("Alves5" in text_of(answer)) is bool(words)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_import_that_was_undone_does_not_hold_the_list_back(client_as, session, place):
    """5,000 meetings with four lines each went in one operation: asked of each other, the server would give up."""
    entry = make.JournalEntryFactory(at=utc_now(), door=Door.UNDO)
    session.flush()
    gone = {"entry_id": entry.id, "action": ChangeAction.DELETE, "instance_id": place[5][0].id}
    meetings = [{**gone, "model": "Meeting", "row_id": 10**6 + n, "label": f"r{n}", "fields": {}} for n in range(5_000)]
    lines = [
        {**gone, "model": "Attendance", "row_id": 10**6 + n, "fields": {"meeting_id": [10**6 + n % 5_000, None]}}
        for n in range(20_000)
    ]
    session.execute(insert(JournalChange), meetings)
    session.execute(insert(JournalChange), lines)
    session.commit()
    client = client_as("ref5")
    assert "5\u202f000 lignes" in text_of(client.get("/supprimes/list/"))
    assert "1 résultat" in text_of(client.get("/supprimes/list/?q=r4999"))


def test_the_journal_leads_to_the_page_that_says_what_comes_along(client_as, session, place):
    _, person, mandate = place[5]
    change_id, _ = delete(session, mandate, person)
    answer = post(client_as("mission"), f"/journal/restore/{change_id}")
    assert answer.location == f"/supprimes/show/{change_id}"


@pytest.mark.parametrize("number", [5, 3])
@pytest.mark.parametrize("reader", ["ref5", "mission"])
def test_a_mandate_of_hers_brings_back_whoever_lives_elsewhere(client_as, session, place, reader, number):
    """A person is where her mandates are: the arrondissement where she lives does not keep her out."""
    _, person, mandate = place[5]
    person.arrondissement = make.ArrondissementFactory(number=number)
    session.commit()
    ids = person.id, mandate.id
    change_id, _ = delete(session, mandate, person)
    client = client_as(reader)
    page = text_of(client.get(f"/supprimes/show/{change_id}"))
    # The name that is in the title is in the field and in what comes along.
    assert page.partition("<main")[2].count("Alves5 Marie") >= 3
    assert "hors de vos arrondissements" not in page
    assert "2 lignes rétablies" in text_of(press(client, page, "Tout rétablir"))
    session.rollback()
    assert session.get_one(Person, ids[0]).created_by_id is None
    assert session.get_one(Mandate, ids[1]).person_id == ids[0]


def test_what_stands_on_something_elsewhere_offers_no_button_and_says_whom_to_ask(client_as, session, place):
    mine, other = place[5][2], place[7][2]
    mine.previous = other
    session.commit()
    change_id, _ = delete(session, mine, other)
    client = client_as("ref5")
    page = text_of(client.get(f"/supprimes/show/{change_id}")).partition("<main")[2]
    assert "demandez à la mission" in page
    assert "Tout rétablir" not in page
    answer = post(client, "/supprimes/bulk", {"action": "put_back", "rowid": [change_id], "confirmed": "1"})
    assert "demandez à la mission" in text_of(client.get(answer.location))


def test_who_opens_none_of_it_is_not_told_that_nothing_was_deleted(client_as, session, place):
    delete(session, place[5][2])
    page = text_of(client_as("dpo").get(LIST))
    assert "Ce que vous n’ouvrez pas n’est pas listé ici" in page


def test_a_part_that_comes_back_leads_to_its_whole(client_as, session, place):
    meeting = make.MeetingFactory(instance=place[5][0])
    item = make.AgendaItemFactory(meeting=meeting)
    session.commit()
    meeting_id = meeting.id
    (change_id,) = delete(session, item)
    client = client_as("ref5")
    answer = post(client, f"/supprimes/restore/{change_id}", {"with": "1"})
    assert answer.location.endswith(f"/reunions/show/{meeting_id}")
    client.get(answer.location)
    session.delete(session.get_one(AgendaItem, item.id))
    session.commit()
    change_id = max(session.scalars(select(JournalChange.id).filter_by(model="AgendaItem", action="delete")))
    sent = {"action": "put_back", "rowid": [change_id], "confirmed": "1"}
    said = html.fromstring(text_of(post(client, "/supprimes/bulk", sent, follow_redirects=True))).find_class("note")[0]
    assert "1 ligne rétablie" in said.text_content()
    assert said.xpath(".//a/@href") == [f"/reunions/show/{meeting_id}"]
