"""The tab of the essential data of a contract: what is owed, what lacks, what changed, what was published."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.decp.publication_state import DataStanding, standing_of
from mdo.kernel.base.context import context_of
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract
from models.decp import OpenDataRelease
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Cell, Link, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import date_in_words, tone_of, value_in_words
from views.contracts.panels import euros, panel_row, rows_panel
from views.decp.words import TAB, VIEW, difference_in_words, faults_in_words

_LABELS = FIELD_LABELS[OpenDataRelease]


def open_data_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """Nothing is shown of a contract under the thresholds of which nothing was published."""
    if not view.may("can_list", VIEW):
        return None
    today = context_of(db.session).today
    standing = standing_of(db.session, contract, today)
    if not standing.is_owed:
        return None
    title = gettext("Essential data (contract)")

    def fill() -> TabContent:
        panels = (_duty(view, standing), *_differences(standing), _releases(view, contract))
        return TabContent(TAB, title, panels)

    return TabSource(TAB, title, fill)


def _duty(view: BackofficeView, standing: DataStanding) -> Panel:
    contract, obligation = standing.contract, standing.obligation
    state = standing.state
    threshold = obligation.threshold
    facts = [
        Cell("state", gettext("Where they stand"), value_in_words(state), tone=tone_of(state)),
        Cell("amount", gettext("Amount that counts before tax (€)"), _amount(standing)),
    ]
    if threshold is not None:
        facts.append(Cell("threshold", gettext("Threshold reached"), euros(threshold.amount_excl_tax)))
    if obligation.due_on is not None:
        facts.append(Cell("due_on", gettext("To hand over by"), value_in_words(obligation.due_on)))
    published = contract.published_on
    facts.append(Cell("published_on", gettext("Published on (contract)"), value_in_words(published)))
    may_edit = view.may("can_edit") and view.may_change(contract)
    links = []
    is_complete = not standing.faults
    is_new = standing.published is None or standing.has_news
    if is_complete and is_new and not standing.differences and view.may("can_edit", VIEW) and view.may_change(contract):
        url = url_for(f"{VIEW}.publish", pk=contract.id)
        links.append(Link(gettext("Note the publication"), url, "calendar-check", "primary"))
    if is_complete and view.may("can_export", VIEW):
        url = url_for(f"{VIEW}.contract_file", pk=contract.id)
        links.append(Link(gettext("Download the JSON file"), url, "download", is_file=True))
    data = {
        "facts": tuple(facts),
        "faults": faults_in_words(contract, standing.faults, may_edit=may_edit),
        "links": tuple(links),
        "is_changed": bool(standing.differences),
    }
    return Panel(gettext("What is to be handed over"), "decp/panel.html", data)


def _amount(standing: DataStanding) -> str:
    text = euros(standing.obligation.amount)
    if standing.contract.allotment is None or not text:
        return text
    return gettext("%(amount)s, all the lots of the need together", amount=text)


def _differences(standing: DataStanding) -> tuple[Panel, ...]:
    if not standing.differences:
        return ()
    headers = (gettext("Field"), gettext("As published"), gettext("In the file today"))
    rows = []
    for difference in standing.differences:
        what, before, now = difference_in_words(difference)
        rows.append(panel_row(what, what, before or "—", now or "—"))
    note = gettext(
        "A published value is never edited: put the field back as published. What changed since goes as a modification:"
        " write it as an amendment, or as an act of subcontracting."
    )
    return (rows_panel(gettext("Differs from what was published"), headers, rows, (), "", note=note),)


def _releases(view: BackofficeView, contract: Contract) -> Panel:
    found = db.session.scalars(
        select(OpenDataRelease)
        .where(OpenDataRelease.contract_id == contract.id)
        .order_by(OpenDataRelease.released_on.desc(), OpenDataRelease.id.desc())
        .options(joinedload(OpenDataRelease.released_by))
    ).all()
    may_export = view.may("can_export", VIEW)
    headers = (_LABELS["released_on"], _LABELS["released_by"], _LABELS["sha256"])
    rows = []
    for row in found:
        url = url_for(f"{VIEW}.released_file", pk=contract.id, release=row.id) if may_export else ""
        day = date_in_words(row.released_on)
        first = {"text": gettext("File of %(day)s", day=day) if url else day, "url": url}
        rows.append(panel_row(str(row), first, str(row.released_by or ""), f"{row.sha256[:16]}…"))
    empty = gettext("Nothing was noted as published here.")
    link = view.table_link(contract, "releases")
    return rows_panel(gettext("What was published"), headers, rows, (), empty, file=link)
