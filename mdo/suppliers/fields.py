"""The fields of suppliers."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.tables import Field, Table, hint, kept, read, section, shown
from mdo.kernel.imports.declaring import any_postal_code_of, read_email, read_name, read_phone, read_url, text_of
from mdo.kernel.imports.words.usual_case import usual_address, usual_town
from mdo.suppliers import vocabulary as words
from mdo.suppliers.rules import siret_alone, vat_alone
from mdo.suppliers.said_contacts import read_contacts, written_contacts
from models.suppliers import Supplier, SupplierContact

# fmt: off
SUPPLIER = Table(
    Supplier, (N_("Supplier"), N_("Suppliers")),
    section(N_("Supplier"),
        Field(Supplier.name, N_("Name"), column=shown(1, 36, sort=Supplier.sort_key),
              read=read(1, "Nom", "Raison sociale", "Prestataire", "Titulaire", "Fournisseur", "Société",
                        "Entreprise", "Dénomination", example="Nova Concertation", is_required=True)),
        Field(Supplier.identifier_kind, N_("Kind of identifier"), column=kept(3),
              read=read(2, "Type d'identifiant", "Nature de l'identifiant", by=words.IDENTIFIER_KIND)),
        Field(Supplier.identifier, N_("Identifier (SIRET)"),
              N_("SIRET: 14 digits, of the establishment that tenders."), column=shown(2, 20),
              read=read(3, "Identifiant (SIRET)", "SIRET", "N° SIRET", "Numéro SIRET", "Identifiant",
                        example="00010437200016", check=siret_alone, hinges_on="identifier_kind")),
        Field(Supplier.vat_number, N_("VAT number"), N_("French: FR, a key of two characters and the SIREN."),
              column=kept(9),
              read=read(4, "Numéro de TVA", "N° TVA", "TVA intracommunautaire", "N° de TVA intracommunautaire",
                        example="FR12000104372", check=vat_alone)),
        Field(Supplier.is_sme, N_("SME"), N_("Fewer than 250 people; counts for the advance."), column=shown(4),
              read=read(5, "PME", "PME (oui/non)", "Petite ou moyenne entreprise", example="oui")),
        Field(Supplier.is_active, N_("In use"), N_("Unticked, it is proposed no more and its contracts stay."),
              column=kept(8), read=read(6, "En usage", "Actif", "Active")),
    ),
    section(N_("Contact"),
        Field(Supplier.email, N_("E-mail"), is_personal=True, is_in_place=True, column=shown(6, 30),
              read=read(7, "Courriel", "E-mail", "Email", "Mail", "Adresse électronique", "Mél", by=read_email,
                        example="contact@example.org")),
        Field(Supplier.phone, N_("Phone"), is_personal=True, is_in_place=True, column=shown(7),
              read=read(8, "Téléphone", "Tél.", "Tél", "Portable", "Mobile", by=read_phone)),
        Field(Supplier.website, N_("Website"),
              read=read(9, "Site web", "Site internet", "Site", "Page web", by=read_url)),
        Field(Supplier.address, N_("Address"), column=kept(10, 36),
              read=read(10, "Adresse", "Adresse postale", "Siège social", usual=usual_address)),
        Field(Supplier.postal_code, N_("Postal code"), column=kept(11),
              read=read(11, "Code postal", "CP", by=any_postal_code_of(Supplier, "postal_code"))),
        Field(Supplier.city, N_("City"), column=shown(5),
              read=read(12, "Ville", "Commune", example="Lyon", usual=usual_town)),
    ),
    section(N_("Notes"),
        Field(Supplier.notes, N_("Notes"), read=read(13, "Notes", "Remarques", "Commentaires", "Observations")),
    ),
    Field(Supplier.contacts, N_("Contacts"),
          N_("As « Ana Roux, director <ana@example.org> 04 65 71 70 00 », with a semicolon between two people."),
          is_personal=True,
          read=read(14, "Contacts", "Contact(s)", "Contact", "Interlocuteur", "Interlocutrice", "Interlocuteurs",
                    "Personne à contacter", "Contact commercial", by=read_contacts,
                    example="Ana Roux, directrice <ana.roux@example.org> 04 65 71 70 00")),
    hint("contact_name", N_("Name of the contact"), is_personal=True,
         read=read(15, "Nom du contact", "Nom contact", "Contact nom", "Nom de l'interlocuteur", by=read_name)),
    hint("contact_function", N_("Function of the contact"), is_personal=True,
         read=read(16, "Fonction du contact", "Fonction", "Fonction contact", "Contact fonction", "Qualité",
                   by=text_of(SupplierContact, "function"))),
    hint("contact_email", N_("E-mail of the contact"), is_personal=True,
         read=read(17, "Courriel du contact", "E-mail du contact", "Mail du contact", "Mail contact", "Email contact",
                   "Contact mail", "Courriel contact", by=read_email)),
    hint("contact_phone", N_("Phone of the contact"), is_personal=True,
         read=read(18, "Téléphone du contact", "Tél. du contact", "Tél contact", "Téléphone contact",
                   "Portable du contact", "Contact téléphone", by=read_phone)),
    called=Supplier.name,
    searched=("name", "identifier", "vat_number", "address", "postal_code", "city", "email", "phone"),
    internal=("sort_key",),
)

SUPPLIER_CONTACT = Table(
    SupplierContact, (N_("Contact of a supplier"), N_("Contacts of suppliers")),
    Field(SupplierContact.supplier, N_("Supplier")),
    Field(SupplierContact.name, N_("Name"), is_personal=True, column=shown(1, 30)),
    Field(SupplierContact.function, N_("Function"), is_personal=True, column=shown(2, 30)),
    Field(SupplierContact.email, N_("E-mail"), is_personal=True, column=shown(3, 30)),
    Field(SupplierContact.phone, N_("Phone"), is_personal=True, column=shown(4)),
    Field(SupplierContact.notes, N_("Notes"), is_personal=True, column=shown(5)),
)
# fmt: on

_CONTACTS = Column(
    "contacts",
    SUPPLIER["contacts"].label,
    lambda row, today: written_contacts(row),
    loads=(Supplier.contacts,),
    width=40,
    is_personal=True,
    is_shown=False,
)
SUPPLIER_COLUMNS, CONTACT_COLUMNS = SUPPLIER.columns({12: _CONTACTS}), SUPPLIER_CONTACT.columns()
SUPPLIER_FIELDS = SUPPLIER.reads()
