"""Scenarios on screen: what is in and out as the line moves, by arrondissement and by axis; the adopted one."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_decimal
from sqlalchemy.orm import joinedload

from mdo.calls.columns import LINE_COLUMNS, SCENARIO_COLUMNS
from mdo.calls.fields import CALL_SCENARIO, SCENARIO_LINE
from mdo.calls.granting import Placed, Simulated
from mdo.calls.jury import closed_to_reader
from mdo.calls.scenarios import SCENARIO_ACTS, lines_of, placed, simulated
from mdo.kernel.base.messages import N_
from models.judging import CallScenario, ScenarioLine
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import relation_filter
from views.base.pages import Cell, Panel, TabContent
from views.base.record import TabSource, rows_of
from views.base.record_tables import TablesOfRecord
from views.base.view import BackofficeView
from views.base.words import date_in_words
from views.calls.open_data import open_data_page, open_pictures_page
from views.calls.papers import deliberation_page, letters_page, mailing_page
from views.calls.screens import OF_A_YEAR, of_call
from views.contracts.panels import euros, number_head, panel_row, rows_panel

_LINES = rows_of(
    "lines",
    ScenarioLine.scenario_id,
    LINE_COLUMNS,
    "application position amount_incl_tax is_refused",
    ScenarioLine.position,
    ScenarioLine.id,
    title=N_("Projects"),
    empty_text=N_("No project: nothing was admitted when the scenario was made."),
)


class CallScenarioView(TablesOfRecord, BackofficeView):
    """What calls would give: three scenarios at most, of which one is adopted."""

    model = CallScenario
    empty_for = N_("Here are the scenarios of calls: what is in and out as the line moves.")
    machine = SCENARIO_ACTS
    route_base = "/scenarios"
    columns = SCENARIO_COLUMNS
    order = ("call", "asc")
    carried = ("call",)
    relations = {"call": OF_A_YEAR}
    filters = (of_call(CALL_SCENARIO["call"]),)
    related_lists = (_LINES,)
    tables = related_lists

    def subtitle(self, row: CallScenario) -> str:
        return str(row.call)

    def kept_from(self, row: CallScenario) -> Collection[str]:
        return () if row.adopted_on is None else ("edit", "delete")

    def status(self, row: CallScenario) -> Cell:
        if row.adopted_on is None:
            words = gettext("Being discussed (scenario)")
            return Cell("adopted_on", gettext("State"), words, tone="info")
        words = gettext("Adopted on %(day)s", day=date_in_words(row.adopted_on))
        return Cell("adopted_on", gettext("State"), words, tone="ok")

    def tabs(self, row: CallScenario) -> tuple[TabSource, ...]:
        title = gettext("In and out")

        def fill() -> TabContent:
            said = simulated(db.session, row)
            panels = (_sums(row, said), _lines(self, row, said), *_shares(said))
            return TabContent("simulation", title, panels)

        return (TabSource("simulation", title, fill), *super().tabs(row))

    @expose("/appel/<int:pk>/lettres")
    @has_access
    @permission_name("export")
    def letters(self, pk: int) -> Any:
        """The letters of results of a call, a page each, in Word."""
        return letters_page(pk)

    @expose("/appel/<int:pk>/publipostage")
    @has_access
    @permission_name("export")
    def mailing(self, pk: int) -> Any:
        """The same as a workbook, for a mail merge."""
        return mailing_page(pk)

    @expose("/appel/<int:pk>/deliberation")
    @has_access
    @permission_name("export")
    def for_deliberation(self, pk: int) -> Any:
        """What the adopted scenario retains, in Word."""
        return deliberation_page(pk)

    @expose("/projets-retenus.csv")
    @has_access
    @permission_name("export")
    def open_data_csv(self) -> Any:
        """What was retained, as open data, without anybody's name."""
        return open_data_page("csv")

    @expose("/projets-retenus.json")
    @has_access
    @permission_name("export")
    def open_data_json(self) -> Any:
        """The same as JSON."""
        return open_data_page("json")

    @expose("/projets-retenus.zip")
    @has_access
    @permission_name("export")
    def open_data_pictures(self) -> Any:
        """The pictures that all who are seen on them agreed to see on a web site."""
        return open_pictures_page()


