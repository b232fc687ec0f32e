"""Documents on screen: attached, taken, withdrawn, by whom and by nobody else."""

import io

import pytest
from sqlalchemy import select

from mdo.documents.packages import file_of
from mdo.kernel.base.errors import RuleViolation
from mdo.meetings.document_store import MEETING_FILES
from models.documents import Document, DocumentKind
from models.journal import AccessLog
from tests.documents.rows import body, meeting
from tests.documents.words import template, text_of
from tests.support import ON_SQLITE
from tests.support.application import account
from tests.support.forms import post

PDF = b"%PDF-1.7 paper"


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("plan.pdf", PDF, True),
        ("PLAN.PDF", PDF, True),
        ("plan.pdf", b"<html>", False),
        ("photo.png", b"\x89PNG\r\n\x1a\n..", True),
        ("photo.png", PDF, False),
        ("note.docx", template("a"), True),
        ("note.docx", b"PK\x03\x04", False),
        ("note.xlsx", template("a"), False),
        ("note.txt", "déjà".encode(), True),
        ("note.txt", b"\x00\x01", False),
        ("page.html", b"<script>", False),
        ("dessin.svg", b"<svg/>", False),
        ("outil.exe", b"MZ", False),
        ("sans", b"x", False),
        ("vide.pdf", b"", False),
    ],
)
def test_a_file_is_taken_when_its_content_is_what_its_name_says(name, content, is_taken):
    try:
        file_of(name, content)
        was_taken = True
    except RuleViolation:
        was_taken = False
    assert was_taken is is_taken


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/plan.pdf", "plan.pdf"), ("C:\\Users\\plan.pdf", "plan.pdf"), ('a"b\r\n.pdf', "a_b__.pdf")],
)
def test_a_file_name_leads_nowhere(name, kept):
    assert file_of(name, PDF).name == kept


@pytest.fixture
def evening(session):
    account("ref5")
    return meeting(session)


def attached(client, row, content=PDF, name="Plan d’été.pdf", title=""):
    sent = {"file": (io.BytesIO(content), name), "title": title}
    return post(client, f"/reunions/{row.id}/joindre", sent, content_type="multipart/form-data", follow_redirects=True)


def documents(session):
    session.rollback()
    return session.scalars(select(Document).order_by(Document.id)).all()


def test_a_file_is_attached_taken_back_and_withdrawn(session, evening, client_as):
    client = client_as("ref5")
    assert "Plan d’été.pdf" in attached(client, evening).text
    (document,) = documents(session)
    answer = client.get(f"/documents/file/{evening.id}/{document.id}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    post(client, f"/reunions/{evening.id}/document/{document.id}/retirer")
    assert client.get(f"/documents/file/{evening.id}/{document.id}").status_code == 404
    assert [row.is_withdrawn for row in documents(session)] == [True]


@ON_SQLITE
def test_a_second_file_of_the_same_title_is_its_second_version(session, evening, client_as):
    client = client_as("ref5")
    attached(client, evening, title="Plan")
    attached(client, evening, PDF + b" bis", title="Plan")
    assert [(row.title, row.number) for row in documents(session)] == [("Plan", 1), ("Plan", 2)]
    first = documents(session)[0]
    assert client.get(f"/documents/file/{evening.id}/{first.id}").data == PDF


@ON_SQLITE
def test_a_refused_file_says_why_and_nothing_is_kept(session, evening, client_as):
    assert "error-summary" in attached(client_as("ref5"), evening, b"<html>").text
    assert documents(session) == []


@ON_SQLITE
def test_one_click_makes_the_minutes_and_each_correction_a_version(session, evening, client_as):
    client = client_as("ref5")
    made = post(client, f"/documents/make/{evening.id}", {"kind": "minutes", "format": "docx"})
    assert "data-download-now" in client.get(made.location).text
    session.rollback()
    evening.title = "Plénière corrigée"
    session.commit()
    post(client, f"/documents/make/{evening.id}", {"kind": "minutes", "format": "docx"})
    first, second = documents(session)
    assert (first.number, second.number, first.title) == (1, 2, "Compte rendu")
    words = [text_of(client.get(f"/documents/file/{evening.id}/{row.id}").data) for row in (first, second)]
    assert "Plénière d’hiver" in words[0]
    assert "Plénière corrigée" in words[1]
    assert "jeudi 10 décembre 2026, de 18 h 30 à 20 h 30" in words[0].replace("\u00a0", " ")
    session.rollback()
    assert session.scalars(select(AccessLog.what)).all() == ["PaperView", "PaperView"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("mission", True, True),
        ("direction", True, False),
        ("ref5", True, True),
        ("saisie5", True, True),
        ("ref7", False, False),
        ("elu5", False, False),
        ("stagiaire", True, True),
        ("dpo", False, False),
    ],
)
def test_documents_obey_the_scope_of_their_meeting(session, client_as, who, reads, writes):
    account(who)
    row = meeting(session, instance=body(5))
    file = file_of("plan.pdf", PDF)
    document = MEETING_FILES.keep(session, row.id, DocumentKind.ATTACHMENT, "Plan", file)
    session.commit()
    client = client_as(who)
    assert (client.get(f"/documents/file/{row.id}/{document.id}").status_code == 200) is reads
    answer = post(client, f"/documents/make/{row.id}", {"kind": "minutes", "format": "docx"})
    assert (answer.status_code == 303) is writes


@ON_SQLITE
def test_a_document_is_not_found_under_another_meeting(session, evening, client_as):
    document = MEETING_FILES.keep(session, evening.id, DocumentKind.ATTACHMENT, "Plan", file_of("plan.pdf", PDF))
    other = meeting(session, instance=evening.instance)
    session.commit()
    assert client_as("mission").get(f"/documents/file/{other.id}/{document.id}").status_code == 404


def test_lists_of_documents_do_not_load_their_content(session, evening):
    MEETING_FILES.keep(session, evening.id, DocumentKind.ATTACHMENT, "Plan", file_of("plan.pdf", PDF))
    session.commit()
    (row,) = documents(session)
    assert "content" not in row.__dict__
