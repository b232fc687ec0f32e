"""`flask mdo import` and `flask mdo export`: the same functions as on screen, with the rights of an account or all."""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import LEAVE, Option
from mdo.kernel.imports.exports import write_export
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import STATE_LABELS, ImportPlan, LineState
from mdo.kernel.imports.rejected import error_workbook, write_errors_of
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.rights.roles import PERSONAL_DATA
from mdo.kernel.sessions.advisory_locks import hold_register
from mdo.kernel.workbook.reader import read_file
from views.base.catalogues import gettext
from views.base.exporting import note
from views.commands.edge import Failure, session_of_command, speaking, told
from views.imports.sheet_names import sentence_of, shown_sheet

_IMPORT_RIGHT = ("ImportView", "can_import")

_kind = click.argument("kind", type=click.Choice(tuple(KINDS)))
as_user = click.option("--as", "username", metavar="USER", help="With the scope and the rights of this account.")


@click.command("import")
@_kind
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Says what would be done and writes nothing.")
@click.option("--confirmed", is_flag=True, help="Writes even when much of the register would change.")
@click.option("--only-valid", is_flag=True, help="Writes the valid lines; the others go to a workbook beside FILE.")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON: by key of a question, as this command prints them, its answer.",
)
@as_user
@with_appcontext
def import_workbook(
    kind: str,
    file: Path,
    dry_run: bool,
    confirmed: bool,
    only_valid: bool,
    answers_file: Path | None,
    username: str | None,
) -> None:
    """Imports a workbook: all its lines or, if one is in error or waits for an answer, none."""
    with speaking(), session_of_command(f"flask mdo import {kind}", username, writes=not dry_run) as session:
        can = AccountRights(session, username)
        can.require(_IMPORT_RIGHT, (KINDS[kind].view, "can_add"))
        name = f"{gettext(KINDS[kind].label)} – {file.name}"
        answers = _answers_of(answers_file)
        if not dry_run:
            hold_register(session)
        read, secret = read_file(file), current_app.config["SECRET_KEY"]
        planned = plan(
            session, kind, read, today=context_of(session).today, can=can, name=name, secret=secret, answers=answers
        )
        _tell_plan(planned)
        if dry_run:
            if planned.errors or planned.questions:
                raise Failure(gettext("Nothing was written (--dry-run): correct the lines above, then try again."))
            click.echo(gettext("Nothing was written (--dry-run)."))
            return
        result = apply(session, planned, only_valid=only_valid, is_confirmed=confirmed)
        click.echo(gettext("Written: %(count)s lines.", count=result.created + result.changed))
        if result.rejected:
            suffix = gettext("lines-to-correct")
            target = file.with_name(f"{file.stem}-{suffix}.xlsx")
            with written_whole(target) as stream:
                if read.fingerprint is None:
                    error_workbook(stream, planned, gettext)
                else:
                    write_errors_of(stream, kind, read, lambda: planned.lines, gettext, secret)
            click.echo(gettext("%(count)s lines left out: see %(file)s.", count=result.rejected, file=target))


@click.command("export")
@_kind
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--filter", "filters", multiple=True, metavar="NAME=VALUE", help="q=words, or a column=its value.")
@as_user
@with_appcontext
def export_workbook(kind: str, output: Path, filters: tuple[str, ...], username: str | None) -> None:
    """Exports to a workbook, which is written only once complete."""
    with speaking(), session_of_command(f"flask mdo export {kind}", username, writes=False) as session:
        can = AccountRights(session, username)
        can.require((KINDS[kind].view, "can_export"))
        with written_whole(output) as stream:
            count = write_export(
                session,
                kind,
                stream,
                filters=parsed(filters),
                translate=gettext,
                with_personal=can(PERSONAL_DATA[1], PERSONAL_DATA[0]),
                note=note,
            )
        click.echo(gettext("%(count)s rows written to %(file)s.", count=count, file=output))


class AccountRights:
    """The rights of the account that the command acts for; without one, all."""

    def __init__(self, session: Session, username: str | None) -> None:
        self._pairs = None if username is None else context_of(session).rights
        self._username = username

    def __call__(self, permission: str, view: str) -> bool:
        return self._pairs is None or (view, permission) in self._pairs

    def require(self, *pairs: tuple[str, str]) -> None:
        """Ends the command when a right is missing."""
        if not all(self(permission, view) for view, permission in pairs):
            raise Failure(
                gettext(
                    "The account %(username)s has no right to this: give it a role that does, or name another account.",
                    username=self._username,
                )
            )


def parsed(filters: tuple[str, ...]) -> dict[str, str]:
    """The pairs of « name=value », of which a name counts once."""
    return dict(pairs_of(filters))


def pairs_of(texts: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pairs of « name=value », in their order. Raises Failure for what is written otherwise."""
    pairs = [text.partition("=") for text in texts]
    for name, separator, _ in pairs:
        if not (name and separator):
            raise Failure(gettext("Write a filter as name=value: %(text)s is not understood.", text=name))
    return [(name, value) for name, _, value in pairs]


def _answers_of(file: Path | None) -> dict[str, str]:
    """The answers of a file. Raises Failure for one that is not JSON of keys and texts."""
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text("utf-8"))
    except (ValueError, OSError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(answer, str) for answer in found.values()):
        raise Failure(gettext("%(file)s is not a JSON object of keys and answers, both text.", file=file))
    return found


def _tell_plan(planned: ImportPlan) -> None:
    for error in planned.errors:
        click.echo(
            gettext(
                "Sheet %(sheet)s, line %(line)s, column %(column)s: %(sentence)s",
                sheet=shown_sheet(error.sheet, planned.name),
                line=error.line,
                column=error.column or "–",
                sentence=error.text(gettext),
            ),
            err=True,
        )
    for asked in planned.questions:
        click.echo(
            gettext(
                "Question (%(count)s lines): %(sentence)s Answer it in the file of --answers: %(example)s",
                count=asked.count,
                sentence=sentence_of(asked.question.message, asked.question.params, planned.name),
                example=json.dumps(
                    {asked.question.key: asked.question.options[0].value if asked.question.options else "…"},
                    ensure_ascii=False,
                ),
            ),
            err=True,
        )
        for option in (
            *(option for option in asked.question.options if option.value != LEAVE),
            Option(LEAVE, N_("Leave these lines aside")),
        ):
            click.echo(f"    {option.value}  {option.text(gettext)}", err=True)
    for sheet, header in planned.unknown_columns:
        click.echo(
            gettext(
                "Sheet %(sheet)s: column %(column)s is not known, it is left out.",
                sheet=shown_sheet(sheet, planned.name),
                column=header,
            )
        )
    for state in LineState:
        click.echo(told(gettext(STATE_LABELS[state]), planned.counts[state]))
    click.echo(told(gettext("To complete"), len(planned.to_complete)))


@contextlib.contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name only once it is complete: a failure leaves the former one."""
    try:
        descriptor, draft = tempfile.mkstemp(dir=target.absolute().parent, prefix=".mdo-", suffix=target.suffix)
    except OSError as error:
        raise Failure(
            gettext("%(file)s cannot be written: choose a folder that you may write to.", file=target)
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
