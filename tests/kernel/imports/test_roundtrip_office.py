"""A workbook to change that went through LibreOffice says the same when it comes back."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mdo.kernel.imports.kinds import KINDS
from tests.kernel.imports.roundtrips import back, changes, sent
from tests.support import ON_SQLITE
from tests.support import factories as make

SOFFICE = shutil.which("soffice")
pytestmark = [
    ON_SQLITE,
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here"),
]


@pytest.mark.parametrize("suffix", ["xlsx", pytest.param("ods", marks=pytest.mark.night)])
def test_what_libreoffice_saved_again_changes_nothing(session: Session, tmp_path: Path, suffix: str) -> None:
    body = make.InstanceFactory(name="Comité de la nuit", arrondissements=[3, 7], aliases="Nuit\nLa Nuit")
    seat = make.SeatFactory(instance=body, label="=1+1", requirement="#N/A", opened_on=dt.date(2020, 1, 1))
    for text in ("-5 rue A", "+33 6", "_x0041_", " espaces ", "01000", "24/11/2026", "1.0", "é\u0301", "x" * 240):
        person = make.PersonFactory(last_name="D’Arc", city=text[:60], address=text, postal_code="01000")
        make.MandateFactory(person=person, instance=body, seat=seat, start_on=None)
    make.ReferentFactory(end_on=dt.date(2027, 1, 1))
    session.commit()
    for kind in KINDS:
        (tmp_path / f"{kind}.xlsx").write_bytes(sent(session, kind))
    saved = tmp_path / "saved"
    command = [
        str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", suffix,
        "--outdir", str(saved), *(str(tmp_path / f"{kind}.xlsx") for kind in KINDS),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)  # no shell
    for kind in KINDS:
        made = back(session, kind, (saved / f"{kind}.{suffix}").read_bytes())
        assert [(error.line, error.column, str(error)) for error in made.errors] == []
        assert changes(made) == []
