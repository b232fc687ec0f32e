"""The compte rendu of an evening opens in LibreOffice as it is: nothing to repair, and the same words in it."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from mdo.meetings.attendance import freeze
from models.attendance import Attendance, Presence
from models.instances import Instance
from models.meetings import Meeting, MeetingState
from tests.browser import evening as do
from tests.support import TODAY, factories
from tests.support.browser import LiveServer

SOFFICE = shutil.which("soffice")
# Its word processor is a package of its own, beside its spreadsheet.
HAS_WRITER = SOFFICE is not None and (Path(SOFFICE).resolve().parent / "libswlo.so").exists()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_WRITER, reason="LibreOffice Writer (libreoffice-writer) is not installed here"),
]
_PATIENCE = 240


@pytest.fixture
def meeting(live_server: LiveServer) -> str:
    """A plenary that was held: who came, notes, two decisions, three actions."""
    do.council(live_server)
    with do.register(live_server) as session:
        body = session.scalars(select(Instance).filter_by(name=do.BODY)).one()
        row = factories.MeetingFactory(instance=body, title="Plénière & débat", state=MeetingState.HELD)
        freeze(session, row, TODAY, now=row.start_at)
        for number, line in enumerate(session.scalars(select(Attendance).filter_by(meeting_id=row.id))):
            line.presence = Presence.PRESENT if number < 40 else Presence.EXCUSED
        for position, title in enumerate(("Place <centrale>", "Fête"), start=1):
            item = factories.AgendaItemFactory(
                meeting=row, position=position, title=title, notes="Débat nourri.\nDeux avis."
            )
            factories.DecisionFactory(meeting=row, agenda_item=item, position=position, text=f"Accord : {title}")
        for number, text in enumerate(("Chiffrer", "Réserver", "Écrire"), start=1):
            due_on = TODAY + dt.timedelta(days=number)
            factories.ActionItemFactory(meeting=row, text=text, owner_name="Le bureau", due_on=due_on)
        session.flush()
        return f"{live_server.url}/reunions/show/{session.get_one(Meeting, row.id).id}"


def converted(file: Path, suffix: str, filter_name: str = "") -> bytes:
    """The file as LibreOffice saves it in another format."""
    folder = file.parent / "saved"
    command = [
        str(SOFFICE), f"-env:UserInstallation={(file.parent / 'profile').as_uri()}", "--headless", "--convert-to",
        f"{suffix}:{filter_name}" if filter_name else suffix, "--outdir", str(folder), str(file),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)  # no shell
    return (folder / f"{file.stem}.{suffix}").read_bytes()


def test_the_minutes_in_word_are_read_by_libreoffice_with_all_their_figures(
    page_as: Callable[..., Page], meeting: str, tmp_path: Path
) -> None:
    page = page_as("ref5")
    page.goto(meeting)
    shown = do.figures_of_page(page)
    assert (shown.people["present"], shown.people["excused"]) == (40, 23)
    assert (len(shown.decisions), len(shown.actions)) == (2, 3)
    file = tmp_path / "minutes.docx"
    file.write_bytes(do.take_paper(page, meeting, "Compte rendu", "Word"))
    text = converted(file, "txt", "Text (encoded):UTF8").decode("utf-8-sig").replace("\u00a0", " ")
    for words in ("Présent·es (40)", "Excusé·es (23)", shown.quorum.replace("\u00a0", " "), *dict(shown.actions)):
        assert words in text
    assert all(f"Décision : {words}" in text for words, _ in shown.decisions)
    assert converted(file, "pdf").startswith(b"%PDF-")
    # Saved again as Word, it counts the same: nothing was lost on the way.
    file = file.rename(tmp_path / "again.docx")
    assert do.figures_of_word(converted(file, "docx")) == shown
