"""What LibreOffice makes of the papers: it opens them without repair, and prints their header on each page."""

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from mdo.contract_sheet.sheet import make_sheet
from mdo.meetings.document_store import make_word
from mdo.tenders.letters import make_letters
from mdo.tenders.report import make_report
from models.attendance import Presence
from models.contracts import ContractState
from models.documents import PaperKind
from models.procurement import ProcedureCode
from tests.documents.contract import FRENCH, full_contract
from tests.documents.rows import EVENING, SPEECH, convened, meeting, with_minutes
from tests.support import ON_SQLITE
from tests.support import tenders as bid

SECONDS = 240
OF_MEETINGS = (PaperKind.CONVOCATION, PaperKind.SIGN_IN_SHEET, PaperKind.MINUTES)
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def pdf_of(content, folder):
    """The file as LibreOffice prints it; nothing when it cannot read it."""
    (folder / "paper.docx").write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            str(folder),
            str(folder / "paper.docx"),
        ],
        check=False,
        capture_output=True,
        timeout=SECONDS,
    )
    made = folder / "paper.pdf"
    return made.read_bytes() if made.exists() else b""


def has_writer():
    """LibreOffice may be there without its word processor."""
    found = shutil.which("soffice")
    return found is not None and (Path(found).resolve().parent / "libswlo.so").exists()


NEEDS_WRITER = pytest.mark.skipif(not has_writer(), reason="LibreOffice Writer is not installed here")


def drawn(pdf):
    """How many fills of the head of a table each page draws: its grey tells it."""
    pages = []
    for stream in _STREAM.findall(pdf):
        try:
            words = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"BT" in words and b" re" in words:
            pages.append(words.count(b"0.905"))
    return pages


@ON_SQLITE
@pytest.mark.slow
@NEEDS_WRITER
def test_a_sheet_of_63_people_has_its_header_on_each_page(session, tmp_path):
    row = meeting(session, convened_at=EVENING)
    for number in range(63):
        convened(session, row, f"D'Été{number:02d}", Presence.EXPECTED)
    pdf = pdf_of(make_word(session, row, PaperKind.SIGN_IN_SHEET, SPEECH).content, tmp_path)
    pages = drawn(pdf)
    assert len(_PAGE.findall(pdf)) == len(pages) >= 3
    assert all(pages)


@ON_SQLITE
@pytest.mark.slow
@NEEDS_WRITER
@pytest.mark.parametrize("kind", OF_MEETINGS)
def test_each_paper_opens_in_libreoffice(session, tmp_path, kind):
    row = meeting(session)
    with_minutes(session, row)
    convened(session, row, "Zola", Presence.PRESENT)
    pdf = pdf_of(make_word(session, row, kind, SPEECH).content, tmp_path)
    assert len(_PAGE.findall(pdf)) >= 1


@ON_SQLITE
@pytest.mark.slow
@NEEDS_WRITER
@pytest.mark.parametrize("make", [make_report, make_letters])
def test_the_papers_on_tenders_open_in_libreoffice(session, tmp_path, make):
    contract = bid.TenderFactory(is_retained=True).contract
    bid.TenderFactory(contract=contract, rejection_reason="Prix plus élevé.")
    contract.state, contract.procedure = ContractState.AWARDED, ProcedureCode.ADAPTED
    session.commit()
    assert len(_PAGE.findall(pdf_of(make(session, contract, FRENCH).content, tmp_path))) >= 1


@ON_SQLITE
@pytest.mark.slow
@NEEDS_WRITER
@pytest.mark.parametrize("rows", [0, 1, 12])
def test_the_sheet_of_a_contract_is_two_pages_however_full_its_file(session, tmp_path, rows):
    contract = full_contract(session, rows)
    pdf = pdf_of(make_sheet(session, contract, FRENCH).content, tmp_path)
    assert len(_PAGE.findall(pdf)) == (2 if rows else 1)
