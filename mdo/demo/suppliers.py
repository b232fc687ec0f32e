"""The suppliers of the demo: invented companies, with identifiers that are valid but given to nobody."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.suppliers import IdentifierKind, Supplier, SupplierContact


@dataclass(frozen=True)
class _Company:
    """A company, with the person whom the mission reaches there."""

    key: str
    name: str
    identifier: str | None
    vat_number: str | None
    city: str
    postal_code: str
    address: str
    contact: str
    function: str
    is_sme: bool | None = True
    kind: IdentifierKind = IdentifierKind.SIRET
    is_active: bool = True
    notes: str | None = None


_COMPANIES = (
    _Company(
        "nova",
        "Nova Concertation",
        "00010437200016",
        "FR12000104372",
        "Lyon",
        "69007",
        "14 rue des Ateliers",
        "Solène Marchetti",
        "Directrice d’études",
    ),
    _Company(
        "agora",
        "Agora & Territoires",
        "00012589800023",
        "FR85000125898",
        "Villeurbanne",
        "69100",
        "3 cours des Possibles",
        "Malik Benaïssa",
        "Chef de projet",
    ),
    _Company(
        "passerelle",
        "Coopérative La Passerelle",
        "00013756200039",
        "FR60000137562",
        "Saint-Étienne",
        "42000",
        "27 place du Marché-Neuf",
        "Odile Ferrier",
        "Gérante",
    ),
    _Company(
        "mosaique",
        "Mosaïque Formation",
        "00014902100016",
        "FR02000149021",
        "Lyon",
        "69003",
        "8 rue de la Fraternelle",
        "Jean-Baptiste Revel",
        "Responsable pédagogique",
    ),
    _Company(
        "quartiers",
        "Atelier Quartiers Vivants",
        "00016314700028",
        None,
        "Lyon",
        "69001",
        "2 montée du Belvédère",
        "Aïcha Toumi",
        "Présidente",
        notes="Association non assujettie à la TVA.",
    ),
    _Company(
        "mesure",
        "Mesure & Opinion",
        "00017848300038",
        "FR21000178483",
        "Grenoble",
        "38000",
        "41 boulevard des Enquêtes",
        "Pierre Lavigne",
        "Directeur du pôle public",
        is_sme=False,
    ),
    _Company(
        "ecoute",
        "Écoute Publique Conseil",
        "00018265900011",
        "FR36000182659",
        "Paris",
        "75011",
        "112 rue des Lanternes",
        "Hélène Auvray",
        "Associée",
    ),
    _Company(
        "numerique",
        "Civis Numérique",
        "00019071000020",
        "FR36000190710",
        "Nantes",
        "44000",
        "5 quai des Voiliers",
        "Yann Le Guellec",
        "Chargé d’affaires",
    ),
    _Company(
        "burgerforum",
        "Forum Citoyen Bruxelles",
        "BE0001234571",
        "BE0001234571",
        "Bruxelles",
        "1000",
        "19 rue des Assemblées",
        "Lieve Peeters",
        "Facilitatrice",
        is_sme=None,
        kind=IdentifierKind.VAT,
    ),
    _Company(
        "ancien",
        "Cabinet Delaunay et fils",
        None,
        None,
        "Lyon",
        "69006",
        "60 avenue des Tilleuls",
        "Marc Delaunay",
        "Gérant",
        is_sme=None,
        is_active=False,
        notes="A cessé son activité ; SIRET à retrouver.",
    ),
)


def write_suppliers(session: Session) -> dict[str, Supplier]:
    """Writes the suppliers with their contacts and flushes; by the short word that the demo names each with."""
    suppliers = {company.key: _supplier(company) for company in _COMPANIES}
    session.add_all(suppliers.values())
    session.flush()
    return suppliers


def _supplier(company: _Company) -> Supplier:
    return Supplier(
        name=company.name,
        identifier_kind=company.kind,
        identifier=company.identifier,
        vat_number=company.vat_number,
        is_sme=company.is_sme,
        address=company.address,
        postal_code=company.postal_code,
        city=company.city,
        email=f"contact.{company.key}@demo.example",
        is_active=company.is_active,
        notes=company.notes,
        contacts=[
            SupplierContact(name=company.contact, function=company.function, email=f"equipe.{company.key}@demo.example")
        ],
    )
