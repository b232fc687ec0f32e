"""What the address of a live link answers: rows of its owner's scope of the moment, page by page, and nothing else."""

import datetime as dt
import io
import logging
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models.accounts import Role
from models.instances import Instance
from models.journal import AccessLog
from models.live_links import LiveLink
from models.network import Referent
from tests.live_links.made import link_to, table
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements
from views.base.database import db
from views.security.logs import OneLineFormatter

DAY = dt.timedelta(days=1)
PEOPLE = "/personnes/list/?order=last_name"


@prepared
def people(session) -> dict[str, Any]:
    """Someone who sits in the 5th, with contact details, and someone who sits in the 7th."""
    rows = {}
    for number, name in ((5, "CINQ"), (7, "SEPT")):
        body = make.InstanceFactory(arrondissements=[number], name=f"Conseil du {number}e")
        person = make.PersonFactory(last_name=name, first_name="Claude", email=f"{name.lower()}@exemple.fr")
        make.MandateFactory(person=person, instance=body)
        rows[name], rows[number] = person, body
    session.commit()
    return rows


def names(answer) -> list[str]:
    return [line[0] for line in table(answer)[1:]]


@pytest.mark.parametrize(
    ("who", "expected"),
    [("ref5", ["CINQ"]), ("ref7", ["SEPT"]), ("mission", ["CINQ", "SEPT"]), ("direction", ["CINQ", "SEPT"])],
)
def test_a_link_answers_the_rows_of_its_owner(people, client, client_as, who, expected):
    address = link_to(client_as(who), PEOPLE)
    assert names(client.get(address)) == expected
    # Whoever's browser asks.
    assert names(client_as("mission" if who != "mission" else "ref5").get(address)) == expected


@pytest.mark.parametrize("page", ["/personnes/list/?q=claude", "/mandats/list/", "/instances/list/?order=-name"])
def test_the_rows_are_those_of_the_export(people, client, client_as, page):
    reader = client_as("mission")
    address = link_to(reader, page, with_personal="1")
    sheet = load_workbook(io.BytesIO(reader.get(page.replace("/list/", "/export")).data)).worksheets[0]
    exported = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    lines = table(client.get(address))
    start = next(index for index, row in enumerate(exported) if row[: len(lines[0])] == lines[0])
    assert len(exported[start + 1 :]) == len(lines) - 1 > 0
    assert [str(row[0]) for row in exported[start + 1 :]] == [line[0] for line in lines[1:]]


def test_the_columns_are_those_on_screen_whatever_the_list_opens_with_later(people, client, client_as, monkeypatch):
    address = link_to(client_as("mission"), "/personnes/list/?cols=first_name,last_name")
    assert table(client.get(address))[0] == ["Nom", "Prénom"]


@ON_SQLITE
def test_days_are_iso_and_numbers_are_those_of_the_export(session, client, client_as):
    make.MandateFactory(start_on=dt.date(2026, 1, 31))
    session.commit()
    lines = table(client.get(link_to(client_as("mission"), "/mandats/list/?cols=start_on")))
    assert "2026-01-31" in lines[1]


@ON_SQLITE
def test_a_text_that_begins_a_formula_stays_text(session, client, client_as):
    make.PersonFactory(last_name="=1+1", first_name="x")
    session.commit()
    assert names(client.get(link_to(client_as("mission"), PEOPLE))) == ["'=1+1"]


@ON_SQLITE
def test_json_has_types_and_says_where_it_goes_on(people, client, client_as):
    address = link_to(client_as("mission"), "/instances/list/?order=name", format="json")
    told = client.get(f"{address}?size=1").get_json()
    assert (told["page"], told["size"], told["count"]) == (1, 1, 1)
    assert told["rows"][0]["Nom"] == "Conseil du 5e"
    after = urlsplit(told["next"])
    assert f"{after.path}?{after.query}" == f"{address}?page=2&size=1"
    following = client.get(f"{after.path}?{after.query}").get_json()
    assert (following["rows"][0]["Nom"], following["next"]) == ("Conseil du 7e", None)


