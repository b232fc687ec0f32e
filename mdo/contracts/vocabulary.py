"""The words by which French workbooks of contracts name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.contracts import Ccag, ContractState, GroupKind, PriceForm, PriceType, Technique
from models.procurement import ProcedureCode

CONTRACT_STATE = WordList(
    {
        ContractState.NEED: ("besoin en définition", "besoin", "projet", "à lancer"),
        ContractState.PROCEDURE: ("procédure en cours", "consultation", "en consultation", "lancé", "lancée"),
        ContractState.AWARDED: ("attribué", "attribuée", "à notifier"),
        ContractState.RUNNING: ("en exécution", "en cours", "notifié", "actif"),
        ContractState.ENDED: ("terminé", "clos", "soldé", "fini"),
        ContractState.ABANDONED: (
            "sans marché",
            "abandonné",
            "sans suite",
            "infructueux",
            "infructueuse",
            "besoin abandonné",
            "annulé",
        ),
    }
)
PROCEDURE = WordList(
    {
        ProcedureCode.DIRECT: (
            "sans publicité ni mise en concurrence",
            "marché passé sans publicité ni mise en concurrence préalable",
            "gré à gré",
            "de gré à gré",
            "sans publicité",
        ),
        ProcedureCode.ADAPTED: ("procédure adaptée (MAPA)", "procédure adaptée", "MAPA"),
        ProcedureCode.OPEN: ("appel d’offres ouvert", "AOO", "appel d'offres"),
        ProcedureCode.RESTRICTED: ("appel d’offres restreint", "AOR"),
        ProcedureCode.NEGOTIATED: ("procédure avec négociation", "PAN"),
        ProcedureCode.SUBSEQUENT: ("marché subséquent", "MS"),
        ProcedureCode.DIALOGUE: ("dialogue compétitif", "DC"),
    }
)
TECHNIQUE = WordList(
    {
        Technique.NONE: ("sans technique particulière", "marché ordinaire", "aucune"),
        Technique.FRAMEWORK: ("accord-cadre", "accord cadre", "AC"),
        Technique.CONTEST: ("concours",),
        Technique.QUALIFICATION: ("système de qualification",),
        Technique.DYNAMIC: ("système d’acquisition dynamique", "SAD"),
        Technique.CATALOGUE: ("catalogue électronique",),
        Technique.AUCTION: ("enchère électronique", "enchères électroniques"),
    }
)
PRICE_FORM = WordList(
    {
        PriceForm.UNIT: ("prix unitaires", "unitaire", "BPU"),
        PriceForm.LUMP_SUM: ("prix forfaitaire", "forfaitaire", "forfait", "DPGF"),
        PriceForm.MIXED: ("prix mixtes", "mixte"),
    }
)
PRICE_TYPE = WordList(
    {
        PriceType.FIRM: ("prix ferme", "ferme", "définitif ferme"),
        PriceType.ADJUSTABLE: ("prix ferme actualisable", "actualisable", "définitif actualisable"),
        PriceType.REVISABLE: ("prix révisable", "révisable", "définitif révisable"),
        PriceType.PROVISIONAL: ("prix provisoire", "provisoire"),
    }
)
CCAG = WordList(
    {
        Ccag.INTELLECTUAL: ("prestations intellectuelles", "CCAG-PI", "PI"),
        Ccag.SUPPLIES_SERVICES: ("fournitures courantes et services", "CCAG-FCS", "FCS"),
        Ccag.INFORMATION_TECHNOLOGY: ("techniques de l’information et de la communication", "CCAG-TIC", "TIC"),
        Ccag.INDUSTRIAL: ("marchés industriels", "CCAG-MI"),
        Ccag.WORKS: ("travaux", "CCAG-Travaux"),
        Ccag.PROJECT_MANAGEMENT: ("maîtrise d’œuvre", "CCAG-MOE"),
        Ccag.NONE: ("pas de CCAG", "aucun"),
    }
)
GROUP_KIND = WordList(
    {
        GroupKind.NONE: ("pas de groupement", "entreprise seule"),
        GroupKind.JOINT: ("conjoint", "groupement conjoint"),
        GroupKind.SOLIDARY: ("solidaire", "groupement solidaire"),
    }
)
