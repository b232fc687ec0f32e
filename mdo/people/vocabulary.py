"""The words by which French workbooks of people name the members of closed lists, and write names: data."""

import re

from mdo.kernel.imports.words.vocabulary import NO_WORDS, YES_WORDS, WordList
from models.people import Commitment, Consent, Designation, EndReason, Gender

CONSENT = WordList({Consent.GIVEN: YES_WORDS, Consent.REFUSED: NO_WORDS})
GENDER = WordList(
    {
        Gender.FEMALE: ("Femme", "F", "Mme", "Mme.", "Madame", "Mlle", "Féminin", "Une femme"),
        Gender.MALE: ("Homme", "H", "M", "M.", "Mr", "Monsieur", "Masculin", "Un homme"),
        Gender.OTHER: ("Autre", "Non binaire", "Mx"),
    }
)
DESIGNATION = WordList(
    {
        Designation.VOLUNTEER: ("volontaire", "volontariat", "bénévole", "candidature"),
        Designation.DRAWN: ("tirage au sort", "tiré au sort", "tirée au sort", "tiré·e au sort", "sort"),
        Designation.ELECTED: ("élection", "élu", "élue", "élu·e"),
        Designation.EX_OFFICIO: ("de droit", "membre de droit"),
        Designation.APPOINTED: ("désigné", "désignée", "désigné·e", "désignation", "nommé", "nommée", "nommé·e"),
    }
)
END_REASON = WordList(
    {
        EndReason.TERM: ("fin de mandat", "échéance", "terme", "terme du mandat"),
        EndReason.RENEWED: ("renouvelé", "renouvellement"),
        EndReason.RESIGNATION: ("démission", "démissionnaire", "a démissionné", "démissionné"),
        EndReason.MOVED: ("déménagement", "a déménagé", "déménagé", "déménagée"),
        EndReason.EXCLUSION: ("exclusion", "exclu", "exclue", "radiation"),
        EndReason.REPLACED: ("remplacement", "remplacé", "remplacée", "remplacé·e"),
        EndReason.DISSOLUTION: ("dissolution de l'instance", "dissolution"),
        EndReason.ELECTION: ("élection", "élections", "après les élections", "suite aux élections"),
        EndReason.DEATH: ("décès", "décédé", "décédée", "DCD"),
        EndReason.OTHER: ("autre motif", "autre"),
    }
)
COMMITMENT = WordList(
    {
        Commitment.COMMITTED: ("engagé", "engagée", "engagé·e", "actif", "active", "membre actif", "régulier"),
        Commitment.OCCASIONAL: ("ponctuel·le", "ponctuel", "ponctuelle", "occasionnel", "occasionnelle"),
        Commitment.NEWS_ONLY: ("informations seulement", "informé", "informée", "newsletter", "lettre d'information"),
    }
)

# ---- How names are written ----------------------------------------------------------------------------------------

# Words that begin the name of a structure, where a person's was expected.
STRUCTURE = re.compile(
    r"(?:associations?|asso|amicale|mjc|coll[èe]ge|lyc[ée]e|[ée]cole|mairie|comit[ée]|club|centre social|"
    r"maison (?:de|des|du|pour)|syndicat|paroisse|biblioth[èe]que|fondation|f[ée]d[ée]ration|conseil de quartier)"
    r"[\s,]+\S.*",
    re.IGNORECASE,
)
# What is written where nobody is named, once folded.
NO_NAME = re.compile(
    r"\b(famille d accueil|foyer (de|des|d|du|l)|directrice|directeur|cf|voir (la|le|l|les|avec|dossier|fiche)|"
    r"demander|a completer|inconnue?s?|ase|tutelle|service social|ne pas (contacter|appeler)|"
    r"pas de (contact|parents?))\b"
)
_MEN, _WOMEN = "M", "Mme"
# What the notes say of what no field takes.
BORN, ALSO_CALLED = "Nom de naissance : %s", "Autre nom : %s"
OTHERS = {"other_phone": ("phone", "Autre téléphone : %s"), "other_email": ("email", "Autre courriel : %s")}
CIVILITIES = {
    **dict.fromkeys(("m", "mr", "monsieur"), (_MEN,)),
    **dict.fromkeys(("mme", "madame", "mlle", "mademoiselle"), (_WOMEN,)),
    **dict.fromkeys(
        ("m et mme", "m mme", "mr et mme", "mr mme", "monsieur et madame", "monsieur madame"), (_MEN, _WOMEN)
    ),
    **dict.fromkeys(("mme et m", "mme m", "mme et mr", "madame et monsieur", "madame monsieur"), (_WOMEN, _MEN)),
    **dict.fromkeys(("mmes", "mesdames"), (_WOMEN, _WOMEN)),
    **dict.fromkeys(("mm", "messieurs"), (_MEN, _MEN)),
}
TITLES = frozenset(("dr", "docteur", "pr", "professeur", "me", "maitre"))
_SHORT = r"(?:M(?:\.|r\.?)?|Monsieur|Mme\.?|Madame)"
CIVILITY = re.compile(
    rf"(?P<said>{_SHORT}\s*(?:et|&|/)\s*{_SHORT}|Monsieur|Madame|Mademoiselle|Mesdames|Messieurs|Mmes|Mme\.?|Mlle\.?"
    r"|MM\.|Mr\.?|M\.|M(?=\s)|Docteur|Dr\.?|Pr\.?|Ma[iî]tre|Me)(?:\s+|(?<=\.))(?=\S)",
    re.IGNORECASE,
)
CIVILITY_LAST = re.compile(r"(?P<rest>.+?)[\s,]+\(?(?P<said>Mme|Mlle|M\.|Mr|Madame|Monsieur)\.?\)?", re.IGNORECASE)
BIRTH = re.compile(
    r"(?P<before>.*?)[\s,(]+n[ée]e?(?:\(e\)|·e)?\s+(?P<after>[^()]+?)\s*\)?(?P<end>$|(?<=\))\s.*)", re.IGNORECASE
)
MARRIED = re.compile(
    r"(?P<before>.+?)[\s,(]+(?:[ée]p\.?|[ée]pouse|femme|veuve|vve\.?)\s+(?P<after>[^()]+?)\s*\)?$", re.IGNORECASE
)
NICKNAME = re.compile(
    r"[\s,]+\(?(?:dite?|alias|surnomm[ée]e?)\s+[«\"“]?\s*(?P<said>[^)»\"”]+?)\s*[»\"”]?\)?$"
    r"|\s*[\"“«]\s*(?P<quoted>[^\"”»]+?)\s*[\"”»]",
    re.IGNORECASE,
)
# The two people of one cell, as patterns, and what the second is called.
HOLDER, SUBSTITUTE = r"titulaires?|t", "Suppléant"
OTHER = r"suppl[ée]ante?s?|suppl[ée]ant(?:·e|\.e|\(e\))s?|suppl|s"
AND = re.compile(r"\s+(?:et|&|\+)\s+|\s*[/;]\s*", re.IGNORECASE)
