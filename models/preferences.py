"""What each person sets for oneself: how pages look, lists kept under a name, how the own workbooks are read."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Role, User
from models.base import Record, table_args
from models.placement import OwnedByUser
from models.text import WORDS
from models.types import enum_column_type


class ColourTheme(enum.StrEnum):
    """The colours of the pages; `system` follows the browser's."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Preference(Record):
    """How an account's holder likes the pages. No row means the defaults; the language stays on the account.

    `has_shortcuts`: one key alone (`/`) opens the search. WCAG 2.1.4 asks that such keys can be turned off.
    `has_compact_rows`: lists with lines of 36 pixels, where they have 45.
    `welcome_folded`: whether the first page no longer says to a newcomer where things stand.
    `shares_evenings`: whether those who may read the evenings of the team read the total of this account.
    `pins`: what stands at the top of the menu, as words « InstanceView-12 » (mdo/kernel/preferences/pins.py).
    """

    __tablename__ = "preference"
    __table_args__ = table_args(
        CheckConstraint("page_size IN (25, 50, 100)", name="page_size_offered"), UniqueConstraint("user_id")
    )
    __placement__ = OwnedByUser()

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    theme: Mapped[ColourTheme] = mapped_column(enum_column_type(ColourTheme, "theme"), default=ColourTheme.SYSTEM)
    page_size: Mapped[int] = mapped_column(default=25)
    receives_digest: Mapped[bool] = mapped_column(default=True)
    has_shortcuts: Mapped[bool] = mapped_column(default=True)
    shares_evenings: Mapped[bool] = mapped_column(default=False)
    has_compact_rows: Mapped[bool] = mapped_column(default=False, server_default=false())
    pins: Mapped[str] = mapped_column(String(200), default="", server_default="")
    welcome_folded: Mapped[bool] = mapped_column(default=False, server_default=false())

    user: Mapped[User] = relationship(lazy="select")
    locale: AssociationProxy[str | None] = association_proxy("user", "locale")

    def __str__(self) -> str:
        return str(self.user)


class SavedView(Record):
    """A list kept under a name: search, filters, order, columns. It holds no row: opening it never widens a scope."""

    __tablename__ = "saved_view"
    __table_args__ = table_args(
        UniqueConstraint("user_id", "list_name", "name"),
        Index(
            "uq_saved_view_default",
            "user_id",
            "list_name",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )
    __placement__ = OwnedByUser(shared_with="role_id")
    __searched__ = (WORDS,)

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    list_name: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text, default="")
    role_id: Mapped[int | None] = mapped_column(ForeignKey("ab_role.id"), index=True)
    is_default: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship(lazy="select")
    role: Mapped[Role | None] = relationship(lazy="joined")

    def __str__(self) -> str:
        return self.name


class ImportMapping(Record):
    """What a header of someone's own workbooks says to a kind of import; no field means that it is left aside."""

    __tablename__ = "import_mapping"
    __table_args__ = table_args(
        CheckConstraint("header_key <> ''", name="header_filled"), UniqueConstraint("user_id", "kind", "header_key")
    )
    __placement__ = OwnedByUser()

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    kind: Mapped[str] = mapped_column(String(40))
    header_key: Mapped[str] = mapped_column(String(120))
    header: Mapped[str] = mapped_column(String(250))
    field: Mapped[str | None] = mapped_column(String(60))

    user: Mapped[User] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.header


class ImportAnswer(Record):
    """What a value of someone's workbooks stands for, as was once answered; shared, it answers for others too.

    `key` is that of the question (what the value is one of, and the value); `answer` is the id of a row, a word of a
    closed list, or what becomes of the cell (see `mdo.kernel.imports.words.unknown`).
    """

    __tablename__ = "import_answer"
    __table_args__ = table_args(CheckConstraint("key <> ''", name="key_filled"), UniqueConstraint("user_id", "key"))
    __placement__ = OwnedByUser(shared_with="role_id")

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    key: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(String(250))
    header: Mapped[str] = mapped_column(String(250), default="")
    answer: Mapped[str] = mapped_column(String(250))
    role_id: Mapped[int | None] = mapped_column(ForeignKey("ab_role.id"), index=True)

    user: Mapped[User] = relationship(lazy="select")
    role: Mapped[Role | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.value
