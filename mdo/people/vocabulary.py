"""The words by which French workbooks of people name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.vocabulary import NO_WORDS, YES_WORDS, WordList
from models.people import Commitment, Consent, Designation, EndReason, Gender

CONSENT = WordList({Consent.GIVEN: YES_WORDS, Consent.REFUSED: NO_WORDS})
GENDER = WordList(
    {
        Gender.FEMALE: ("Femme", "F", "Mme", "Mme.", "Madame", "Mlle", "Féminin"),
        Gender.MALE: ("Homme", "H", "M", "M.", "Mr", "Monsieur", "Masculin"),
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
