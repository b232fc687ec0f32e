"""The register as an import needs it: read once in bulk, within what the session sees, then asked by name."""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import OutOfScope, RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Answers
from mdo.kernel.imports.words.bodies_named import BodyNames, typed
from mdo.kernel.imports.words.names import WHICH_OF, Names
from mdo.kernel.imports.words.nearest import loose_key, words_of
from mdo.kernel.imports.words.unknown import Unknown
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.scope.placements import bodies
from mdo.kernel.scope.reading import writable_arrondissement_ids
from mdo.kernel.scope.written import OUTSIDE
from models.accounts import Role, User
from models.territory import Arrondissement
from models.text import fold

Can = Callable[[str, str], bool]
Known = TypeVar("Known")

_UNKNOWN_BODY = N_("No body is called « %(value)s ». The nearest names: %(nearest)s.")
_WHICH_BODY = N_("No body is called « %(value)s »: which one is it?")
_NO_BODY = N_("No body is called « %(value)s »: import or create the bodies first.")
_SEVERAL_BODIES = N_(
    "Several bodies are called « %(value)s »: type one of %(names)s, or add their type or arrondissement."
)
_NO_PLACE = N_("The arrondissement %(value)d is not in the register.")
_NO_NAMES = frozenset(("saint", "sainte", "grand", "grande", "point"))  # words that begin names and tell none


class Register:
    """Bodies, types, functions, places and accounts that the session sees, and what it may write.

    `can` tells whether the reader holds a permission on a view, as the screens do. `answers` are those given to the
    questions of the file; `needed` names the fields that no line goes without.
    """

    def __init__(
        self, session: AnySession, today: dt.date, can: Can, answers: Answers | None = None, needed: Container[str] = ()
    ) -> None:
        self.session = session
        self.today = today
        self.can = can
        self.answers: Answers = answers or {}
        self.needed = needed
        self.said_above: dict[str, str] = {}  # by sheet, what its titles and the name of the file say
        self.context = context_of(session)
        self._known: dict[Any, Any] = {}
        self.writable_places = writable_arrondissement_ids(session)
        self.places = {place.number: place for place in session.scalars(select(Arrondissement))}
        self.bodies: Sequence[Any] = session.scalars(bodies().whole).all()
        self._by_name = Names()
        for body in self.bodies:
            aliases = (body.aliases or "").splitlines()
            kind, label = body.type.label, typed(body.name, body.type.label)
            short = body.name[len(kind) :] if fold(body.name).startswith(f"{fold(kind)} ") else None
            self._by_name.add(body, body.name, body.code, *aliases, label, label=label, short=short)

    def body_names(self) -> BodyNames:
        """The names of the bodies, for what titles and sheets say."""
        return BodyNames((body.name, body.type.label, (body.aliases or "").splitlines()) for body in self.bodies)

    def once(self, read: Callable[[AnySession], Known]) -> Known:
        """What this reads of the register, read once however many parts a plan is made in."""
        if read not in self._known:
            self._known[read] = read(self.session)
        found: Known = self._known[read]
        return found

    def place(self, number: int) -> Arrondissement:
        """The arrondissement of a number. Raises RuleViolation when the register lacks it."""
        if number not in self.places:
            raise RuleViolation(_NO_PLACE, value=number)
        return self.places[number]

    def knows_body(self, text: str) -> bool:
        """Whether a body, or several, go by this name."""
        return bool(self._by_name.find(text))

    def body_near(self, text: str) -> str:
        """The body of which this is a part of the name, or a slip of the keyboard; nothing where none is that near."""
        return text if self.knows_body(text) else self._by_name.nearest_to(text)

    def bodies_called(self, text: str) -> list[Any]:
        """The bodies that bear this very name, or have it among their other names."""
        return self._by_name.exact(text)

    def body(self, text: str, places: Iterable[int] | None = None, kind: str | None = None) -> Any:
        """The body of this name, code or alias; `places` and the label of its type tell apart those of one name.

        Raises Unknown, with the nearest among the bodies that the session sees, where none goes by this name as it
        stands, and RuleViolation where several do.
        """
        found: list[Any] = self._by_name.find(text)
        if len(found) > 1 and places:
            wanted = set(places)
            found = [body for body in found if wanted & {place.number for place in body.arrondissements}] or found
        if len(found) > 1 and kind:
            found = [body for body in found if loose_key(body.type.label) == loose_key(kind)] or found
        if len(found) == 1:
            if not self._by_name.exact(text):
                raise self._by_name.unknown(text, _UNKNOWN_BODY, _WHICH_BODY, likely=found[0])
            return found[0]
        if found:
            names = ", ".join(sorted(f"«\u00a0{typed(body.name, body.type.label)}\u00a0»" for body in found))
            raise self._by_name.several(text, found, _SEVERAL_BODIES, WHICH_OF, names=names)
        if not self.bodies:
            raise RuleViolation(_NO_BODY, value=text)
        raise self._by_name.unknown(text, _UNKNOWN_BODY, _WHICH_BODY, likely=self._shortened(text))

    def nearest_bodies(self, text: str) -> tuple[str, ...]:
        """The full names of the bodies that a text is likeliest to speak of, the likeliest first."""
        return tuple(option.label for option in self._by_name.options(text))

    def _shortened(self, text: str) -> Any:
        """The only body of the type that is told whose name says all the words, where it begins so (« CQ Ménival »)."""
        words = set(words_of(text))
        found: list[tuple[Any, bool]] = []
        for body in self.bodies:
            kind = set(words_of(body.type.label))
            names = (body.name, *(body.aliases or "").splitlines())
            own = [[word for word in words_of(name) if word not in kind] for name in names]
            holding = [name for name in own if name and kind <= words <= kind.union(name)]
            if holding and words - kind - _NO_NAMES:
                found.append((body, any(name[0] in words for name in holding)))
        return found[0][0] if len(found) == 1 and found[0][1] else None

    def meant(self, find: Callable[[str], Known], text: str) -> Known:
        """What a name means, by an obvious variant or as was answered. Raises RuleViolation until it is known."""
        try:
            return find(text)
        except Unknown as unknown:
            answer = self.answers.get(unknown.key)
            found: Known | None = unknown.likely if answer is None else unknown.resolve(answer)
            if found is None:
                raise
            return found

    def check_body_is_writable(self, body: Any, field: str) -> None:
        """Raises OutOfScope for a body of none of the reader's arrondissements."""
        if self.writable_places is not None and not self.writable_places & {place.id for place in body.arrondissements}:
            raise OutOfScope(OUTSIDE, field=field)


def account_names(session: AnySession, *criteria: ColumnElement[bool], family: str = "") -> Names:
    """Accounts by user name, e-mail address and full name in both orders."""
    names = Names(family)
    for user in session.scalars(select(User).where(*criteria)):
        full = f"{user.first_name} {user.last_name}"
        names.add(user, full, user.username, user.email, f"{user.last_name} {user.first_name}")
    return names


def elected_names(session: AnySession) -> Names:
    """The accounts by which an élu·e may read a body: open, and of that role."""
    return account_names(
        session, User.active.is_(True), User.roles.any(Role.name == RoleCode.ELECTED), family="User@elected"
    )
