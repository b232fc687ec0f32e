"""What is said of the day of a meeting is said once when it is saved: by the page that one comes to."""

import datetime as dt

from sqlalchemy import select

from models.meetings import Meeting
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post

SATURDAY = TODAY + dt.timedelta(days=(5 - TODAY.weekday()) % 7)


def _typed(body):
    return {
        "title": "Marche exploratoire",
        "kind": "plenary",
        "instance": str(body.id),
        "start_at": f"{SATURDAY:%Y-%m-%d}T10:00",
        "end_at": f"{SATURDAY:%Y-%m-%d}T12:00",
    }


def test_the_week_end_of_a_new_meeting_is_said_once(session, client_as, server_today):
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    client = client_as("ref5")
    answer = post(client, "/reunions/add", _typed(body))
    assert answer.status_code in (302, 303), document(answer).text_content()
    text = document(client.get(answer.headers["Location"])).text_content()
    assert text.count("week-end") == 1


def test_one_who_comes_back_to_the_list_reads_it_there(session, client_as, server_today):
    body = make.InstanceFactory(arrondissements=[5])
    start = dt.datetime.combine(SATURDAY, dt.time(9), dt.UTC)
    row = make.MeetingFactory(instance=body, start_at=start, end_at=start + dt.timedelta(hours=2))
    session.commit()
    client = client_as("ref5")
    page = document(
        client.get(f"/reunions/edit/{row.id}", headers={"Referer": "http://localhost/reunions/list/?all=1"})
    )
    (form,) = page.xpath('//form[.//input[@name="title"]]')
    answer = post(client, form.get("action") or f"/reunions/edit/{row.id}", dict(form.form_values()))
    assert answer.headers["Location"].startswith("/reunions/list/")
    (main,) = document(client.get(answer.headers["Location"])).xpath("//body")
    assert main.text_content().count("week-end") == 1
    session.rollback()
    assert session.scalar(select(Meeting.title)) == row.title
