"""What a need follows, in words: the reasons with their article, where it is announced, what is to be confirmed."""

from collections.abc import Iterable

from flask_babel import lazy_gettext

from mdo.procurement.duties import FORMAL, Notice
from mdo.procurement.need import Qualification
from mdo.procurement.reasons import Reason
from views.base.catalogues import gettext

_NOTICES = {
    Notice.NONE: lazy_gettext("No publicity"),
    Notice.FREE: lazy_gettext("Chosen freely"),
    Notice.BOAMP_OR_JAL: lazy_gettext("BOAMP or a newspaper of legal notices"),
    Notice.EUROPEAN: lazy_gettext("BOAMP and JOUE"),
}


def notice_in_words(found: Qualification) -> str:
    """Where it is announced; a service of annex 3 in the JOUE."""
    if found.notice is Notice.EUROPEAN and found.procedure not in FORMAL:
        return gettext("JOUE")
    return str(_NOTICES[found.notice])


def reason_in_words(reason: Reason) -> str:
    """The sentence, and its article where the sentence does not say it."""
    words = reason.words.text(gettext)
    return words if reason.article in words else f"{words} ({reason.article})"


def basis_in_words(reason: Reason) -> str:
    """« Article R2131-12. » where the sentence does not say it, and whether the commande publique is to confirm it."""
    is_said = reason.article in reason.words.text(gettext)
    if reason.is_to_confirm and is_said:
        return gettext("To be confirmed by the commande publique.")
    if reason.is_to_confirm:
        return gettext("%(article)s, to be confirmed by the commande publique.", article=reason.article)
    return "" if is_said else f"{reason.article}."


def doubts_in_words(reasons: Iterable[Reason]) -> str:
    """One line for all that is to be confirmed; empty without any."""
    articles = dict.fromkeys(reason.article for reason in reasons if reason.is_to_confirm)
    if not articles:
        return ""
    return gettext("To be confirmed by the commande publique: %(articles)s.", articles=" ; ".join(articles))
