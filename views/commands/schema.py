"""`flask mdo init`: an empty or older database becomes the one that this code expects."""

import click
from alembic import command
from alembic.util import CommandError
from flask.cli import with_appcontext

from mdo.accounts.rules import refuse_demo_accounts
from mdo.kernel.base.database import only_one_process
from mdo.kernel.jobs.queue import make_huey
from mdo.kernel.labels import MODEL_LABELS
from mdo.setup import SetupCounts, set_up
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.commands.edge import Failure, session_of_command, settings, speaking, told
from views.commands.migrations import migrations


@click.command("init")
@with_appcontext
def init() -> None:
    """Migrates the schema, writes roles, rights and reference rows. Safe again, and by several processes at once."""
    with speaking():
        _tell(prepare_database())


def prepare_database() -> SetupCounts:
    """What `init` does: one process works, the others wait, then find everything done."""
    with only_one_process(db.engine):
        try:
            # Not Flask-Migrate's own `upgrade`: it ends the process and keeps the reason to itself.
            command.upgrade(migrations(), "head")
        except CommandError as error:
            raise Failure(
                gettext(
                    "The schema cannot be migrated: %(detail)s. Is the database of a later version of the software?",
                    detail=str(error),
                )
            ) from error
        prepare_queue()
        with session_of_command("flask mdo init") as session:
            if settings().is_production:
                refuse_demo_accounts(session)
            return set_up(session)


def prepare_queue() -> None:
    """Makes the tables of the queue of jobs where they are missing."""
    chosen = settings()
    make_huey(chosen.database_url, chosen.data_dir, chosen.secret_key, with_tables=True).storage.close()


def _tell(counts: SetupCounts) -> None:
    click.echo(gettext("Schema up to date, roles and rights written."))
    for model, count in counts.reference_rows.items():
        click.echo(told(gettext(MODEL_LABELS[model][1]), count))
    click.echo(ngettext("%(num)s search text written.", "%(num)s search texts written.", counts.search_texts))