def test_pages_hold_every_row_once_and_link_to_the_next(session, client, client_as):
    with make.together():
        for number in range(7):
            make.PersonFactory(last_name=f"N{number}")
    session.commit()
    found, url = [], f"{link_to(client_as('mission'), PEOPLE)}?page=1&size=3"
    sizes = []
    while url:
        answer = client.get(url)
        lines = names(answer)
        found += lines
        sizes.append(len(lines))
        link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        url = f"{urlsplit(link[1]).path}?{urlsplit(link[1]).query}" if link else ""
    assert found == [f"N{number}" for number in range(7)]
    assert sizes == [3, 3, 1]


@ON_SQLITE
def test_a_page_beyond_the_last_has_headers_alone(people, client, client_as):
    lines = table(client.get(f"{link_to(client_as('mission'), PEOPLE)}?page=9"))
    assert len(lines) == 1


@ON_SQLITE
def test_who_knows_of_no_page_is_told_that_more_follow(people, client, client_as, monkeypatch):
    address = link_to(client_as("mission"), PEOPLE)
    assert "Ce n’est pas tout" not in client.get(address).text
    monkeypatch.setattr("views.live_links.reading.MOST_ROWS", 1)
    lines = table(client.get(address))
    assert lines[-1][0].startswith("Ce n’est pas tout")
    assert "Ce n’est pas tout" not in client.get(f"{address}?page=1").text


