"""The companies of a published record: known by their identifiers alone."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from mdo.decp import vocabulary as words
from mdo.kernel.base.context import AnySession
from mdo.suppliers.rules import check_supplier
from models.suppliers import IdentifierKind, Supplier

Identity = Mapping[str, str]
# Its register and its identifier, tidied.
Key = tuple[str, str | None]
_BATCH = 500


def supplier_of(identity: Identity) -> Supplier:
    """A supplier of whom the identifier alone is known: it is its name until somebody fills it."""
    kinds: dict[str, IdentifierKind] = {text: kind for kind, text in words.IDENTIFIERS.items()}
    return Supplier(
        name=identity["id"],
        identifier=identity["id"],
        identifier_kind=kinds[identity["typeIdentifiant"]],
        is_active=True,
    )


def checked_supplier(identity: Identity) -> Supplier:
    """The same, its identifier tidied. Raises RuleViolation for one that its register refuses."""
    supplier = supplier_of(identity)
    check_supplier(supplier)
    return supplier


def key_of(identity: Identity) -> Key:
    """By what a company is found again. Raises RuleViolation."""
    supplier = checked_supplier(identity)
    return supplier.identifier_kind.value, supplier.identifier


class Companies:
    """The suppliers of published records: found by their identifiers, else made once."""

    def __init__(self, session: AnySession, identities: Iterable[Identity]) -> None:
        self._session = session
        self._found: dict[Key, Supplier] = {}
        identifiers = sorted({identifier for _, identifier in map(key_of, identities) if identifier})
        for start in range(0, len(identifiers), _BATCH):
            statement = select(Supplier).where(Supplier.identifier.in_(identifiers[start : start + _BATCH]))
            for supplier in session.scalars(statement):
                self._found[(supplier.identifier_kind.value, supplier.identifier)] = supplier

    def supplier(self, identity: Identity) -> Supplier:
        """The supplier of an identity; one that the register lacks joins the session, before what points to it."""
        key = key_of(identity)
        supplier = self._found.setdefault(key, checked_supplier(identity))
        if supplier not in self._session:
            self._session.add(supplier)
        return supplier
