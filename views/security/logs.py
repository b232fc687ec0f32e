"""One event, one line: whatever a visitor writes in an address cannot forge a second line of the log."""

import logging
import re

from flask import Flask

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class OneLineFormatter(logging.Formatter):
    """Escapes control characters, line ends included."""

    def format(self, record: logging.LogRecord) -> str:
        return one_line(super().format(record))


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
        # Sign-ins, and the number of every error page, are worth a line.
        logging.getLogger(name).setLevel(logging.INFO)
