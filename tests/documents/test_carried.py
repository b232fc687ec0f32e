"""Documents of any record: added, replaced, locked, signed, withdrawn and destroyed from its page, within its scope."""

import io
import re

import pytest
from sqlalchemy import select

from mdo.documents.packages import file_of
from mdo.kernel.base.errors import RuleViolation
from mdo.people.merging import merge
from models.documents import Document, DocumentKind
from models.journal import AccessLog, JournalEntry
from tests.documents.carried import HEIC, MAIL, OUTLOOK, PDF, WORD, archive
from tests.support import ON_SQLITE, calls
from tests.support import factories as make
from tests.support import paper_factories as papers
from tests.support import procurement as buy
from tests.support import projects as follow
from tests.support.application import account
from tests.support.events import EventFactory
from tests.support.forms import post
from tests.support.prepared import prepared

pytestmark = pytest.mark.db
BASES = {
    "meeting": "/reunions",
    "instance": "/instances",
    "person": "/personnes",
    "organisation": "/organisations",
    "request": "/demandes",
    "contract": "/marches",
    "project": "/projets",
    "application": "/dossiers",
    "event": "/evenements",
    "call": "/appels-a-projets",
}


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("a.eml", MAIL, True),
        ("a.eml", b"<html>Bonjour</html>", False),
        ("a.eml", b"From: a\r\n\r\n\x00", False),
        ("a.msg", OUTLOOK, True),
        ("a.msg", OUTLOOK[:64], False),
        ("a.msg", OUTLOOK + "_VBA_PROJECT".encode("utf-16-le"), False),
        ("a.heic", HEIC, True),
        ("a.heic", b"\x00\x00\x00\x18ftypisom", False),
        ("a.tif", b"II*\x00 scan", True),
        ("a.tiff", b"MM\x00* scan", True),
        ("a.tiff", b"\xff\xd8\xff", False),
        ("a.docx", WORD, True),
        ("a.docx", archive("word/document.xml", "word/vbaProject.bin"), False),
        ("a.docm", WORD, False),
        ("a.odt", archive("mimetype", "Basic/Standard/Module1.xml"), False),
        ("a.docx", archive("word/document.xml", size=300 * 1024 * 1024 // 8), False),
        ("a.zip", WORD, False),
        ("a.pdf", WORD, False),
    ],
)
def test_what_a_file_holds_decides_not_its_name(name, content, is_taken) -> None:
    try:
        file_of(name, content)
    except RuleViolation:
        assert not is_taken
    else:
        assert is_taken


def records(number: int) -> dict[str, object]:
    """A record of each kind that carries documents, in an arrondissement; the contract is in none."""
    body = make.InstanceFactory(name=f"Conseil {number}", arrondissements=[number])
    person = make.PersonFactory(last_name=f"Nom{number}")
    make.MandateFactory(person=person, instance=body)
    return {
        "meeting": make.MeetingFactory(instance=body, title=f"Séance {number}"),
        "instance": body,
        "person": person,
        "organisation": make.OrganisationFactory(name=f"Asso {number}", arrondissement=body.arrondissements[0]),
        "request": make.CouncilRequestFactory(instance=body),
        "contract": buy.ContractFactory(number=f"AMO-{number}"),
        "project": follow.ProjectFactory(title=f"Projet {number}", arrondissements=[*body.arrondissements]),
        "application": calls.ApplicationFactory(instance=body),
        "event": EventFactory(title=f"Formation {number}"),
        "call": calls.ProjectCallFactory(title=f"Appel {number}"),
    }


@prepared
def two_places(session):
    """A document on each record of the 5th and of the 7th."""
    for number in (5, 7):
        for name, record in records(number).items():
            kept = {"meeting": None, name: record}
            papers.MeetingDocumentFactory(**kept, title=f"{name} {number}", file_name="plan.txt")
    session.commit()