@ON_SQLITE
@pytest.mark.parametrize("asked", ["page=0", "page=-1", "page=x", "page=²", "size=5001", "size=0", "page=99999999999"])
def test_what_is_no_page_is_refused_with_a_sentence(people, client, client_as, asked):
    answer = client.get(f"{link_to(client_as('mission'), PEOPLE)}?{asked}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "est un nombre de 1 à" in answer.text


# ---- Rights of the moment ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ["closed", "ended", "role", "no role", "place"])
def test_the_rights_are_asked_again_at_each_reading(session, people, client, client_as, loss):
    address = link_to(client_as("ref5"), PEOPLE)
    assert names(client.get(address)) == ["CINQ"]
    owner = session.scalars(select(LiveLink)).one().user
    if loss == "closed":
        owner.active = False
    elif loss == "ended":
        owner.ends_on = TODAY - DAY
    elif loss == "place":
        session.scalars(select(Referent).filter_by(user_id=owner.id)).one().end_on = TODAY - DAY
    else:
        code = "elu" if loss == "no role" else "dpo"
        owner.roles = [session.scalars(select(Role).filter_by(name=code)).one_or_none() or make.RoleFactory(name=code)]
    session.commit()
    answer = client.get(address)
    if loss == "place":
        assert names(answer) == []
        return
    assert (answer.status_code, answer.mimetype) == (404 if loss in {"closed", "ended"} else 403, "text/plain")
    assert "CINQ" not in answer.text
    assert "<" not in answer.text


@ON_SQLITE
def test_a_link_to_a_list_that_one_may_only_read_is_refused(session, people, client, client_as):
    """As when someone of the mission becomes a trainee: the list stays on screen, its file does not."""
    address = link_to(client_as("mission"), PEOPLE)
    session.scalars(select(LiveLink)).one().user.roles = [make.RoleFactory(name="stagiaire")]
    session.commit()
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (403, "text/plain")
    assert "n’a plus le droit d’exporter" in answer.text


@ON_SQLITE
def test_the_last_day_of_a_link_is_included(session, people, client, client_as):
    address = link_to(client_as("mission"), PEOPLE, expires_on=TODAY.strftime("%d/%m/%Y"))
    assert names(client.get(address)) == ["CINQ", "SEPT"]
    session.scalars(select(LiveLink)).one().expires_on = TODAY - DAY
    session.commit()
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (410, "text/plain")
    assert "dernier jour" in answer.text


@ON_SQLITE
def test_a_filter_that_no_longer_leads_anywhere_is_told(session, client, client_as):
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    address = link_to(client_as("mission"), f"/mandats/list/?f_instance={body.id}")
    assert client.get(address).status_code == 200
    session.rollback()
    session.delete(session.get_one(Instance, body.id))
    session.commit()
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (422, "text/plain")
    assert "désigne une fiche qui n’existe plus" in answer.text
    assert "créez un autre lien" in answer.text


@ON_SQLITE
@pytest.mark.parametrize(
    ("query", "words"),
    [("f_state=gone", "n’est pas une valeur du filtre"), ("f_gone=1", "n’a pas de filtre « gone »")],
)
def test_a_filter_that_the_list_lost_is_told(session, people, client, client_as, query, words):
    address = link_to(client_as("mission"), "/instances/list/")
    session.scalars(select(LiveLink)).one().query = query
    session.commit()
    answer = client.get(address)
    assert answer.status_code == 422
    assert words in answer.text.replace("\xa0", " ")


@ON_SQLITE
def test_a_list_that_is_no_longer_there_is_told(session, people, client, client_as):
    address = link_to(client_as("mission"), PEOPLE)
    session.scalars(select(LiveLink)).one().list_name = "GoneView"
    session.commit()
    assert client.get(address).status_code == 410


# ---- Personal data -------------------------------------------------------------------------------------------------

_CONTACTS = "/personnes/list/?cols=last_name,email&order=last_name"


def test_personal_columns_come_when_they_were_ticked(session, people, client, client_as):
    assert table(client.get(link_to(client_as("mission"), _CONTACTS)))[0] == ["Nom", "Prénom"]
    assert "cols=last_name%2Cfirst_name&" in f"{session.scalars(select(LiveLink)).one().query}&"
    ticked = client.get(link_to(client_as("mission"), _CONTACTS, with_personal="1"))
    assert [line[::2] for line in table(ticked)[:2]] == [["Nom", "Courriel"], ["CINQ", "cinq@exemple.fr"]]


@ON_SQLITE
def test_without_the_tick_a_search_does_not_look_in_them(people, client, client_as):
    page = "/personnes/list/?q=sept@exemple.fr"
    assert names(client.get(link_to(client_as("mission"), page, with_personal="1"))) == ["SEPT"]
    assert names(client.get(link_to(client_as("mission"), page))) == []


@ON_SQLITE
def test_personal_columns_go_with_the_right_to_them(session, people, client, client_as):
    """As when someone of the mission joins the management."""
    address = link_to(client_as("mission"), _CONTACTS, with_personal="1")
    owner = session.scalars(select(LiveLink)).one().user
    owner.roles = [make.RoleFactory(name="direction")]
    session.commit()
    assert table(client.get(address))[0] == ["Nom", "Prénom"]


@ON_SQLITE
def test_the_tick_is_neither_offered_nor_taken_without_the_right(session, people, client, client_as):
    reader = client_as("direction")
    address = link_to(reader, _CONTACTS.replace(",email", ",first_name"), with_personal="1")
    assert session.scalars(select(LiveLink)).one().with_personal is False
    assert table(client.get(address))[0] == ["Nom", "Prénom"]


# ---- Reports -------------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_a_report_answers_what_its_file_holds(people, client, client_as):
    reader = client_as("mission")
    file = reader.get("/rapports/members/export?format=csv").data.decode("utf-8-sig").splitlines()
    lines = table(client.get(link_to(reader, "/rapports/members")))
    assert ";".join(lines[0]) == file[0]
    assert [line[0] for line in lines[1:]] == [line.split(";")[0] for line in file[1:]]
    assert "cinq@exemple.fr" not in str(lines)
    ticked = table(client.get(link_to(reader, "/rapports/members", with_personal="1", name="Avec")))
    assert "cinq@exemple.fr" in str(ticked)


@ON_SQLITE
def test_a_report_has_pages_too(people, client, client_as):
    address = link_to(client_as("mission"), "/rapports/bodies", format="json")
    first, second = (client.get(f"{address}?size=1&page={page}").get_json() for page in (1, 2))
    assert len(first["rows"]) == len(second["rows"]) == 1
    assert first["rows"] != second["rows"]
    assert (first["next"] is None, second["next"]) == (False, None)


# ---- The answer and its traces --------------------------------------------------------------------------------------


@ON_SQLITE
def test_an_answer_sets_no_cookie_and_is_kept_by_no_cache(people, client, client_as):
    address = link_to(client_as("mission"), PEOPLE)
    for answer in (client.get(address), client.get("/liens/x.csv"), client_as("ref7").get(address)):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"


@ON_SQLITE
def test_head_and_options_take_nothing_away(session, people, client, client_as):
    address = link_to(client_as("mission"), PEOPLE)
    head = client.head(address)
    assert (head.status_code, head.data, head.content_type) == (200, b"", "text/csv; charset=utf-8")
    options = client.options(address)
    assert (options.status_code, set(options.headers["Allow"].split(", "))) == (200, {"GET", "HEAD", "OPTIONS"})
    assert client.post(address).status_code in {400, 405}
    assert session.scalars(select(AccessLog)).all() == []
    assert session.scalars(select(LiveLink)).one().read_count == 0


def test_each_reading_is_one_line_of_the_register(session, people, client, client_as):
    address = link_to(client_as("ref5"), PEOPLE, name="Mon lien")
    token = address.rsplit("/", 1)[1].removesuffix(".csv")
    client.get(address)
    client.get(f"{address}?page=2")
    session.rollback()
    lines = session.scalars(select(AccessLog).order_by(AccessLog.id)).all()
    link = session.scalars(select(LiveLink)).one()
    assert [(line.user_id, line.what, line.action, line.row_count) for line in lines] == [
        (link.user_id, "PersonView", "live_link", 1),
        (link.user_id, "PersonView", "live_link", 0),
    ]
    assert ["page 1" in lines[0].filters, "page 2" in lines[1].filters] == [True, True]
    assert all("Mon lien" in line.filters and token not in line.filters for line in lines)
    assert (link.read_count, link.last_read_at is not None) == (2, True)


@ON_SQLITE
def test_no_log_holds_the_secret(people, client, client_as, caplog):
    caplog.set_level("DEBUG")
    address = link_to(client_as("mission"), PEOPLE, expires_on="24/11/2026")
    token = address.rsplit("/", 1)[1].removesuffix(".csv")
    client.get(address)
    client.get(address.replace(".csv", ".json"))
    client.get(f"{address}/x")
    client.get(f"{address}?page=0")
    client.post(address)
    assert "live-link status=400" in caplog.text
    assert token not in caplog.text


@pytest.mark.parametrize("name", ["gunicorn.error", "gunicorn.access", "werkzeug"])
@pytest.mark.parametrize("end", ["liens/%s.csv?page=2", "calendrier/%s.ics"])
@ON_SQLITE
def test_what_a_server_writes_of_an_address_holds_no_secret(app, name, end):
    secret = "a-B_9" * 9
    record = logging.LogRecord(name, logging.INFO, "x", 1, '"GET /%s HTTP/1.1" 200', (end % secret,), None)
    assert logging.getLogger(name).filter(record)
    assert record.getMessage() == f'"GET /{end % "…"} HTTP/1.1" 200'
    ours = logging.LogRecord(name, logging.INFO, "x", 1, f"/{end % secret}", (), None)
    assert OneLineFormatter("%(message)s").format(ours) == f"/{end % '…'}"


@ON_SQLITE
def test_an_account_that_reads_too_often_waits(session, people, client, client_as, monkeypatch):
    monkeypatch.setattr("mdo.live_links.links.MOST_READS", 2)
    address = link_to(client_as("mission"), PEOPLE)
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get(address)
    assert answer.mimetype == "text/plain"
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    # Not another account.
    assert client.get(link_to(client_as("ref5"), PEOPLE)).status_code == 200


@ON_SQLITE
@pytest.mark.parametrize("token", ["x", "0" * 48, "%00", "é", "a" * 5_000, "..%2f..%2fetc%2fpasswd", "a.b"])
def test_a_wrong_address_is_not_found(people, client, token):
    assert client.get(f"/liens/{token}.csv").status_code in {400, 404}


@ON_SQLITE
def test_the_end_of_an_address_is_the_format_of_its_link(people, client, client_as):
    address = link_to(client_as("mission"), PEOPLE)
    assert client.get(address.replace(".csv", ".json")).status_code == 404
    assert client.get(address.replace(".csv", ".xlsx")).status_code == 404


@ON_SQLITE
def test_a_link_speaks_the_language_that_it_was_made_in(session, people, client, client_as):
    address = link_to(client_as("mission"), PEOPLE)
    session.scalars(select(LiveLink)).one().user.locale = "en"
    session.commit()
    assert table(client.get(address, headers={"Accept-Language": "en"}))[0][0] == "Nom"


@ON_SQLITE
def test_a_reading_costs_the_same_whatever_it_holds(app, session, people, client, client_as):
    address = link_to(client_as("ref5"), PEOPLE)
    with app.app_context():
        engine = db.engine

    def cost() -> int:
        with count_statements(engine) as sent:
            assert client.get(address).status_code == 200
        return len(sent)

    few = cost()
    with make.together():
        for number in range(40):
            make.MandateFactory(instance=people[5], person=make.PersonFactory(last_name=f"N{number}"))
    session.commit()
    assert cost() <= few + 2
