"""`flask mdo backup` and `flask mdo restore`: the database and its files in one archive, and back."""

from pathlib import Path

import click
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask.cli import with_appcontext
from sqlalchemy import Connection

from mdo.backup import shelf
from mdo.backup.archive import Archive
from mdo.backup.restoring import Restored, restore
from mdo.backup.taking import TakenBackup, key_check, take
from mdo.kernel.base.database import only_one_process
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.words import size_in_words
from views.commands.edge import settings, speaking
from views.commands.migrations import migrations
from views.commands.schema import prepare_database


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Writes the database and its files to one archive, while people work, then reads it again."""
    with speaking():
        chosen = settings()
        taken = take(db.engine, chosen.data_dir, file, key_check(chosen.secret_key))
        shelf.note_taken(chosen.data_dir, taken)
        tell_taken(taken)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replaces what the database holds: all of it is lost.")
@with_appcontext
def restore_backup(file: Path, force: bool) -> None:
    """Puts a backup back, into an empty place unless forced, then migrates it."""
    with speaking():
        chosen = settings()
        with only_one_process(db.engine), Archive(file) as archive:
            restored = restore(
                db.engine,
                archive,
                chosen.data_dir,
                _migrate,
                _knows,
                key=key_check(chosen.secret_key),
                is_forced=force,
            )
            db.engine.dispose()
        _tell_restored(restored)
        prepare_database()


def tell_taken(taken: TakenBackup) -> None:
    """What was written, and what was not."""
    click.echo(
        gettext(
            "%(file)s: %(rows)s rows and %(files)s files, %(size)s, read again and right.",
            file=taken.path,
            rows=taken.manifest.rows,
            files=len(taken.manifest.files),
            size=size_in_words(taken.size),
        )
    )
    click.echo(
        gettext(
            "The secret key is not in it: keep MDO_SECRET_KEY in another safe place. Under another key, everyone signs "
            "in again and a workbook that was exported to be changed is no longer recognised."
        )
    )


def _tell_restored(restored: Restored) -> None:
    manifest = restored.manifest
    click.echo(
        gettext(
            "Restored as of %(moment)s UTC: %(rows)s rows and %(files)s files.",
            moment=manifest.moment.strftime("%d/%m/%Y %H:%M"),
            rows=manifest.rows,
            files=len(manifest.files),
        )
    )
    click.echo(gettext("Whoever was signed in signs in again."))
    if restored.jobs:
        click.echo(
            ngettext(
                "%(num)d job was waiting or under way: it is cancelled, ask for it again if it is still wanted.",
                "%(num)d jobs were waiting or under way: they are cancelled, ask again for those still wanted.",
                restored.jobs,
            )
        )
    if not restored.is_same_key:
        click.echo(
            gettext(
                "The secret key is not that of the backup: workbooks that were exported to be changed before it are no "
                "longer recognised; put the former MDO_SECRET_KEY back to take them in."
            )
        )


def _migrate(connection: Connection, revision: str | None) -> None:
    config = migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, revision or "head")


def _knows(revision: str) -> bool:
    try:
        return ScriptDirectory.from_config(migrations()).get_revision(revision) is not None
    except CommandError:
        return False
