"""`flask mdo …`: the command line, in the language of MDO_LANG; a failure ends with a status other than 0.

A command is imported when it is asked for, with what it needs of the application: `--help` and what shows no screen
start in a third of the time. This is the one exception to « imports at the top ».
"""

from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, FlaskGroup, ScriptInfo

# Where each command stands (module:name) and what the list says of it: how its help begins.
_COMMANDS = {
    "init": ("schema:init", "Migrates the schema, writes roles, rights and reference rows."),
    "demo": ("demo:demo", "Fills an empty database with invented people and opens the demo accounts."),
    "create-admin": ("accounts:create_admin", "Creates an administrator."),
    "import": (
        "workbooks:import_workbook",
        "Imports a workbook: all its lines or, if one is in error or waits for an answer, none.",
    ),
    "export": ("workbooks:export_workbook", "Exports to a workbook, which is written only once complete."),
    "report": ("reports:report", "Writes a report, once it is complete."),
    "decp": ("open_data:decp", "Writes the essential data (DECP) of the contracts that the State asks for."),
    "backup": (
        "backups:backup",
        "Writes the database and its files to one archive, while people work, then reads it again.",
    ),
    "restore": ("backups:restore_backup", "Puts a backup back, into an empty place unless forced"),
    "doctor": (
        "doctor:doctor",
        "Looks at settings, files, clock, room, schema, rows, mail, worker and backups; status 1 if one is wrong.",
    ),
    "documents": (
        "documents:documents",
        "Checks the files of documents against their sums, and moves them where MDO_DOCUMENTS says",
    ),
    "digest": ("digest:digest", "Prepares the digest of those who answer for an arrondissement"),
    "plan": ("plan:plan", "Prints the steps of a procedure with their days and the delays of the law."),
    "procedure": (
        "procedure:procedure",
        "Prints the procedure of a need launched on a day, with its reasons; of its lots too.",
    ),
    "start": ("start:start", "Prepares the database, loads the demo into an empty one"),
    "worker": ("worker:worker", "Does the long work (imports) and the schedule, until it is stopped."),
}
# They serve the screens, do the jobs that these ask for, or write their addresses.
_WITH_SCREENS = frozenset({"start", "worker", "digest"})


class _Group(AppGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        app = ctx.ensure_object(ScriptInfo).load_app()
        if cmd_name in _WITH_SCREENS:
            import_module("views.screens").install(app)
        else:
            import_module("views.commands.data").install_for_commands(app)
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"views.commands.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name][1]) for name in self.list_commands(ctx)])


class _Migrations(AppGroup):
    """Stands for Flask-Migrate's own group until it is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        assert parent is not None  # it is called under `flask`
        app = parent.ensure_object(ScriptInfo).load_app()
        import_module("views.commands.data").install_for_commands(app)
        import_module("views.commands.migrations").install(app)
        own: click.Group = import_module("flask_migrate.cli").db
        return own.make_context(info_name, args, parent, **extra)


def register(app: Flask) -> None:
    """Adds the groups to the application's command line."""
    app.cli.add_command(_Migrations("db", short_help="Perform database migrations."))
    app.cli.add_command(_Group("mdo", short_help="The register: its database, accounts, imports and exports."))


def are_looked_up() -> bool:
    """Whether Flask's command line builds the application to look for one of its commands, or to list them."""
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)
