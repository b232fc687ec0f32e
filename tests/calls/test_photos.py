"""Which pictures of a project leave: with the consent of each person, use by use; in Word and as open data."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from docx import Document as Word
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from mdo.calls.photos import check_consent, check_photo, uses_of
from mdo.calls.picture_files import without_marks
from mdo.documents.files import put
from mdo.kernel.base.errors import RuleViolation
from models.applications import ApplicationState as State
from models.calls import CallState
from models.photos import ApplicationPhoto, PhotoConsent, PhotoUse
from tests.calls.reading import links, sent_as_given, words
from tests.support import ON_SQLITE, TODAY
from tests.support import calls as make
from tests.support import factories as base

Client = Callable[[str], FlaskClient]
WEB, PRINT = PhotoUse.WEB, PhotoUse.PRINT
DAY = dt.timedelta(1)
ORIENTATION, MAKER, AUTHOR, GPS = 0x0112, 0x010F, 0x013B, 0x8825


def given(who: str, use: PhotoUse = WEB, withdrawn_on: dt.date | None = None, on: dt.date = TODAY) -> PhotoConsent:
    return PhotoConsent(person_name=who, use=use, given_on=on, withdrawn_on=withdrawn_on)


@pytest.mark.parametrize(("people", "consents", "uses"), [
    (0, [], set(PhotoUse)),
    (1, [], set()),
    (1, [given("A")], {WEB}),
    (2, [given("A")], set()),
    (2, [given("A"), given("B")], {WEB}),
    (2, [given("A"), given("A", PRINT), given("B", PRINT)], {PRINT}),
    (2, [given("A"), given("A")], set()),  # one person is one
    (1, [given("A", withdrawn_on=TODAY)], set()),
    (1, [given("A", withdrawn_on=TODAY + DAY)], {WEB}),
    (1, [given("A", on=TODAY + DAY)], set()),
    (1, [given("A"), given("B", withdrawn_on=TODAY)], set()),  # one too many was counted: who withdraws is heard
    (0, [given("B", withdrawn_on=TODAY)], set(PhotoUse) - {WEB}),
])  # fmt: skip
def test_a_picture_is_shown_for_what_everybody_on_it_agreed_to(
    people: int, consents: Sequence[PhotoConsent], uses: set[PhotoUse]
) -> None:
    copies = [
        PhotoConsent(person_name=one.person_name, use=one.use, given_on=one.given_on, withdrawn_on=one.withdrawn_on)
        for one in consents
    ]
    assert set(uses_of(ApplicationPhoto(people=people, consents=copies), TODAY)) == uses


# ---- The file --------------------------------------------------------------------------------------------------------


def taken(form: str, **options: Any) -> bytes:
    """A picture with what a camera says of it."""
    image, exif, made = Image.new("RGB", (32, 16), "green"), Image.Exif(), io.BytesIO()
    exif[ORIENTATION], exif[MAKER], exif[AUTHOR] = 6, "Boitier", "Solange Vernier"
    exif[GPS] = {1: "N", 2: (45.0, 46.0, 1.0)}
    image.save(made, form, exif=exif, **options)
    return made.getvalue()


@pytest.mark.parametrize(("form", "options"), [
    ("JPEG", {"comment": b"Solange Vernier"}), ("JPEG", {"progressive": True}), ("PNG", {}),
])  # fmt: skip
def test_what_leaves_is_the_picture_and_how_it_is_turned(form: str, options: dict[str, Any]) -> None:
    content = taken(form, **options)
    assert b"Solange" in content
    cleaned = without_marks(content + b"trailer of Solange" if form == "JPEG" else content, f"image/{form.lower()}")
    assert b"Solange" not in cleaned
    assert b"Boitier" not in cleaned
    image = Image.open(io.BytesIO(cleaned))
    assert image.tobytes() == Image.open(io.BytesIO(content)).tobytes()
    assert dict(image.getexif()) == ({ORIENTATION: 6} if form == "JPEG" else {})


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00\x08Exif", b"GIF89a", b"\xff\xd8\xff\xda\x00\x02abc"]
)
def test_what_is_no_picture_is_told(content: bytes) -> None:
    with pytest.raises(RuleViolation):
        without_marks(content, "image/jpeg")


# ---- On pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(session: Session) -> Any:
    """A project that was told to all, with three pictures: of nobody, of one person, of two."""
    call = make.ProjectCallFactory(title="APICQ 2026", state=CallState.NOTIFIED)
    row = make.ApplicationFactory(
        call=call, number=3, title="Jardin partagé", state=State.REALISED, granted_incl_tax=Decimal(4500),
        notified_on=dt.date(2026, 7, 9), instance=base.InstanceFactory(arrondissements=[5]),
    )  # fmt: skip
    make.CallResultFactory(application=row, call=call, title=row.title, amount_incl_tax=Decimal(4500))
    photos = [
        make.ApplicationPhotoFactory(application=row, caption=caption, people=people)
        for caption, people in (("Les bacs", 0), ("Une jardinière", 1), ("Deux voisins", 2))
    ]
    for photo, name, use in (
        (photos[1], "Solange Vernier", WEB), (photos[1], "Solange Vernier", PRINT),
        (photos[2], "Ange Vernier", PRINT), (photos[2], "Basile Vernier", PRINT), (photos[2], "Ange Vernier", WEB),
    ):  # fmt: skip
        make.PhotoConsentFactory(application=row, photo=photo, person_name=name, use=use)
    session.commit()
    return row


def on_the_sheet(client: FlaskClient, row: Any) -> list[str]:
    """The alternative texts of the pictures of the public sheet, by the link of the page; no name stands in it."""
    content = client.get(links(client, f"/dossiers/show/{row.id}")["Fiche publique (Word)"]).data
    document: Any = Word(io.BytesIO(content))
    assert "Vernier" not in document.element.xml
    return [shape._inline.docPr.get("descr") for shape in document.inline_shapes]  # python-docx has no other way


def in_the_open(client: FlaskClient) -> dict[str, str]:
    """The pictures of the open data by what is seen on each, as the list in the archive says it."""
    found = links(client, "/projets-retenus/list/")
    archive = zipfile.ZipFile(io.BytesIO(client.get(found["Données ouvertes (photos)"]).data))
    told = [line.split("\t") for line in archive.read("legendes.txt").decode("utf-8-sig").splitlines()]
    assert sorted(archive.namelist()) == sorted(["legendes.txt", *(name for name, _ in told)])
    [record] = json.loads(client.get(found["Données ouvertes (JSON)"]).data)
    assert (record["photos"] or "") == ", ".join(name for name, _ in told)
    [line] = csv.DictReader(
        io.StringIO(client.get(found["Données ouvertes (CSV)"]).data.decode("utf-8-sig")), delimiter=";"
    )
    assert line["photos"] == (record["photos"] or "")
    assert "Vernier" not in str([told, record, line])
    return {caption: name for name, caption in told}


@ON_SQLITE
def test_the_sheet_and_the_open_data_show_what_was_agreed_to_for_each_until_it_is_withdrawn(
    session: Session, client_as: Client, project: Any
) -> None:
    mission = client_as("mission")
    assert on_the_sheet(mission, project) == ["Les bacs", "Une jardinière", "Deux voisins"]
    year, call = project.call.year, project.call_id
    assert in_the_open(mission) == {
        "Les bacs": f"{year}-{call}-3-1.png", "Une jardinière": f"{year}-{call}-3-2.png",
    }  # fmt: skip
    shown = words(mission, f"/dossiers/show/{project.id}?tab=photos")
    assert re.search(r"Deux voisins2Photo \d+Imprimés Excel", shown)
    withdrawn = session.query(PhotoConsent).filter_by(person_name="Solange Vernier", use=WEB).one().id
    session.rollback()
    done = sent_as_given(mission, f"/accords-photo/edit/{withdrawn}", withdrawn_on=TODAY.isoformat())
    assert done.status_code == 200
    assert list(in_the_open(mission)) == ["Les bacs"]
    assert on_the_sheet(mission, project) == ["Les bacs", "Une jardinière", "Deux voisins"]  # print was not withdrawn
    session.rollback()
    for photo in session.query(ApplicationPhoto):
        photo.document.is_withdrawn = True
    session.commit()
    assert on_the_sheet(mission, project) == []
    assert in_the_open(mission) == {}


@ON_SQLITE
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_leaves_by_the_pages_without_where_when_and_by_whom_it_was_taken(
    session: Session, client_as: Client, project: Any, form: str
) -> None:
    content = taken(form)
    document = session.query(ApplicationPhoto).filter_by(caption="Les bacs").one().document
    document.media_type, document.file_name = f"image/{form.lower()}", f"bacs.{form.lower()}"
    put(document, content)
    session.commit()
    mission = client_as("mission")
    asked = (
        (f"/dossiers/show/{project.id}", "Fiche publique (Word)"),
        ("/projets-retenus/list/", "Données ouvertes (photos)"),
    )
    for page, link in asked:
        archive = zipfile.ZipFile(io.BytesIO(mission.get(links(mission, page)[link]).data))
        files = [archive.read(name) for name in archive.namelist() if name.endswith((".png", ".jpg", ".jpeg"))]
        (left,) = (file for file in files if Image.open(io.BytesIO(file)).size == (32, 16))
        assert Image.open(io.BytesIO(left)).tobytes() == Image.open(io.BytesIO(content)).tobytes()
        assert dict(Image.open(io.BytesIO(left)).getexif()) == ({ORIENTATION: 6} if form == "JPEG" else {})
        assert not any(mark in left for mark in (b"Solange", b"Boitier"))
        assert all(mark in content for mark in (b"Solange", b"Boitier"))


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("ref5", 404), ("stagiaire", 404), ("direction", 200)])
def test_who_exports_all_of_a_call_takes_its_pictures(client_as: Client, project: Any, who: str, status: int) -> None:
    assert client_as(who).get("/scenarios/projets-retenus.zip").status_code in {status, 403 if status == 404 else 200}
    assert client_as("ref7").get(f"/dossiers/{project.id}/fiche").status_code == 404


def test_a_picture_is_a_file_of_its_application_and_a_consent_is_of_one_of_its_pictures(session: Session) -> None:
    photo, other = make.ApplicationPhotoFactory(), make.ApplicationFactory()
    text = make.PictureFactory(application=photo.application, media_type="text/plain", file_name="notes.txt")
    away = make.PictureFactory(application=other)
    session.commit()
    check_photo(session, photo)
    for document in (text, away):
        with pytest.raises(RuleViolation) as refused:
            check_photo(session, ApplicationPhoto(application=photo.application, document=document, caption="Vue"))
        assert refused.value.field == "document"
        session.rollback()
    with session.no_autoflush, pytest.raises(RuleViolation) as refused:
        check_consent(session, PhotoConsent(application=other, photo=photo, person_name="A", use=WEB), TODAY)
    assert refused.value.field == "photo"