def added(client, url, *files, **fields):
    sent = {"file": [(io.BytesIO(content), name) for name, content in files], **fields}
    return post(client, url, sent, content_type="multipart/form-data")


def rows(session, **of):
    session.rollback()
    return session.scalars(select(Document).filter_by(**of).order_by(Document.id)).all()


ALL = set(BASES)


@pytest.mark.parametrize(
    ("who", "read_of_5", "read_of_7"),
    [
        ("mission", ALL, ALL),
        ("direction", ALL - {"person"}, ALL - {"person"}),  # no right to personal data
        ("stagiaire", ALL - {"contract", "application", "call"}, ALL - {"contract", "application", "call"}),
        ("ref5", ALL - {"contract", "event", "call"}, set()),  # what is of an event may name who came, from anywhere
        ("elu5", set(), set()),
        ("dpo", set(), set()),
    ],
)
def test_a_document_is_read_by_who_opens_its_record(two_places, session, client_as, who, read_of_5, read_of_7) -> None:
    account(who)
    session.commit()
    client = client_as(who)
    for number, wanted in ((5, read_of_5), (7, read_of_7)):
        opened = set()
        for name, base in BASES.items():
            (row,) = rows(session, title=f"{name} {number}")
            pk = getattr(row, f"{name}_id")
            url = f"/documents/file/{pk}/{row.id}" if name == "meeting" else f"{base}/{pk}/document/{row.id}"
            if client.get(url).status_code == 200:
                opened.add(name)
        assert opened == wanted
    found = client.get("/registre-des-documents/list/?page_size=100").get_data(as_text=True)
    wanted = {f"{name} 5" for name in read_of_5} | {f"{name} 7" for name in read_of_7}
    assert {f"{name} {number}" for name in BASES for number in (5, 7) if f"{name} {number}<" in found} == wanted
    search = client.get("/recherche?q=person").get_data(as_text=True)
    assert ("person 5" in search) is ("person" in read_of_5)
    assert ("person 7" in search) is ("person" in read_of_7)


@ON_SQLITE
@pytest.mark.parametrize("name", [*BASES])
def test_a_record_is_given_several_files_from_its_page(session, client_as, name) -> None:
    account("mission")
    record = records(5)[name]
    session.commit()
    client, base, pk = client_as("mission"), BASES[name], record.id
    tab = "papers" if name == "meeting" else "documents"
    page = client.get(f"{base}/show/{pk}?tab={tab}").get_data(as_text=True)
    assert f"{base}/{pk}/joindre" in page
    form = client.get(f"{base}/{pk}/joindre").get_data(as_text=True)
    assert 'type="file"' in form
    assert "multiple" in form
    said = {"kind": "letter", "dated_on": "02/11/2026"}
    answer = added(client, f"{base}/{pk}/joindre", ("a.pdf", PDF), ("b.eml", MAIL), **said)
    assert answer.status_code == 303
    kept = rows(session, **{f"{name}_id": pk})
    assert [(row.title, row.kind, row.dated_on.day) for row in kept] == [
        ("a.pdf", DocumentKind.LETTER, 2),
        ("b.eml", DocumentKind.LETTER, 2),
    ]
    page = client.get(answer.location).get_data(as_text=True)
    taken = re.search(r'href="([^"]+/(?:document|file)/[^"]+)" download', page)[1]
    file = client.get(taken)
    assert file.data in (PDF, MAIL)
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"


@ON_SQLITE
def test_one_wrong_file_keeps_none_and_loses_nothing_typed(session, client_as) -> None:
    account("ref5")
    body = records(5)["instance"]
    session.commit()
    client, url = client_as("ref5"), f"/instances/{body.id}/joindre"
    answer = added(client, url, ("a.pdf", PDF), ("b.pdf", b"MZ"), kind="note", dated_on="2026-11-02", link="")
    assert answer.status_code == 422
    assert "b.pdf" in answer.text
    assert 'value="note" selected' in answer.text
    assert 'value="2026-11-02"' in answer.text
    for fields, said in (
        ({"kind": "server_link"}, "Écrivez où il se trouve"),
        ({"link": "javascript:alert(1)"}, "n’est pas acceptée"),
        ({"title": "Charte", "kind": "minutes"}, "Choi"),
        ({}, "Choisissez"),
        ({"link": "https://oye.example", "dated_on": "25/11/2099"}, "au plus tard"),
    ):
        refused = added(client, url, **fields)
        assert refused.status_code == 422, fields
        assert said in refused.text, fields
    assert rows(session) == []


