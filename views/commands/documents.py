"""`flask mdo documents`: where the files of documents are, whether they are as they were kept, and their move."""

import click
from flask.cli import with_appcontext

from mdo.documents.files import STORE, ids_elsewhere, move, sweep, wrong
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.sessions.factory import unlimited_session
from views.base.catalogues import gettext
from views.base.database import db
from views.commands.edge import Failure, speaking


@click.command("documents")
@click.option("--move", "moves", is_flag=True, help="Moves them where MDO_DOCUMENTS says, each sum checked.")
@with_appcontext
def documents(moves: bool) -> None:
    """Checks the files of documents against their sums, and moves them where MDO_DOCUMENTS says; status 1 if one is
    wrong.
    """
    with speaking(), unlimited_session(db.engine, today=today_in_paris()) as session:
        moved, lost = 0, []
        if moves:
            for document_id in ids_elsewhere(session):
                # One by one: what was moved stays so, whatever comes.
                moved += move(session, document_id)
                session.commit()
            swept = sweep(session)
            click.echo(gettext("Moved, each sum checked: %(count)d. Files of nobody removed: %(swept)d.",
                               count=moved, swept=swept))  # fmt: skip
        lost = [str(row) for row in wrong(session)]
        place = gettext("the folder « documents »") if STORE.is_used else gettext("the database")
        click.echo(gettext("New documents go to: %(place)s. Elsewhere: %(count)d.", place=place,
                           count=len(ids_elsewhere(session))))  # fmt: skip
        if lost:
            raise Failure(gettext("Not as they were kept: %(names)s. Take them back from a backup.",
                                  names=", ".join(lost[:20])))  # fmt: skip
        click.echo(gettext("Every file is as it was kept."))
