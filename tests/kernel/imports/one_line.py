"""A line of each kind of import, in a register that holds what it names: the later ones lean on the former."""

from sqlalchemy.orm import Session

from models.instances import InstanceType
from tests.support import calls as call
from tests.support import factories as make
from tests.support import orders
from tests.support import procurement as buy
from tests.support.events import EventFactory

CREATED, CHANGED = (1, 0), (0, 1)
# By kind: the headers, the line, how many rows it creates and changes.
ONE_LINE = {
    "instances": (("Nom", "Type"), ("Vaise", "Conseil d’essai"), CREATED),
    "elected_officials": (("Élu·e", "Instance"), ("Ana Bel", "Montchat"), CHANGED),
    "people": (("Nom", "Instance", "Organisation"), ("Roux", "Montchat", "MJC"), CREATED),
    "mandates": (("Personne", "Instance", "Début"), ("Dupont Zoé", "Montchat", "01/01/2025"), CREATED),
    "seats": (("Instance", "N°"), ("Montchat", 1), CREATED),
    "organisations": (("Nom", "Nature"), ("Lyon à Vélo", "association"), CREATED),
    "referents": (("Compte", "Arrondissement", "Du"), ("Ana Bel", "3e", "01/01/2025"), CREATED),
    "absences": (("Compte", "Du", "Au"), ("Ana Bel", "01/12/2026", "04/12/2026"), CREATED),
    "dates_to_avoid": (("Du", "Nature", "Libellé"), ("14/12/2026", "conseil municipal", "Conseil municipal"), CREATED),
    "requests": (("Instance", "Objet", "Reçue le"), ("Montchat", "Un banc", "01/10/2026"), CREATED),
    "meetings": (("Instance", "Date", "Type de réunion"), ("Montchat", "01/10/2026 18:30", "plénière"), CREATED),
    "actions": (("Instance", "Date", "Action"), ("Montchat", "01/10/2026", "Chiffrer un banc"), CREATED),
    "attendance": (
        ("Nom et prénom", "Instance", "Date", "Présence"),
        ("Dupont Zoé", "Montchat", "01/10/2026", "P"),
        CREATED,
    ),
    "suppliers": (("Raison sociale", "Ville"), ("Mesure & Opinion", "Grenoble"), CREATED),
    "contracts": (("N°", "Objet"), ("AMO-2027-01", "Étude"), CREATED),
    "purchase_orders": (
        ("N° de marché", "N° BC", "Date de commande", "Montant HT"),
        ("AMO-2026-09", "BC-1", "01/10/2026", 1000),
        CREATED,
    ),
    "invoices": (
        ("N° de marché", "N° facture", "Date de réception", "Montant HT"),
        ("AMO-2026-09", "F-1", "02/11/2026", 1000),
        CREATED,
    ),
    "calls": (
        ("Appel à projets", "Année", "Enveloppe", "Plafond"),
        ("APICQ 2029", 2029, 60000, 5000),
        CREATED,
    ),
    "applications": (
        ("Appel à projets", "Conseil", "Intitulé", "Montant demandé", "Déposé le"),
        ("Appel d’essai", "Montchat", "Un banc", 4000, "01/10/2026"),
        CREATED,
    ),
    "projects": (("Projet", "Type"), ("Relancer Montchat", "redynamisation"), CREATED),
    "events": (("Événement", "Type"), ("Prendre la parole", "formation"), CREATED),
    "registrations": (("Formation", "Nom", "Qualité"), ("Accueil", "Ana Roux", "habitante"), CREATED),
    "event_evaluations": (("Formation", "Note", "Commentaire"), ("Accueil", 4, "À refaire"), CREATED),
}


def an_empty_register(session: Session) -> None:
    """What the lines name that none of them makes."""
    kind: InstanceType = make.InstanceTypeFactory(label="Conseil d’essai")
    make.InstanceFactory(name="Montchat", arrondissements=[3], type=kind)
    make.PersonFactory(last_name="Dupont", first_name="Zoé")
    make.UserFactory(first_name="Ana", last_name="Bel")
    buy.ContractHolderFactory(contract=orders.RunningContractFactory(number="AMO-2026-09"))
    call.ProjectCallFactory(title="Appel d’essai")
    EventFactory(title="Accueil")
    session.commit()
