"""Suppliers: their identifiers, their VAT numbers, and those that look alike."""

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import is_siret
from mdo.suppliers.rules import check_not_twice, check_supplier, look_alikes, plain_name
from models.suppliers import IdentifierKind, Supplier
from tests.support import procurement as make

K = IdentifierKind
SIRET = "00010437200016"


@pytest.mark.parametrize(
    ("siret", "is_right"),
    [
        ("21690123100011", True),  # the city's own
        ("21690123100012", False),
        (SIRET, True),
        ("0001043720001", False),
        ("35600000049837", True),  # La Poste's offices: the sum of the digits is a multiple of five
        ("35600000049838", False),
    ],
)
def test_a_siret_has_its_key_and_la_poste_its_own(siret, is_right) -> None:
    assert is_siret(siret) is is_right


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({}, (None, None)),
        ({"identifier": "000 104 372 00016"}, (SIRET, None)),
        ({"identifier": SIRET, "vat_number": "FR 12 000104372"}, (SIRET, "FR12000104372")),
        ({"vat_number": "be 0001.234.571"}, (None, "BE0001234571")),
        ({"vat_number": "FRA1000104372"}, (None, "FRA1000104372")),  # letters: no key to compute
        ({"identifier_kind": K.VAT, "identifier": "BE0001234571"}, ("BE0001234571", None)),
        ({"identifier_kind": K.TAHITI, "identifier": "A12345678"}, ("A12345678", None)),
        ({"identifier_kind": K.RIDET, "identifier": "0123456789"}, ("0123456789", None)),
        ({"identifier_kind": K.FRWF, "identifier": "frwf01234567890123"}, ("FRWF01234567890123", None)),
        ({"identifier_kind": K.IREP, "identifier": "01234"}, ("01234", None)),
        ({"identifier_kind": K.OUTSIDE_EU, "identifier": "CHAGORA"}, ("CHAGORA", None)),
    ],
)
def test_identifiers_are_tidied_and_keep_their_zeros(values, kept) -> None:
    supplier = Supplier(name="Nova", **values)
    check_supplier(supplier)
    assert (supplier.identifier, supplier.vat_number) == kept


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"identifier": "00010437200017"}, "identifier"),
        ({"identifier": "12"}, "identifier"),
        ({"identifier_kind": K.VAT, "identifier": "FR99000104372"}, "identifier"),
        ({"identifier_kind": K.VAT, "identifier": "12"}, "identifier"),
        ({"identifier_kind": K.TAHITI, "identifier": "12345678"}, "identifier"),
        ({"identifier_kind": K.RIDET, "identifier": "123456789"}, "identifier"),
        ({"identifier_kind": K.FRWF, "identifier": "FRWF1234567890123"}, "identifier"),
        ({"identifier_kind": K.IREP, "identifier": "1234"}, "identifier"),
        ({"identifier_kind": K.OUTSIDE_EU, "identifier": "CH"}, "identifier"),
        ({"identifier_kind": K.OUTSIDE_EU, "identifier": "CH12345678901234567"}, "identifier"),
        ({"vat_number": "FR13000104372"}, "vat_number"),
        ({"vat_number": "FR1200010437"}, "vat_number"),
        ({"identifier": SIRET, "vat_number": "FR85000125898"}, "vat_number"),
    ],
)
def test_a_wrong_identifier_is_refused_at_its_field(values, field) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_supplier(Supplier(name="Nova", **values))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Agora & Territoires SAS", "agora territoires"), ("SARL L’Écoute", "l ecoute"), ("Société Nova", "nova")],
)
def test_names_are_compared_without_their_legal_form(name, plain) -> None:
    assert plain_name(name) == plain


@pytest.mark.db
def test_look_alikes_share_a_siren_a_vat_number_or_a_name(session) -> None:
    nova = make.SupplierFactory(name="Nova Concertation", identifier=SIRET, vat_number="FR12000104372")
    make.SupplierFactory(name="Novatis")
    for typed, found in (
        (("NOVA concertation, SAS", None, None), [nova]),
        (("Autre", "00010437200099", None), [nova]),  # another establishment of the same company
        (("Autre", None, "FR 12 000104372"), [nova]),
        (("Nova", None, None), []),
        ((None, "0001", "FR"), []),
    ):
        assert list(look_alikes(session, *typed)) == found, typed
    assert list(look_alikes(session, nova.name, SIRET, None, besides=nova.id)) == []


@pytest.mark.db
def test_one_identifier_names_one_supplier(session) -> None:
    make.SupplierFactory(name="Nova Concertation", identifier=SIRET)
    with pytest.raises(RuleViolation, match="Nova Concertation") as refusal:
        check_not_twice(session, Supplier(name="Autre", identifier=SIRET, identifier_kind=K.SIRET))
    assert refusal.value.field == "identifier"
    check_not_twice(session, Supplier(name="Autre", identifier=SIRET, identifier_kind=K.VAT))
