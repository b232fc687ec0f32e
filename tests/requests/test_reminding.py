"""« Relancer la direction »: from the line of the deadline to the letter, the e-mail, and what is noted."""

import datetime as dt
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document

from models.organisations import OrganisationKind
from tests.base.pages import document, save
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.forms import post

_DEADLINES = "/echeances/list/?f_whose=all&f_kind=request_answer"


@pytest.fixture
def late(session):
    """A request that a direction of the city let its day pass without answering."""
    direction = make.OrganisationFactory(
        name="Direction des mobilités",
        kind=OrganisationKind.DIRECTION,
        email="mobilites@example.org",
        contact_name="Zoé Exemple",
        address="1 place de la Comédie, 69001 Lyon",
    )
    row = make.CouncilRequestFactory(
        number="2026-031",
        subject="Un banc & un arbre",
        text="Devant l’école.",
        instance=make.InstanceFactory(name="Conseil de l’Île", arrondissements=[5]),
        organisation=direction,
        sent_on=dt.date(2026, 10, 5),
        due_on=dt.date(2026, 11, 20),
    )
    session.commit()
    return row


def _next_act(client):
    """The one thing to do of the only line: its words and where it leads."""
    links = document(client.get(_DEADLINES)).xpath('//main//table//tbody//a[not(contains(@href, "/show/"))]')
    return [(" ".join(link.text_content().split()), link.get("href")) for link in links]


@ON_SQLITE
def test_a_direction_that_let_its_day_pass_is_reminded_from_the_line_of_the_deadline(session, client_as, late):
    mission = client_as("mission")
    [url] = [url for words, url in _next_act(mission) if "Relancer la direction" in words]
    page = mission.get(url)
    shown = document(page)
    text = shown.xpath('string(//textarea[@id="text"])')
    for words in (
        "« Un banc & un arbre »",
        "Conseil de l’Île",
        "05/10/2026",
        "20/11/2026",
        "4 jours",
        "Devant l’école.",
    ):
        assert words in text.replace("\xa0", " ")
    mail = urlsplit(shown.xpath('//main//a[starts-with(@href, "mailto:")]/@href')[0])
    said = parse_qs(mail.query)
    assert mail.path == "mobilites@example.org"
    assert "2026-031" in said["subject"][0]
    assert said["body"][0].split() == text.split()
    letter = post(mission, shown.xpath("//main//form/@action")[0])
    paragraphs = [item.text for item in Document(io.BytesIO(letter.data)).paragraphs]
    assert paragraphs[:3] == ["Direction des mobilités", "Zoé Exemple", "1 place de la Comédie, 69001 Lyon"]
    assert "24/11/2026" in paragraphs
    assert [words for words in text.split("\n\n") if words not in paragraphs] == []
    session.rollback()
    assert late.reminded_on is None  # nothing is said before somebody says it
    noted = shown.xpath('//main//a[contains(@class, "btn-primary")]/@href')[0]
    assert save(mission, noted).status_code == 302
    session.rollback()
    assert late.reminded_on == TODAY
    words = [words for words, _ in _next_act(mission)]
    assert any("Répondre" in one for one in words)
    assert not any("Relancer" in one for one in words)
    assert "24/11/2026" in document(mission.get(url)).xpath("string(//main)")  # reminded once, and again if need be


@ON_SQLITE
@pytest.mark.parametrize("values", [
    {"sent_on": None}, {"organisation": None}, {"due_on": TODAY}, {"answered_on": TODAY, "answer": "Oui."},
])  # fmt: skip
def test_who_is_not_late_is_not_reminded(session, client_as, late, values):
    for name, value in values.items():
        setattr(late, name, value)
    session.commit()
    mission = client_as("mission")
    assert not any("Relancer" in words for words, _ in _next_act(mission))
    assert "/demandes/relance/" not in mission.get(f"/demandes/show/{late.id}").text
    assert mission.get(f"/demandes/relance/{late.id}").status_code == 404
    assert post(mission, f"/demandes/relance/{late.id}/lettre").status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("ref5", 200), ("ref7", 404), ("direction", 403)])
def test_who_may_change_a_request_reminds_its_direction(client_as, late, who, status):
    assert client_as(who).get(f"/demandes/relance/{late.id}").status_code == status
