"""Our closed lists in the exact words of the State's nomenclatures (straight apostrophes)."""

from models.amendments import PriceVariation
from models.contracts import Ccag, GroupKind, PlaceCode, PriceForm, PriceType, Technique
from models.procurement import ProcedureCode
from models.suppliers import IdentifierKind

# SIRET of the Ville de Lyon.
BUYER = "21690123100011"
NATURE = "Marché"
NOTHING = "Sans objet"
NO_SOCIAL, NO_ENVIRONMENTAL = "Pas de considération sociale", "Pas de considération environnementale"

# A subsequent contract has the procedure of its framework.
PROCEDURES = {
    ProcedureCode.DIRECT: "Marché passé sans publicité ni mise en concurrence préalable",
    ProcedureCode.ADAPTED: "Procédure adaptée",
    ProcedureCode.OPEN: "Appel d'offres ouvert",
    ProcedureCode.RESTRICTED: "Appel d'offres restreint",
    ProcedureCode.NEGOTIATED: "Procédure avec négociation",
    ProcedureCode.DIALOGUE: "Dialogue compétitif",
}
TECHNIQUES = {
    Technique.NONE: NOTHING,
    Technique.FRAMEWORK: "Accord-cadre",
    Technique.CONTEST: "Concours",
    Technique.QUALIFICATION: "Système de qualification",
    Technique.DYNAMIC: "Système d'acquisition dynamique",
    Technique.CATALOGUE: "Catalogue électronique",
    Technique.AUCTION: "Enchère électronique",
}
MODALITIES = {
    "has_tranches": "Tranches",
    "has_purchase_orders": "Bons de commande",
    "has_subsequent_contracts": "Marchés subséquents",
}
CCAGS = {
    Ccag.WORKS: "Travaux",
    Ccag.PROJECT_MANAGEMENT: "Maitrise d'œuvre",
    Ccag.SUPPLIES_SERVICES: "Fournitures courantes et services",
    Ccag.INDUSTRIAL: "Marchés industriels",
    Ccag.INTELLECTUAL: "Prestations intellectuelles",
    Ccag.INFORMATION_TECHNOLOGY: "Techniques de l'information et de la communication",
    Ccag.NONE: "Pas de CCAG",
}
GROUPS = {GroupKind.NONE: "Pas de groupement", GroupKind.JOINT: "Conjoint", GroupKind.SOLIDARY: "Solidaire"}
PRICE_FORMS = {PriceForm.UNIT: "Unitaire", PriceForm.LUMP_SUM: "Forfaitaire", PriceForm.MIXED: "Mixte"}
PRICE_TYPES = {
    PriceType.FIRM: "Définitif ferme",
    PriceType.ADJUSTABLE: "Définitif actualisable",
    PriceType.REVISABLE: "Définitif révisable",
    PriceType.PROVISIONAL: "Provisoire",
}
PRICE_VARIATIONS = {
    PriceVariation.FIRM: "Ferme",
    PriceVariation.ADJUSTABLE: "Actualisable",
    PriceVariation.REVISABLE: "Révisable",
}
PLACES = {
    PlaceCode.POSTAL_CODE: "Code postal",
    PlaceCode.MUNICIPALITY: "Code commune",
    PlaceCode.CANTON: "Code canton",
    PlaceCode.DEPARTMENT: "Code département",
    PlaceCode.REGION: "Code région",
    PlaceCode.COUNTRY: "Code pays",
}
IDENTIFIERS = {
    IdentifierKind.SIRET: "SIRET",
    IdentifierKind.VAT: "TVA",
    IdentifierKind.TAHITI: "TAHITI",
    IdentifierKind.RIDET: "RIDET",
    IdentifierKind.FRWF: "FRWF",
    IdentifierKind.IREP: "IREP",
    IdentifierKind.OUTSIDE_EU: "HORS-UE",
}
SOCIAL = {
    "has_social_clause": "Clause sociale",
    "has_social_criterion": "Critère social",
    "is_reserved": "Marché réservé",
}
ENVIRONMENTAL = {
    "has_environmental_clause": "Clause environnementale",
    "has_environmental_criterion": "Critère environnemental",
}
