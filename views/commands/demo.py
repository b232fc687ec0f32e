"""`flask mdo demo`: an invented register to try the software with."""

import click
from flask.cli import with_appcontext

from mdo import demo as invented
from mdo.accounts.passwords import new_password
from mdo.demo.accounts import USERNAMES
from mdo.kernel.base.periods import today_in_paris
from views.base.catalogues import gettext
from views.commands.edge import session_of_command, settings, speaking, told

DEFAULT_PEOPLE = 2000
_PROGRESS_EVERY = 20_000


@click.command("demo")
@click.option("--people", default=DEFAULT_PEOPLE, show_default=True, help="How many people to invent.")
@click.option("--seed", default=1, show_default=True, help="The same number gives the same people.")
@with_appcontext
def demo(people: int, seed: int) -> None:
    """Fills an empty database with invented people and opens the demo accounts."""
    with speaking():
        password = settings().demo_password or new_password()
        _tell(write_demo(people, seed, password))
        if settings().demo_password is None:
            click.echo(gettext("Password of all, shown only this once: %(password)s", password=password))


def write_demo(people: int, seed: int, password: str) -> invented.DemoCounts:
    """What `demo` does, in one transaction."""
    with session_of_command(gettext("The demo")) as session:
        invented.check_may_write(session, is_production=settings().is_production, people=people)
        return invented.write(
            session, people=people, seed=seed, today=today_in_paris(), password=password, report=_report
        )


def _report(written: int) -> None:
    if written % _PROGRESS_EVERY == 0:
        click.echo(gettext("%(count)s people written…", count=written), err=True)


def _tell(counts: invented.DemoCounts) -> None:
    click.echo(gettext("Demo written: everything about these people is invented."))
    for label, count in (
        (gettext("Bodies"), counts.bodies),
        (gettext("Organisations"), counts.organisations),
        (gettext("People"), counts.people),
        (gettext("Mandates"), counts.mandates),
        (gettext("Référents"), counts.referents),
        (gettext("Possible duplicates"), counts.duplicates),
        (gettext("Meetings"), counts.meetings),
    ):
        click.echo(told(label, count))
    click.echo(gettext("Accounts: %(names)s", names=", ".join(USERNAMES)))
