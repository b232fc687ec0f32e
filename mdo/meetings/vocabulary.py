"""The words by which French workbooks of meetings name the members of closed lists: data; the guide lists them."""

import re

from mdo.kernel.imports.words.vocabulary import WordList
from models.attendance import Presence
from models.meetings import ActionState, MeetingKind, MeetingState
from models.replies import ReplyAnswer

MEETING_KIND = WordList(
    {
        MeetingKind.PLENARY: ("plénière", "réunion plénière", "assemblée plénière", "séance plénière"),
        MeetingKind.BUREAU: ("bureau", "réunion de bureau", "réunion du bureau"),
        MeetingKind.COMMISSION: ("commission", "commission thématique", "réunion de commission"),
        MeetingKind.COUNCIL_WITH_CICA: (
            "conseil d'arrondissement avec le CICA",
            "conseil avec CICA",
            "CICA",
            "séance du CICA",
        ),
        MeetingKind.ANNUAL_ASSEMBLY: ("assemblée annuelle", "assemblée générale", "AG", "AG annuelle"),
        MeetingKind.PUBLIC: ("réunion publique", "publique", "réunion d'information"),
        MeetingKind.NETWORK: ("réunion bimestrielle du réseau", "réseau", "réunion du réseau", "réunion des référents"),
        MeetingKind.WORKING: ("réunion de travail", "groupe de travail", "atelier", "travail"),
    }
)
MEETING_STATE = WordList(
    {
        MeetingState.PREPARED: ("en préparation", "à venir", "prévue", "programmée"),
        MeetingState.CONVENED: ("convoquée", "convocation envoyée"),
        MeetingState.HELD: ("tenue", "a eu lieu", "passée", "réalisée"),
        MeetingState.MINUTED: ("compte rendu rédigé", "CR rédigé"),
        MeetingState.APPROVED: ("compte rendu approuvé", "CR approuvé", "CR validé"),
        MeetingState.PUBLISHED: ("compte rendu publié", "CR publié", "CR en ligne"),
        MeetingState.POSTPONED: ("reportée", "report"),
        MeetingState.CANCELLED: ("annulée", "annulation"),
    }
)
REPLY_ANSWER = WordList(
    {
        ReplyAnswer.COMING: ("vient", "oui", "présent", "présente", "je viens", "viendra", "sera là"),
        ReplyAnswer.AWAY: ("ne vient pas", "non", "absent", "absente", "excusé", "excusée", "je ne viens pas"),
        ReplyAnswer.REPLACED: ("est remplacé", "est remplacée", "remplacé", "remplacée", "est remplacé·e", "suppléé"),
    }
)
ACTION_STATE = WordList(
    {
        ActionState.OPEN: (
            "à faire",
            "ouverte",
            "ouvert",
            "en cours",
            "non commencée",
            "pas fait",
            "non fait",
            "en attente",
        ),
        ActionState.DONE: (
            "terminé",
            "terminée",
            "fait",
            "faite",
            "réalisée",
            "close",
            "soldée",
            "clôturée",
        ),
        ActionState.DROPPED: ("abandonnée", "abandonné", "abandon", "annulée", "sans suite"),
    }
)
# Marks of sign-in sheets kept in a workbook, a column a meeting.
PRESENCE = WordList(
    {
        Presence.PRESENT: ("présent·e", "présent", "présente", "P", "1", "x", "oui", "o", "vrai", "✓", "✔", "ok"),
        Presence.EXCUSED: (
            "excusé·e", "excusé", "excusée", "E", "exc.", "abs. exc.", "absent excusé", "absente excusée", "AE",
        ),
        Presence.ABSENT: (
            "absent·e", "absent", "absente", "A", "abs.", "0", "non", "n", "faux", "absent non excusé", "non excusé",
        ),
        Presence.REPRESENTED: (
            "représenté·e", "représenté", "représentée", "R", "repr.", "pouvoir", "procuration", "a donné pouvoir",
        ),
        Presence.GUEST: ("invité·e", "invité", "invitée", "I"),
        Presence.EXPECTED: ("non pointé·e", "non pointé", "non pointée", "convoqué·e"),
    }
)  # fmt: skip
# A proxy that names to whom it is given, and a mark of a guest.
STANDS_IN = re.compile(
    r"(?:pouvoir|procuration|représentée?|repr\.?|r)\s*(?:donnée?\s+)?(?:à|a|par|:|->|→)\s*(?P<name>\S.*)",
    re.IGNORECASE,
)

AS_GUEST = re.compile(r"(?:p|x|1|présente?)\s*\(?\s*invitée?\s*\)?", re.IGNORECASE)
# From when to when in one cell, alone or behind its day; a state with the day on which it came.
_HOUR = r"\d{1,2}\s*(?:h(?:eures?)?|:)\s*(?:\d{2})?"
STRETCH = re.compile(
    rf"(?:de |entre )?(?P<first>{_HOUR})\s*(?:-|–|—|/|→|à|et|jusqu['’]à)\s*(?P<last>{_HOUR})", re.IGNORECASE
)
DAY_AND_STRETCH = re.compile(rf"(?P<day>.*\d)[\s,]+(?:à |- )?(?P<hours>{STRETCH.pattern})", re.IGNORECASE)
CLOSED = re.compile(r"(?P<state>[^\d]+?)\s*[:,(]?\s*(?:le |en date du |au |du )?(?P<day>\d.*?)\)?", re.IGNORECASE)
