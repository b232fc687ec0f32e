"""That a juror opens a file is noted, and counts nowhere as a file that left."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.journal import AccessLog
from tests.calls.reading import main_of, words
from tests.support import calls as make
from tests.support import factories as bodies


def _figure(client: FlaskClient) -> tuple[str, str]:
    """« Exports over 30 days » of the first page: the number, and where it leads."""
    [link] = [
        link
        for link in main_of(client, "/").xpath("//a[@href]")
        if link.get("href").startswith("/exports/list/?") and "f_at_from" in link.get("href")
    ]
    return " ".join(link.text_content().split()), link.get("href")


def _rows(client: FlaskClient, address: str) -> int:
    return len(main_of(client, address).xpath("//main//table//tbody/tr"))


def test_a_file_that_its_juror_opened_is_no_export(session: Session, client_as: Callable[[str], FlaskClient]) -> None:
    juror, mission, dpo = client_as("ref5"), client_as("mission"), client_as("dpo")
    account = session.scalars(select(User).where(User.username == "ref5")).one()
    row = make.ApplicationFactory(instance=bodies.InstanceFactory(arrondissements=[7]), title="Potager du septième")
    judge = make.CallJurorFactory(call=row.call, user=account)
    make.JurorInterestFactory(juror=judge, application=row)
    session.commit()
    assert mission.get("/dossiers/export?format=xlsx").status_code == 200
    before, leads_to = _figure(dpo)
    for _ in range(3):
        assert juror.get(f"/dossiers/show/{row.id}").status_code == 200
    session.rollback()
    assert sorted(session.scalars(select(AccessLog.action))) == ["export", *["reading"] * 3]
    assert _figure(dpo) == (before, leads_to)
    assert _rows(dpo, leads_to) == 1
    assert _rows(dpo, "/exports/list/") == 1
    assert "Potager du septième" not in words(dpo, "/exports/list/")
    assert "Potager du septième" not in words(dpo, "/")  # nor among the last that left
    [export] = [
        link.get("href") for link in main_of(dpo, "/").xpath("//a[@href]") if "/exports/export" in link.get("href")
    ]
    lines = [line for line in load_workbook(io.BytesIO(dpo.get(export).data)).worksheets[0].values if any(line)]
    assert "Potager du septième" not in str(lines)
    # They are read where one asks for them.
    tabs = html.fromstring(dpo.get("/exports/list/?f_left=1").get_data(as_text=True)).xpath("//a[@href]")
    [opened] = [tab.get("href") for tab in tabs if "f_left=0" in tab.get("href")]
    assert _rows(dpo, opened) == 3
