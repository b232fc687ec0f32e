"""A reminder ready to leave by letter or by e-mail: to whom, and its words. Nothing is sent from here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reminder:
    """To whom it goes, where that is known, and what it says."""

    to: str
    attention: str
    address: str
    email: str
    day: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)
