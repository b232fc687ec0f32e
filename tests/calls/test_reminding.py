"""« Relancer le conseil »: from the line of the deadline to the letter, the e-mail, and what is noted, once a day."""

import datetime as dt
import io
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from sqlalchemy import select

from models.applications import ApplicationState as State
from models.calls import CallState
from models.journal import JournalChange
from tests.base.pages import document
from tests.support import ON_SQLITE, TODAY
from tests.support import calls as make
from tests.support import factories as bodies
from tests.support.forms import post

_DEADLINES = "/echeances/list/?f_whose=all&f_kind=application_report_due"


@pytest.fixture
def late(session):
    """A project that was given 4,999.99 € and whose bilan was due four days ago."""
    row = make.ApplicationFactory(
        call=make.ProjectCallFactory(title="APICQ 2025", state=CallState.NOTIFIED),
        title="Un banc & un arbre",
        instance=bodies.InstanceFactory(name="Conseil de l’Île", arrondissements=[5], mailbox="cq.ile@example.org"),
        state=State.RETAINED,
        granted_incl_tax=Decimal("4999.99"),
        notified_on=dt.date(2026, 4, 2),
        report_due_on=dt.date(2026, 11, 20),
    )
    session.commit()
    return row


def _acts(client):
    """What may be done of the lines of the deadlines: words and where each leads."""
    links = document(client.get(_DEADLINES)).xpath('//main//table//tbody//a[not(contains(@href, "/list/"))]')
    return {" ".join(link.text_content().split()).partition(" : ")[0]: link.get("href") for link in links}


def _reminded(client, page):
    """Presses the button of the page that says that the reminder left; what the answer says."""
    [form] = page.xpath('//main//form[.//button[contains(@class, "btn-primary")]]')
    answer = post(client, form.get("action"), dict(form.form_values()), follow_redirects=True)
    return " ".join(document(answer).text_content().split())


@ON_SQLITE
def test_a_council_is_reminded_from_the_line_of_the_deadline_once_a_day(session, client_as, late):
    mission = client_as("mission")
    url = _acts(mission)["Relancer le conseil"]
    page = document(mission.get(url))
    text = page.xpath('string(//textarea[@id="text"])').replace("\xa0", " ").replace("\u202f", " ")
    for words in ("APICQ 2025", "« Un banc & un arbre »", "Conseil de l’Île", "4 999,99 €", "20/11/2026"):
        assert words in text
    mail = urlsplit(page.xpath('//main//a[starts-with(@href, "mailto:")]/@href')[0])
    assert mail.path == "cq.ile@example.org"
    assert parse_qs(mail.query)["body"][0].split() == text.split()
    assert "Rien ne part d’ici" in page.xpath("string(//main)")
    letter = post(mission, page.xpath("//main//form[@data-no-guard]/@action")[0])
    paragraphs = [item.text for item in Document(io.BytesIO(letter.data)).paragraphs]
    assert paragraphs[0] == "Conseil de l’Île"
    assert "24/11/2026" in paragraphs
    session.rollback()
    assert late.reminded_on is None  # nothing is said before somebody says it
    assert "relancé aujourd’hui" in _reminded(mission, page)
    session.rollback()
    assert late.reminded_on == TODAY
    changes = session.scalars(select(JournalChange).where(JournalChange.model == "Application")).all()
    assert [change.row_id for change in changes if "reminded_on" in change.fields] == [late.id]
    assert "Relancer le conseil" not in _acts(mission)  # the line of the deadline stays, to be opened
    assert "24/11/2026" in document(mission.get(url)).xpath("string(//main)")
    version = late.version
    assert "une fois par jour suffit" in _reminded(mission, page)
    session.rollback()
    assert late.version == version


@ON_SQLITE
def test_a_council_without_an_address_is_told_and_its_record_is_a_link_away(session, client_as, late):
    late.instance.mailbox = None
    session.commit()
    page = document(client_as("mission").get(f"/dossiers/rappel/{late.id}"))
    assert not page.xpath('//main//a[starts-with(@href, "mailto:")]')
    assert "Aucune adresse électronique n’est connue" in page.xpath("string(//main)")
    assert page.xpath('//main//div[contains(@class, "note--warning")]//a/@href') == [
        f"/instances/show/{late.instance_id}"
    ]


@ON_SQLITE
@pytest.mark.parametrize(("reminded", "again"), [(dt.date(2026, 11, 20), True), (dt.date(2026, 11, 21), False)])
def test_a_reminder_of_before_the_day_is_not_one_of_after(session, client_as, late, reminded, again):
    late.reminded_on = reminded
    session.commit()
    assert ("Relancer le conseil" in _acts(client_as("mission"))) is again


@ON_SQLITE
@pytest.mark.parametrize("values", [
    {"report_due_on": None}, {"state": State.REALISED, "reported_on": TODAY},
    {"state": State.WAITING, "granted_incl_tax": None},
])  # fmt: skip
def test_a_bilan_that_is_not_awaited_is_not_reminded(session, client_as, late, values):
    for name, value in values.items():
        setattr(late, name, value)
    session.commit()
    mission = client_as("mission")
    assert "Relancer le conseil" not in _acts(mission)
    assert "/dossiers/rappel/" not in mission.get(f"/dossiers/show/{late.id}").text
    assert mission.get(f"/dossiers/rappel/{late.id}").status_code == 404
    assert post(mission, f"/dossiers/rappel/{late.id}/lettre").status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("ref5", 200), ("ref7", 404), ("direction", 403)])
def test_who_may_change_an_application_reminds_its_council(client_as, late, who, status):
    assert client_as(who).get(f"/dossiers/rappel/{late.id}").status_code == status
