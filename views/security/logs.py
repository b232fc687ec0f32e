"""One event, one line: whatever a visitor writes in an address cannot forge a second line of the log.

Addresses that hold a secret (calendars, live links, replies) are masked wherever they are written: by the application,
by the server that runs it, by the one of development.
"""

import logging
import re

from flask import Flask

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_SECRET = re.compile(r"(/(?:calendrier(?:/instance)?|liens|reponse|inscription)/)[\w%-]{24,}")
# Those that write the addresses of requests.
_SERVERS = ("gunicorn.error", "gunicorn.access", "werkzeug")


class OneLineFormatter(logging.Formatter):
    """Escapes control characters, line ends included, and masks secrets of addresses."""

    def format(self, record: logging.LogRecord) -> str:
        return one_line(masked(super().format(record)))


class SecretFilter(logging.Filter):
    """Masks the secrets of addresses in the records of a server, which has formatters of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), None
        return True


_NO_SECRET = SecretFilter()


def masked(text: str) -> str:
    """Text without the secrets of addresses."""
    return _SECRET.sub(r"\1…", text)


def one_line(text: str) -> str:
    """Text without control characters: each is written as its escape."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def install(app: Flask) -> None:
    """Gives the formatter to the handlers of the application's log."""
    formatter = OneLineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    if not logging.getLogger().handlers:
        logging.getLogger().addHandler(logging.StreamHandler())
    for handler in (*app.logger.handlers, *logging.getLogger().handlers):
        handler.setFormatter(formatter)
    for name in (app.logger.name, "views"):
        # Sign-ins, refused links, and the number of every error page, are worth a line.
        logging.getLogger(name).setLevel(logging.INFO)
    for name in _SERVERS:
        logging.getLogger(name).addFilter(_NO_SECRET)
