"""The words by which French workbooks of calls name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.applications import ApplicationState, FilingChannel, Means, YearEnd
from models.calls import CallState, TieRule

CALL_STATE = WordList(
    {
        CallState.TEMPLATE: ("modèle",),
        CallState.DRAFT: ("en préparation", "brouillon"),
        CallState.OPEN: ("ouvert", "dépôt en cours"),
        CallState.EXAMINED: ("en instruction", "instruction", "jury"),
        CallState.DECIDED: ("décidé", "délibéré"),
        CallState.NOTIFIED: ("notifié",),
        CallState.CLOSED: ("clos", "terminé"),
    }
)
TIE_RULE = WordList(
    {
        TieRule.MAIRIE_ORDER: (
            "l'ordre de préférence de la mairie",
            "ordre de préférence de la mairie",
            "ordre de la mairie",
            "mairie",
        ),
        TieRule.ASKED_LEAST: (
            "le montant demandé le plus bas",
            "montant demandé le plus bas",
            "montant le plus bas",
            "le moins cher",
        ),
        TieRule.FILED_FIRST: ("le premier déposé", "premier déposé", "ordre de dépôt", "date de dépôt"),
    }
)
APPLICATION_STATE = WordList(
    {
        ApplicationState.DRAFT: ("brouillon", "en préparation"),
        ApplicationState.FILED: ("déposé", "reçu"),
        ApplicationState.ADMISSIBLE: ("recevable",),
        ApplicationState.INADMISSIBLE: ("irrecevable", "non recevable"),
        ApplicationState.EXAMINED: ("instruit",),
        ApplicationState.RETAINED: ("retenu", "accordé", "lauréat"),
        ApplicationState.WAITING: ("sur liste d'attente", "liste d'attente", "en attente"),
        ApplicationState.REFUSED: ("refusé", "non retenu", "rejeté"),
        ApplicationState.REALISED: ("réalisé",),
        ApplicationState.REPORTED: ("bilan reçu",),
        ApplicationState.CLOSED: ("clos", "terminé"),
        ApplicationState.ABANDONED: ("abandonné", "annulé"),
    }
)
FILING_CHANNEL = WordList(
    {
        FilingChannel.REFERENT: ("par une ou un référent", "référent", "référente", "mairie"),
        FilingChannel.MISSION: ("par la mission", "mission"),
        FilingChannel.WORKBOOK: ("par classeur", "classeur", "excel"),
    }
)
MEANS = WordList(
    {
        Means.PURCHASE: ("la ville achète", "achat de la ville", "achat", "marché"),
        Means.SUBSIDY: ("subvention à une association", "subvention"),
    }
)
YEAR_END = WordList(
    {
        YearEnd.CARRIED_OVER: ("reporté", "report"),
        YearEnd.LOST: ("perdu", "annulé en fin d'année"),
    }
)
