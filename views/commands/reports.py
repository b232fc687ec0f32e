"""`flask mdo report`: a report of the catalogue as a file, with the rights of an account or all."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from mdo.kernel.rights.roles import PERSONAL_DATA
from mdo.kernel.workbook.names import TableFormat
from mdo.reports.declaration import rights_to_take
from mdo.reports.parameters import read_values
from mdo.reports.registry import REPORTS
from mdo.reports.writing import write_report
from views.base.catalogues import gettext
from views.base.exporting import note
from views.base.words import language
from views.commands.edge import Failure, session_of_command, speaking
from views.commands.workbooks import AccountRights, as_user, pairs_of, written_whole


@click.command("report")
@click.argument("name", type=click.Choice(tuple(REPORTS)))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .xlsx, or .csv.",
)
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="on, from, to, arrondissement (number), type and body (code or name), personal (yes).",
)
@as_user
@with_appcontext
def report(name: str, output: Path, params: tuple[str, ...], username: str | None) -> None:
    """Writes a report, once it is complete."""
    with speaking():
        kind = _kind_of(output)
        with session_of_command(f"flask mdo report {name}", username, writes=False) as session:
            wanted = REPORTS[name]
            can = AccountRights(session, username)
            can.require(*rights_to_take(wanted))
            values = read_values(session, wanted, pairs_of(params))
            if values.with_personal:
                can.require(PERSONAL_DATA)
            with written_whole(output) as stream:
                count = write_report(
                    session, wanted, values, stream, kind, translate=gettext, language=language(), note=note
                )
            click.echo(gettext("%(count)s rows written to %(file)s.", count=count, file=output))


def _kind_of(output: Path) -> TableFormat:
    try:
        return TableFormat(output.suffix.lower().removeprefix("."))
    except ValueError:
        raise Failure(gettext("A report is written to a file that ends in .xlsx or .csv.")) from None
