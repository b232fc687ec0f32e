"""What is undone of calls, and what is done to many applications at once: by the rules of one."""

from collections.abc import Callable
from decimal import Decimal

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.applications import Application
from models.applications import ApplicationState as State
from models.calls import CallState, ProjectCall
from models.journal import JournalEntry
from models.judging import CallResult
from tests.calls.reading import links, main_of, sent_as_given, words
from tests.support import TODAY
from tests.support import calls as make
from tests.support.forms import post


def pressed(client: FlaskClient, address: str, button: str) -> str:
    """Presses a button of a page, and says what the answer says."""
    [form] = [
        form for form in main_of(client, address).xpath("//form[@method='post']") if button in form.text_content()
    ]
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    answer = post(client, form.get("action"), fields, follow_redirects=True)
    return " ".join(answer.get_data(as_text=True).split())


def test_a_notification_that_is_undone_takes_back_outcomes_and_results(
    session: Session, client_as: Callable[[str], FlaskClient]
) -> None:
    call = make.ProjectCallFactory(state=CallState.DECIDED, decided_on=TODAY)
    scenario = make.CallScenarioFactory(call=call, cut=1, adopted_on=TODAY)
    rows = [make.ApplicationFactory(call=call, number=number, title=f"Projet n{number}", state=State.EXAMINED)
            for number in (1, 2)]  # fmt: skip
    for place, row in enumerate(rows, start=1):
        make.ScenarioLineFactory(scenario=scenario, application=row, position=place, amount_incl_tax=Decimal(4000))
    session.commit()
    mission, reader = client_as("mission"), client_as("ref5")
    notify = links(mission, f"/appels-a-projets/show/{call.id}")["Notifier"]
    assert sent_as_given(mission, notify, notified_on=TODAY.isoformat()).status_code == 200
    session.rollback()
    assert [row.state for row in rows] == [State.RETAINED, State.WAITING]
    assert "Projet n1" in words(reader, "/projets-retenus/list/")
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    session.rollback()
    page = f"/journal/show/{entry.id}"
    undone = pressed(mission, page, "Annuler")
    session.rollback()
    assert session.get_one(ProjectCall, call.id).state is CallState.DECIDED, undone
    assert [session.get_one(Application, row.id).state for row in rows] == [State.EXAMINED] * 2
    assert [session.get_one(Application, row.id).granted_incl_tax for row in rows] == [None, None]
    assert session.scalars(select(CallResult)).all() == []
    session.rollback()
    assert "Projet n1" not in words(reader, "/projets-retenus/list/")
    assert sent_as_given(mission, notify, notified_on=TODAY.isoformat()).status_code == 200  # and told again
    session.rollback()
    assert len(session.scalars(select(CallResult)).all()) == 1


def many(client: FlaskClient, action: str, rows: list[Application]) -> html.HtmlElement:
    """The page of a bulk action on these applications."""
    answer = post(client, "/dossiers/bulk", {"action": action, "rowid": [str(row.id) for row in rows]})
    return html.fromstring(answer.get_data(as_text=True))


def test_of_many_applications_those_that_were_filed_stay_in_the_register(
    session: Session, client_as: Callable[[str], FlaskClient]
) -> None:
    call = make.ProjectCallFactory(state=CallState.OPEN)
    filed = make.ApplicationFactory(call=call, state=State.FILED)
    draft = make.ApplicationFactory(call=call, state=State.DRAFT, filed_on=None, channel=None)
    session.commit()
    kept = filed.id
    mission = client_as("mission")
    offered = main_of(mission, "/dossiers/list/").xpath('//form[@id="bulk"]//button[@name="action"]/@value')
    assert "delete" in offered
    page = many(mission, "delete", [filed, draft])
    assert page.xpath("//main")
    for form in page.xpath("//main//form[@method='post']"):
        fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
        post(mission, form.get("action"), fields, follow_redirects=True)
    session.rollback()
    assert session.scalars(select(Application.id)).all() == [kept]  # the draft went, what was filed did not


def test_many_applications_of_a_call_are_offered_its_axes_alone(
    session: Session, client_as: Callable[[str], FlaskClient]
) -> None:
    calls = [make.ProjectCallFactory(state=CallState.OPEN) for _ in range(2)]
    axes = [make.CallAxisFactory(call=call, name="Cadre de vie") for call in calls]
    rows = [make.ApplicationFactory(call=call, state=State.FILED) for call in (calls[0], calls[0], calls[1])]
    session.commit()
    [own, own_too, other], axis = [row.id for row in rows], axes[0].id
    mission = client_as("mission")
    [button] = main_of(mission, "/dossiers/list/").xpath('//form[@id="bulk"]//button[contains(., "Axe")]/@value')
    page = many(mission, button, rows[:2])
    assert page.xpath("//main//select[@name='axis']/option[@value != '']/@value") == [str(axis)]
    [form] = [form for form in page.xpath("//main//form[@method='post']") if "axis" in form.inputs]
    assert "call" not in form.inputs, "the page asks for the call"
    fields = {name: value for name, value in form.form_values() if name not in ("csrf_token", "rowid")}
    ticked = form.xpath(".//input[@name='rowid']/@value")
    post(mission, form.get("action"), {**fields, "rowid": ticked, "step": "try", "axis": str(axis)})
    session.rollback()
    assert [session.get_one(Application, row).axis_id for row in (own, own_too)] == [axis, axis]

    told = post(mission, "/dossiers/bulk", {"action": button, "rowid": [str(own), str(other)]}, follow_redirects=True)
    assert "Les lignes cochées diffèrent par « Appel à projets »" in " ".join(told.get_data(as_text=True).split())
    session.rollback()
    assert session.get_one(Application, other).axis_id is None