@ON_SQLITE
@pytest.mark.parametrize("name", ["organisation", "project"])
def test_what_carries_documents_says_so_before_its_deletion_is_asked(session, client_as, name) -> None:
    account("mission")
    record = records(5)[name]
    kept = papers.MeetingDocumentFactory(**{"meeting": None, name: record}, title="Charte")
    session.commit()
    client, pk = client_as("mission"), record.id
    url = f"{BASES[name]}/delete/{pk}"
    assert client.head(url).headers["Location"] == f"{BASES[name]}/show/{pk}"
    assert "Documents (1)" in client.get(url, follow_redirects=True).get_data(as_text=True)
    session.delete(kept)
    session.commit()
    assert client.head(url).status_code == 200


@ON_SQLITE
def test_a_link_to_the_server_keeps_no_file(session, client_as) -> None:
    account("ref5")
    body = records(5)["instance"]
    session.commit()
    client = client_as("ref5")
    link = "\\\\serveur\\mission\\charte.docx"
    assert added(client, f"/instances/{body.id}/joindre", link=link, kind="server_link").status_code == 303
    (row,) = rows(session)
    assert (row.kind, row.link, row.title, row.sha256) == (DocumentKind.SERVER_LINK, link, "charte.docx", None)
    assert client.get(f"/instances/{body.id}/document/{row.id}").status_code == 404
    assert link in client.get(f"/instances/show/{body.id}?tab=documents").get_data(as_text=True)


@ON_SQLITE
def test_a_final_version_is_locked_whatever_is_tried_and_its_signed_pdf_stands_beside_it(session, client_as) -> None:
    account("mission")
    body = records(5)["instance"]
    session.commit()
    client, base = client_as("mission"), f"/instances/{body.id}"
    added(client, f"{base}/joindre", ("charte.docx", WORD), title="Charte", kind="agreement")
    (row,) = rows(session)
    at = f"{base}/document/{row.id}"
    assert "PDF d’une version définitive" in client.get(_signed(client, at, PDF).location).text
    post(client, f"{at}/definitif")
    assert _signed(client, at, b"MZ").status_code == 303
    assert len(rows(session)) == 1
    _signed(client, at, PDF)
    first, copy = rows(session)
    assert (first.is_final, copy.is_final, copy.signs_id, copy.media_type) == (True, True, first.id, "application/pdf")
    page = client.get(f"/instances/show/{body.id}?tab=documents").get_data(as_text=True)
    assert f"/document/{copy.id}" in page
    # By no door: another version, an edit, a withdrawal, the journal.
    assert added(client, f"{base}/joindre", ("charte.docx", WORD), title="Charte", kind="agreement").status_code == 422
    assert client.get(f"{at}/modifier").status_code == 404
    post(client, f"{at}/retirer")
    locking = session.scalars(select(JournalEntry.id).order_by(JournalEntry.id)).all()
    session.rollback()
    for entry in locking:
        post(client, f"/journal/undo/{entry}")
    first, copy = rows(session)
    assert (first.is_final, first.is_withdrawn, first.title) == (True, False, "Charte")
    first.title = "Autre"
    with pytest.raises(RuleViolation):
        session.flush()
    session.rollback()
    session.delete(session.get(Document, first.id))
    with pytest.raises(RuleViolation):
        session.flush()
    session.rollback()


