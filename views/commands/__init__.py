"""`flask mdo …`: the command line, in the language of MDO_LANG; a failure ends with a status other than 0."""

import click
from flask import Flask
from flask.cli import AppGroup

from views.commands import accounts, demo, digest, open_data, plan, reports, schema, start, workbooks, worker

_COMMANDS: tuple[click.Command, ...] = (
    schema.init,
    demo.demo,
    accounts.create_admin,
    workbooks.import_workbook,
    workbooks.export_workbook,
    reports.report,
    open_data.decp,
    digest.digest,
    plan.plan,
    start.start,
    worker.worker,
)


def register(app: Flask) -> None:
    """Adds the group to the application's command line."""
    group = AppGroup("mdo", short_help="The register: its database, accounts, imports and exports.")
    for command in _COMMANDS:
        group.add_command(command)
    app.cli.add_command(group)
