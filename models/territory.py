"""The nine arrondissements of Lyon and their mairies."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record
from models.bounds import whole
from models.placement import OpenToRead
from models.text import WORDS


class Arrondissement(Record):
    """One of the nine arrondissements, with the public contact of its mairie."""

    __tablename__ = "arrondissement"
    __placement__ = OpenToRead("numbers, codes and public contacts of the mairies: printed on the city's site")
    __searched__ = (WORDS,)

    number: Mapped[int] = whole(1, 99, unique=True)
    name: Mapped[str] = mapped_column(String(80))
    insee_code: Mapped[str] = mapped_column(String(5), unique=True)
    postal_code: Mapped[str] = mapped_column(String(5))
    mairie_address: Mapped[str | None] = mapped_column(String(250))
    mairie_email: Mapped[str | None] = mapped_column(String(254))
    mairie_phone: Mapped[str | None] = mapped_column(String(40))
    mairie_url: Mapped[str | None] = mapped_column(String(500))

    def __str__(self) -> str:
        return self.name