@ON_SQLITE
def test_a_final_pdf_takes_its_signed_copy_too(session, client_as) -> None:
    """The copy is a PDF as it is: it follows nothing, and is told beside what it is the copy of."""
    account("mission")
    body = records(5)["instance"]
    session.commit()
    client, base = client_as("mission"), f"/instances/{body.id}"
    added(client, f"{base}/joindre", ("charte.pdf", PDF), title="Charte", kind="agreement")
    at = f"{base}/document/{rows(session)[0].id}"
    post(client, f"{at}/definitif")
    _signed(client, at, PDF + b" by all")
    first, copy = rows(session)
    assert (copy.signs_id, copy.is_final, copy.number) == (first.id, True, 2)
    page = client.get(f"/instances/show/{body.id}?tab=documents").get_data(as_text=True)
    assert "Exemplaire signé" in page
    assert "version 1" in page
    assert "version 2" not in page
    assert added(client, f"{base}/joindre", ("charte.pdf", PDF), title="Charte", kind="agreement").status_code == 422


def _signed(client, at, content):
    return post(client, f"{at}/signe", {"file": (io.BytesIO(content), "s.pdf")}, content_type="multipart/form-data")


@ON_SQLITE
def test_what_is_destroyed_says_why_and_comes_back_by_no_door(session, client_as) -> None:
    account("mission")
    person = records(5)["person"]
    row = papers.MeetingDocumentFactory(meeting=None, person=person, title="Certificat", is_final=True)
    session.commit()
    client, at = client_as("mission"), f"/personnes/{person.id}/document/{row.id}"
    assert "pourquoi" in client.get(post(client, f"{at}/detruire", {"reason": " "}).location).text
    assert len(rows(session)) == 1
    # As long as it stands there, the person is not deleted, and the page says what holds her.
    post(client, f"/personnes/delete/{person.id}")
    assert len(rows(session)) == 1
    post(client, f"{at}/detruire", {"reason": "demande de la personne"})
    assert rows(session) == []
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert "demande de la personne" in entry.summary
    post(client, f"/journal/undo/{entry.id}")
    assert rows(session) == []


@ON_SQLITE
def test_a_change_of_title_is_that_of_every_version_and_asks_who_changed_it_meanwhile(session, client_as) -> None:
    account("mission")
    body = records(5)["instance"]
    for number in (1, 2):
        papers.MeetingDocumentFactory(meeting=None, instance=body, title="Plan", number=number)
    session.commit()
    client = client_as("mission")
    _, second = rows(session)
    url = f"/instances/{body.id}/document/{second.id}/modifier"
    page = client.get(url).get_data(as_text=True)
    opened = re.search(r'name="opened"[^>]*value="([^"]+)"', page)[1]
    fields = {"title": "Plan du quai", "kind": "note", "dated_on": "", "opened": opened}
    assert post(client, url, fields).status_code == 302
    assert {(row.title, row.kind) for row in rows(session)} == {("Plan du quai", DocumentKind.NOTE)}
    assert post(client, url, {**fields, "title": "Plan du pont"}).status_code == 409
    assert {row.title for row in rows(session)} == {"Plan du quai"}


@ON_SQLITE
def test_the_documents_of_a_duplicate_follow_it_and_come_back(session, client_as) -> None:
    account("mission")
    kept, gone = make.PersonFactory(), make.PersonFactory()
    for person in (kept, gone):
        papers.MeetingDocumentFactory(meeting=None, person=person, title="Accord", is_final=person is gone)
    session.commit()
    merge(session, kept, gone)
    session.commit()
    assert [(row.person_id, row.number) for row in rows(session)] == [(kept.id, 1), (kept.id, 2)]


@ON_SQLITE
def test_files_of_people_that_leave_are_noted(session, two_places, client_as) -> None:
    (row,) = rows(session, title="person 5")
    client_as("mission").get(f"/personnes/{row.person_id}/document/{row.id}")
    session.rollback()
    assert session.scalars(select(AccessLog.what)).all() == ["PersonView"]
