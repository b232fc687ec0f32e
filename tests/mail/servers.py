"""A real mail server for the tests (aiosmtpd), which refuses, puts off and loses what it is told to."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from mdo.mail.smtp import MailServer, Tls

SENDER = "mission@example.org"


class Mailbox:
    """What arrived, and how the server answers: `refused` for ever, `put_off` so many times, `lost` while it leaves.

    `goodbye`: it « refuses » it, or « hangs up ».
    """

    def __init__(self) -> None:
        self.messages: list[tuple[str, EmailMessage]] = []
        self.refused: set[str] = set()
        self.put_off: Counter[str] = Counter()
        self.lost: set[str] = set()
        self.goodbye = ""
        self.server = MailServer("127.0.0.1", 0, SENDER, tls=Tls.NONE)

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.messages]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 No such user"
        if self.put_off[address]:
            self.put_off[address] -= 1
            return "451 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        if self.goodbye == "hangs up":
            server.transport.abort()
        return "421 Not like that" if self.goodbye else "221 Bye"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.extend((address, message) for address in envelope.rcpt_tos)
        if self.lost & set(envelope.rcpt_tos):
            server.transport.close()
        return "250 Taken"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """The server, as long as it is needed, on a port that the system gives."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:  # aiosmtpd wants to know its port
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.server = MailServer("127.0.0.1", port, SENDER, tls=Tls.NONE)
    try:
        yield box
    finally:
        controller.stop()
