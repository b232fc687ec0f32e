"""The mail server: where it is, and one message given to it, knowing whether it may have left."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum

_SECONDS = 30


class Tls(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class MailServer:
    """A mail server, as settings say. `sender` writes for what has no mailbox of its own."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: Tls = Tls.STARTTLS


class NotTaken(Exception):
    """The server did not take the message: it has not left. `is_final`: trying again would change nothing."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Unsure(Exception):
    """The connection was lost while the message left: nobody knows whether it did."""


def send(server: MailServer, message: EmailMessage, sender: str, recipient: str) -> None:
    """Gives a message to the server for one recipient. Raises NotTaken, or Unsure once the content was sent."""
    try:
        connection = _open(server)
    except (OSError, smtplib.SMTPException) as error:
        is_final = isinstance(error, smtplib.SMTPAuthenticationError)
        raise NotTaken(_words(error), is_final=is_final) from error
    with _left_at_the_end(connection):
        try:
            _accepted(*connection.mail(sender))
            _accepted(*connection.rcpt(recipient))
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(_words(error)) from error
        try:
            code, words = connection.data(message.as_bytes(policy=SMTP))
        except smtplib.SMTPDataError as error:  # refused before the content
            raise NotTaken(_words(error), is_final=500 <= error.smtp_code < 600) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unsure(_words(error)) from error
        _accepted(code, words)


def greet(server: MailServer) -> None:
    """Opens a connection and leaves: nothing is sent. Raises NotTaken with the reason."""
    try:
        connection = _open(server)
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(_words(error)) from error
    with _left_at_the_end(connection):
        pass


@contextmanager
def _left_at_the_end(connection: smtplib.SMTP) -> Iterator[None]:
    """What the server answers to a goodbye changes nothing of a message that it took."""
    try:
        yield
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def _open(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls is Tls.TLS:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.tls is Tls.STARTTLS:
            connection.starttls(context=context)
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection


def _accepted(code: int, words: bytes) -> None:
    if code not in (250, 251, 252):
        raise NotTaken(f"{code} {words.decode('utf-8', 'replace')}"[:400], is_final=500 <= code < 600)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"[:400]
    return (str(error) or type(error).__name__)[:400]