def _sums(row: CallScenario, said: Simulated) -> Panel:
    left = row.call.envelope_incl_tax - said.total
    facts = (
        Cell("envelope", gettext("Envelope, with tax"), euros(row.call.envelope_incl_tax)),
        Cell("total", gettext("Given, with tax"), euros(said.total), tone="danger" if left < 0 else None),
        Cell("left", gettext("Left, with tax"), euros(left), tone="danger" if left < 0 else None),
        Cell("count", gettext("Projects above the line"), str(len(said.retained))),
    )
    return Panel(gettext("Sums"), "base/panels/facts.html", {"facts": facts})


def _lines(view: BackofficeView, row: CallScenario, said: Simulated) -> Panel:
    where = {
        **{line.id: (gettext("In (scenario)"), "ok") for line in said.retained},
        **{line.id: (gettext("Waiting (scenario)"), "warn") for line in said.waiting},
        **{line.id: (gettext("Refused (scenario line)"), "danger") for line in said.refused},
    }
    closed, rows = closed_to_reader(db.session), []
    total = Decimal(0)
    for line in lines_of(db.session, row.id):
        found: Placed = placed(line)
        words, tone = where[found.id]
        total += found.amount if tone == "ok" else 0
        is_open = found.id not in closed
        leads = is_open and view.may("can_show", "ApplicationView")
        url = url_for("ApplicationView.show", pk=found.id) if leads else ""
        rows.append(
            panel_row(
                str(line.application),
                str(line.position),
                {"text": f"{line.application.number} – {line.application.title}", "url": url},
                found.arrondissement,
                found.axis,
                "" if line.mean is None or not is_open else format_decimal(line.mean, format="0.00"),
                euros(found.amount),
                euros(total) if tone == "ok" else "",
                {"text": words, "tone": tone},
            )
        )
    headers = (
        number_head(N_("Place (rank)")),
        N_("Application"),
        N_("Arrondissement"),
        N_("Axis"),
        number_head(N_("Mean of the jury")),
        number_head(N_("Amount, with tax")),
        number_head(N_("Sum so far, with tax")),
        N_("Outcome (scenario)"),
    )
    return rows_panel(gettext("In and out"), headers, rows, (), gettext("No project in this scenario."))


def _shares(said: Simulated) -> Sequence[Panel]:
    return (
        _share(gettext("By arrondissement"), N_("Arrondissement"), said.by_arrondissement),
        _share(gettext("By axis"), N_("Axis"), said.by_axis),
    )


def _share(title: str, head: str, shares: dict[str, tuple[int, Decimal]]) -> Panel:
    rows: list[dict[str, Any]] = [
        panel_row(name, name or gettext("Not said"), str(count), euros(amount))
        for name, (count, amount) in shares.items()
    ]
    headers = (head, number_head(N_("Projects")), number_head(N_("Given, with tax")))
    return rows_panel(title, headers, rows, (), gettext("Nothing stands above the line."))


class ScenarioLineView(BackofficeView):
    """The projects of scenarios, with their places and their amounts."""

    model = ScenarioLine
    empty_for = N_("Here are the projects of each scenario, in their order.")
    route_base = "/projets-de-scenarios"
    columns = LINE_COLUMNS
    order = ("position", "asc")
    carried = ("scenario",)
    filters = (relation_filter(SCENARIO_LINE["scenario"], CallScenario.name, is_short=False),)

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(ScenarioLine.scenario),)

    def kept_from(self, row: ScenarioLine) -> Collection[str]:
        return () if row.scenario.adopted_on is None else ("edit", "delete")
