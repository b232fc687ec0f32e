"""The companies of a published record: known by their identifiers alone."""

from collections.abc import Mapping

from mdo.decp import vocabulary as words
from mdo.suppliers.rules import check_supplier
from models.suppliers import IdentifierKind, Supplier

Identity = Mapping[str, str]
# Its register and its identifier, tidied.
Key = tuple[str, str | None]


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
