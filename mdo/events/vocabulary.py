"""The words by which French workbooks of events name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.events import EventKind, EventQuality, EventState, Food, RegistrationState

EVENT_KIND = WordList(
    {
        EventKind.ANNUAL_MEETING: ("rencontres annuelles", "rencontre annuelle", "rencontres"),
        EventKind.UNIVERSITY: ("université citoyenne", "université", "UC"),
        EventKind.TRAINING: ("formation", "formations", "stage"),
        EventKind.VISIT: ("visite", "visites", "visite de terrain"),
        EventKind.WORKSHOP: ("atelier", "ateliers"),
    }
)
EVENT_STATE = WordList(
    {
        EventState.DRAFT: ("en préparation", "préparation", "brouillon", "à venir"),
        EventState.OPEN: ("inscriptions ouvertes", "ouvert", "ouverte"),
        EventState.CLOSED: ("inscriptions closes", "clos", "complet", "fermé"),
        EventState.HELD: ("tenu", "tenue", "passé", "réalisé", "terminé"),
        EventState.CANCELLED: ("annulé", "annulée"),
    }
)
EVENT_QUALITY = WordList(
    {
        EventQuality.COUNCIL: (
            "membre d'un conseil de quartier",
            "conseil de quartier",
            "conseiller de quartier",
            "CQ",
        ),
        EventQuality.CITIZEN_COUNCIL: ("membre d'un conseil citoyen", "conseil citoyen", "CC"),
        EventQuality.INTEREST_COMMITTEE: ("membre d'un CIL", "CIL", "comité d'intérêt local"),
        EventQuality.AGENT: ("agent·e de la ville", "agent de la ville", "agent", "agente", "agent·e"),
        EventQuality.ELECTED: ("élu·e", "élu", "élue"),
        EventQuality.INHABITANT: ("habitant·e", "habitant", "habitante", "public"),
    }
)
REGISTRATION_STATE = WordList(
    {
        RegistrationState.UNCONFIRMED: ("à confirmer par courriel",),
        RegistrationState.WAITING: ("sur la liste d'attente", "en liste d'attente", "liste d'attente", "en attente"),
        RegistrationState.OFFERED: ("place à confirmer", "place proposée"),
        RegistrationState.CONFIRMED: ("inscrit·e", "inscrit", "inscrite", "confirmé", "confirmée"),
        RegistrationState.CANCELLED: ("annulée", "annulé", "désisté", "désistement"),
        RegistrationState.LAPSED: ("place non confirmée à temps", "non confirmée"),
    }
)
FOOD = WordList(
    {
        Food.STANDARD: ("standard", "ordinaire", "sans restriction"),
        Food.VEGETARIAN: ("végétarien", "végétarienne", "végé"),
        Food.CALL_ME: ("je préfère être appelé·e", "à appeler", "appeler", "préfère être appelé"),
    }
)
