"""`flask mdo create-admin`: the first account, which opens all others."""

import click
from flask.cli import with_appcontext

from mdo.accounts.passwords import new_password
from mdo.accounts.rules import create_account
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.rights.roles import ADMIN
from views.base.catalogues import gettext
from views.commands.edge import session_of_command, speaking


@click.command("create-admin")
@click.option("--username", prompt=True, help="Name to sign in with: small letters, digits, dots, hyphens.")
@click.option("--first-name", prompt=True)
@click.option("--last-name", prompt=True)
@click.option("--email", prompt=True)
@click.option("--password", help="At least 16 characters; one is made and shown once when absent.")
@with_appcontext
def create_admin(username: str, first_name: str, last_name: str, email: str, password: str | None) -> None:
    """Creates an administrator."""
    with speaking():
        chosen = password or new_password()
        with session_of_command("flask mdo create-admin") as session:
            create_account(
                session,
                username=username,
                password=chosen,
                role_codes=[ADMIN],
                first_name=first_name,
                last_name=last_name,
                email=email,
                today=today_in_paris(),
            )
        click.echo(gettext("Administrator %(username)s created.", username=username))
        if password is None:
            click.echo(gettext("Password, shown only this once: %(password)s", password=chosen))
