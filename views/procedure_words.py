"""What a need follows, in words: the reasons with their article, where it is announced."""

from flask_babel import lazy_gettext

from mdo.procurement.need import Notice
from mdo.procurement.reasons import Reason
from views.base.catalogues import gettext

NOTICES = {
    Notice.NONE: lazy_gettext("none"),
    Notice.FREE: lazy_gettext("chosen freely"),
    Notice.BOAMP_OR_JAL: lazy_gettext("BOAMP or a newspaper of legal notices"),
    Notice.EUROPEAN: lazy_gettext("BOAMP and JOUE"),
}


def basis_in_words(reason: Reason) -> str:
    """« Article R2131-12 », and whether the commande publique is to confirm it."""
    if reason.is_to_confirm:
        return gettext("%(article)s, to be confirmed by the commande publique.", article=reason.article)
    return f"{reason.article}."
