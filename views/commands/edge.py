"""What every command does at its edge: one session, one commit, one sentence when it fails."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import IO, Any

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from config import Settings
from mdo.accounts.rules import normal_name
from mdo.kernel.base.context import Context, bind, release
from mdo.kernel.base.database import is_full, let_it_take_long, writing
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.rights.identity import context_for_user
from mdo.kernel.scope.limits import Scope
from models.accounts import User
from models.bounds import MAX_EUROS
from models.journal import Door
from models.types import CENT
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import parse_date

_FIRST_YEAR, _LAST_YEAR = 2000, 2090
# Thousands apart, or three decimals: a point, or a comma, before each three digits.
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+|[1-9][0-9]{0,2}(,[0-9]{3})+")
_AMOUNT = re.compile(r"[0-9]{1,15}([.,][0-9]{1,6})?")


class Failure(click.ClickException):
    """Ends a command with status 1 and one sentence, already in the reader's language."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Writes the sentence, without click's English « Error: »."""
        click.echo(self.format_message(), file=file, err=file is None)


def told(label: str, value: object) -> str:
    """A line of a report: « label : value », set as the language of the reader wants it."""
    return "  " + gettext("%(label)s: %(value)s", label=label, value=value)


def day_of(text: str | None) -> dt.date:
    """A day as typed. Raises Failure."""
    day = parse_date(text)
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Failure(gettext("Give the day as 24/11/2026."))
    return day


def euros_of(text: str) -> Decimal:
    """Euros as typed. Raises Failure for what is none, what may be read in two ways, more than two decimals."""
    typed = "".join(text.split()).removesuffix("€")
    if _AMBIGUOUS.fullmatch(typed):
        whole = re.sub(r"[.,]", "", typed)
        words = gettext(
            "« %(typed)s » may be read in two ways: write %(whole)s or %(whole)s,00.", typed=typed, whole=whole
        )
        raise Failure(words)
    amount = Decimal(typed.replace(",", ".")) if _AMOUNT.fullmatch(typed) else Decimal(-1)
    if not 0 <= amount <= MAX_EUROS:
        raise Failure(gettext("Give the amount in euros, as 65000 or 65000,50."))
    if amount != amount.quantize(CENT):
        near = (amount.quantize(CENT, ROUND_FLOOR), amount.quantize(CENT, ROUND_CEILING))
        low, high = (f"{value:.2f}".replace(".", ",") for value in near)
        raise Failure(gettext("An amount has two decimals at most: write %(low)s or %(high)s.", low=low, high=high))
    return amount


def settings() -> Settings:
    """The settings of the application under way."""
    found: Settings = current_app.extensions["mdo_settings"]
    return found


@contextmanager
def speaking() -> Iterator[None]:
    """In the language of MDO_LANG; what a rule refuses and what the database lacks end the command with a sentence."""
    with force_locale(settings().lang):
        try:
            yield
        except RuleViolation as error:
            raise Failure(error.text(gettext)) from error
        except DBAPIError as error:
            raise Failure(_in_words(error)) from error
        except BrokenPipeError:
            raise  # whoever read what was said stopped reading (« | head »): click ends without a word
        except OSError as error:
            if is_full(error):
                raise Failure(gettext("The disk is full: nothing was written. Make room, then try again.")) from error
            if error.filename is None:
                raise Failure(
                    gettext("The system refuses this: %(detail)s.", detail=error.strerror or error)
                ) from error
            raise Failure(
                gettext("%(file)s cannot be opened: %(detail)s.", file=error.filename, detail=error.strerror)
            ) from error


def _in_words(error: DBAPIError) -> str:
    detail = str(error.orig).strip().splitlines()[0]
    if isinstance(error, ProgrammingError) or "no such" in detail:
        return gettext(
            "The database is not the one of this version: run « flask mdo init » first. (%(detail)s)", detail=detail
        )
    if isinstance(error, OperationalError):
        return gettext(
            "The database does not answer: check MDO_DATABASE_URL and that it is started. (%(detail)s)", detail=detail
        )
    return gettext("The database refuses this: nothing was written. (%(detail)s)", detail=detail)


@contextmanager
def session_of_command(summary: str, username: str | None = None, *, writes: bool = True) -> Iterator[Session]:
    """A session that sees everything or, with a user name, what its holder sees; committed at the end if it `writes`.

    One that does not lets others write meanwhile, on SQLite too. No page waits for it: on PostgreSQL a statement takes
    as long as it needs. Raises Failure when the account is unknown or closed.
    """
    today = today_in_paris()
    command = Context(scope=Scope.everything(), today=today, door=Door.COMMAND, actor_name=summary, summary=summary)
    with writing(writes):
        try:
            bind(db.session, command)
            if username is not None:
                account = _context_of(db.session(), username)
                db.session.rollback()
                db.session.remove()
                bind(db.session, replace(account, summary=summary))
            let_it_take_long(db.session())
            yield db.session()
            if writes:
                db.session.commit()
        finally:
            db.session.rollback()
            release(db.session)
            db.session.remove()


def _context_of(session: Session, username: str) -> Context:
    user = session.scalar(select(User).where(func.lower(User.username) == normal_name(username)))
    if user is None:
        raise Failure(
            gettext("No account is named « %(username)s »: give the user name of an account.", username=username)
        )
    return context_for_user(session, user, today_in_paris(), Door.COMMAND)
