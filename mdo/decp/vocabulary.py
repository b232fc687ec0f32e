"""Our closed lists in the exact words of the State's nomenclatures (straight apostrophes)."""

from mdo.kernel.base.messages import N_
from models.amendments import PriceVariation
from models.contracts import Ccag, GroupKind, PlaceCode, PriceForm, PriceType, Technique
from models.procurement import ProcedureCode
from models.suppliers import IdentifierKind

# SIRET of the Ville de Lyon.
BUYER = "21690123100011"
NATURE = "Marché"
OTHER_NATURES = ("Marché de partenariat", "Marché de défense ou de sécurité")
NOTHING = "Sans objet"
# Characters of the object that the file keeps as its title.
LONGEST_TITLE = 250
# What an act of a published record is called in the register, which is in the city's language.
AMENDMENT_SUBJECT = "Modification publiée n° {number}"
SUBCONTRACT_SUBJECT = "Prestations sous-traitées (acte publié n° {number})"
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

# The field of the file behind each key of a record.
FIELDS = {
    "id": "open_data_id",
    "objet": "title",
    "codeCPV": "cpv",
    "techniques": "technique",
    "modalitesExecution": "has_purchase_orders",
    "idAccordCadre": "framework",
    "marcheInnovant": "is_innovative",
    "ccag": "ccag",
    "offresRecues": "tenders_received",
    "attributionAvance": "has_advance",
    "tauxAvance": "advance_rate",
    "typeGroupementOperateurs": "group_kind",
    "sousTraitanceDeclaree": "allows_subcontracting",
    "procedure": "procedure",
    "lieuExecution": "place_code",
    "dureeMois": "firm_months",
    "dateNotification": "notified_on",
    "datePublicationDonnees": "published_on",
    "montant": "amount_excl_tax",
    "typesPrix": "price_type",
    "formePrix": "price_form",
    "titulaires": "holders",
    "considerationsSociales": "has_social_clause",
    "considerationsEnvironnementales": "has_environmental_clause",
}
# The lists that grow, in words.
LISTS = {
    "modifications": N_("Amendment"),
    "actesSousTraitance": N_("Act of subcontracting"),
    "modificationsActesSousTraitance": N_("Change of a subcontract"),
}
