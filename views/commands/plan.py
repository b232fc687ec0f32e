"""`flask mdo plan`: the calendar of a procedure, backward from the wished start or forward from a day."""

import json

import click
from flask.cli import with_appcontext

from mdo.kernel.base.context import context_of
from mdo.procurement.plan import Plan
from mdo.procurement.plan_rows import procedure_of
from models.procurement import ProcedureCode
from views.base.catalogues import gettext, ngettext
from views.base.words import date_in_words
from views.commands.edge import Failure, day_of, euros_of, session_of_command, speaking
from views.procurement.plan_words import standing_in_words, start_in_words


@click.command("plan")
@click.option("--procedure", required=True, type=click.Choice([code.value for code in ProcedureCode]))
@click.option(
    "--amount", required=True, metavar="EUR", help="Euros before tax, renewals included, as 65000 or 65000,50."
)
@click.option("--start", metavar="DATE", help="Wished start, as 01/09/2027 or 2027-09-01: computed backward.")
@click.option("--from", "from_day", metavar="DATE", help="First day of the work: computed forward.")
@click.option("--on", metavar="DATE", help="Day on which it is asked: today when not given.")
@click.option("--json", "as_json", is_flag=True, help="Prints JSON.")
@with_appcontext
def plan(procedure: str, amount: str, start: str | None, from_day: str | None, on: str | None, as_json: bool) -> None:
    """Prints the steps of a procedure with their days and the delays of the law."""
    with speaking():
        if (start is None) == (from_day is None):
            raise Failure(gettext("Give either --start, the wished start, or --from, the first day of the work."))
        euros = euros_of(amount)
        with session_of_command("flask mdo plan", writes=False) as session:
            today = day_of(on) if on is not None else context_of(session).today
            computed = procedure_of(session, ProcedureCode(procedure), euros, today)
            made = computed.backward(day_of(start), today) if start is not None else computed.forward(day_of(from_day))
            click.echo(json.dumps(_as_json(made), ensure_ascii=False, indent=2) if as_json else _as_text(made))


def _as_json(made: Plan) -> dict[str, object]:
    return {
        "steps": [
            {
                "code": step.code.value,
                "label": step.label,
                "planned_on": step.planned_on.isoformat(),
                "days": step.days,
                "legal_minimum": step.legal_minimum,
                "article": step.article,
            }
            for step in made.steps
        ],
        "feasible": made.feasible,
        "late_days": made.late_days,
        "earliest_start": made.earliest_start.isoformat(),
    }


def _as_text(made: Plan) -> str:
    width = max(len(step.label) for step in made.steps)
    lines = []
    for step in made.steps:
        words = ngettext("%(num)d day", "%(num)d days", step.days)
        law = ""
        if step.legal_minimum is not None:
            law = gettext("minimum %(number)d days (%(article)s)", number=step.legal_minimum, article=step.article)
        elif step.article:
            law = step.article
        lines.append(f"{date_in_words(step.planned_on)}  {step.label:<{width}}  {words:>9}  {law}".rstrip())
    return "\n".join((*lines, "", f"{standing_in_words(made)}, {start_in_words(made)}"))
