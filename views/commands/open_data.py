"""`flask mdo decp`: the essential data of the contracts notified in a period, as the State's JSON."""

import datetime as dt
import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from mdo.contracts.publication import Duty, obligation_of
from mdo.decp.checks import IncompleteData
from mdo.decp.releases import notified_between, records_of
from mdo.kernel.base.context import context_of
from mdo.procurement.law import stored_law
from views.base.catalogues import gettext
from views.base.exporting import note
from views.base.fields import parse_date
from views.commands.edge import Failure, session_of_command, speaking
from views.commands.workbooks import AccountRights, as_user, written_whole


@click.command("decp")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write: .json."
)
@click.option("--since", metavar="DATE", help="First day of notification: 24/11/2026 or 2026-11-24.")
@click.option("--until", metavar="DATE", help="Last day of notification.")
@as_user
@with_appcontext
def decp(output: Path, since: str | None, until: str | None, username: str | None) -> None:
    """Writes the essential data (DECP) of the contracts that the State asks for."""
    with speaking():
        first, last = _day(since, "--since"), _day(until, "--until")
        with session_of_command("flask mdo decp", username, writes=False) as session:
            AccountRights(session, username).require(("OpenDataView", "can_export"))
            today = context_of(session).today
            law = stored_law(session)
            contracts = [
                contract
                for contract in notified_between(session, first, last)
                if obligation_of(contract, law, today).duty is Duty.DATA
            ]
            if not contracts:
                raise Failure(gettext("No contract to publish was notified in this period."))
            try:
                content = records_of(session, contracts, today)
            except IncompleteData as incomplete:
                lines = [fault.text(gettext) for fault in incomplete.faults]
                raise Failure("\n".join((f"{incomplete.contract}", *(f"  - {line}" for line in lines)))) from None
            with written_whole(output) as stream:
                stream.write(json.dumps(content, ensure_ascii=False, indent=2).encode())
            note("OpenDataView", f"{first or ''} – {last or ''}", len(contracts))
            click.echo(gettext("%(count)s rows written to %(file)s.", count=len(contracts), file=output))


def _day(text: str | None, name: str) -> dt.date | None:
    if text is None:
        return None
    day = parse_date(text)
    if day is None:
        raise Failure(gettext("%(name)s: not a date of the calendar, write it as 24/11/2026.", name=name))
    return day
