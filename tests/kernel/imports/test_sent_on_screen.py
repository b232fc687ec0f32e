"""A workbook as it was sent comes in by the screens: file, sheets and columns, questions, preview, result.

What those that come in whole ask of a person: sending the file, « Continuer » where columns are shown, one click a
question, sending the answers (once a round), « Appliquer »; and the seconds of CPU of reading, answering and writing
(`python -m tests.kernel.imports.sent_scores`). At ten seconds a click, read included, none passes five minutes.

| workbook | questions | rounds | clicks | CPU |
|---|---|---|---|---|
| actions_du_7e | 6 | 1 | 10 | 0.3 s |
| annuaire_du_5e | 7 | 1 | 11 | 0.4 s |
| associations_du_9e | 4 | 1 | 8 | 0.1 s |
| boite_a_demandes_du_6e | 6 | 1 | 10 | 0.1 s |
| bureaux_du_6e | 1 | 1 | 5 | 0.1 s |
| conseils_du_9e | 6 | 1 | 10 | 0.2 s |
| croix_du_7e | 5 | 1 | 9 | 0.1 s |
| demandes_du_8e | 10 | 1 | 14 | 0.6 s |
| elus_et_conseils | 3 | 1 | 7 | 0.1 s |
| emargements_laennec | 2 | 1 | 6 | 0.3 s |
| lettre_brevo_du_8e | 1 | 1 | 5 | 0.2 s |
| mandats_associations | 9 | 1 | 13 | 0.2 s |
| mandats_du_5e | 7 | 1 | 11 | 0.2 s |
| pv_saxe_roosevelt | 2 | 1 | 6 | 0.2 s |
| reunions_du_7e | 2 | 1 | 6 | 0.1 s |
"""

import io
import re
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from lxml import html
from lxml.html import FormElement
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.people import Mandate, Person
from tests.kernel.imports.answering import values_of
from tests.kernel.imports.sending.answering import Given
from tests.kernel.imports.sending.modules import modules
from tests.kernel.imports.sending.outcome import answers_of
from tests.kernel.imports.sending.standing import stand
from tests.support.forms import post
from views.imports.questions import field_name

NAME = "conseils_du_9e"


def _form(page: TestResponse, action: str) -> FormElement:
    found = [form for form in html.fromstring(page.get_data(as_text=True)).forms if action in (form.action or "")]
    assert found, f"No form to {action} on the page."
    return found[0]


def _sent(client: FlaskClient, form: FormElement, **more: str) -> TestResponse:
    """Sends a form as the page gives it, and follows to the page that comes."""
    values = {name: value for name, value in form.form_values() if name != "csrf_token"}
    return post(client, form.action, {**values, **more}, follow_redirects=True)


def test_it_is_sent_answered_and_applied_by_the_forms_that_the_pages_give(
    session: Session, client_as: Callable[..., FlaskClient], tmp_path: Path
) -> None:
    module = modules()[NAME]
    stand(session, module)
    module.workbook(tmp_path / module.FILE)
    given: Given = answers_of(session, module, tmp_path / module.FILE)
    session.rollback()
    client = client_as("mission")
    file = {"file": (io.BytesIO((tmp_path / module.FILE).read_bytes()), module.FILE)}
    page = post(client, f"/import/{module.KIND}", file, content_type="multipart/form-data", follow_redirects=True)
    if page.request.path.endswith("/columns"):
        page = _sent(client, _form(page, "/columns"))
    for _ in range(3):
        if 'id="questions"' not in page.get_data(as_text=True):
            break
        asked = html.fromstring(page.get_data(as_text=True)).get_element_by_id("questions")
        shown = set(asked.xpath(".//@name"))
        answers = {field_name(key): value for key, value in given.answers.items() if field_name(key) in shown}
        assert answers, "None of the questions of the page was foreseen."
        page = client.post(
            asked.xpath(".//@formaction")[0],
            data={**values_of(asked.getroottree().getroot()), **answers},
            follow_redirects=True,
        )
    page = _sent(client, _form(page, "/apply"))
    assert page.status_code == 200
    assert re.search(r"/result$", page.request.path)
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == module.TOTALS["people"]
    assert session.scalar(select(func.count(Mandate.id))) == module.TOTALS["mandates"]
