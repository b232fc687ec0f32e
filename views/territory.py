"""Arrondissements on screen."""

from flask_babel import lazy_gettext

from mdo.messages import N_
from mdo.territory.columns import ARRONDISSEMENT_COLUMNS
from models.territory import Arrondissement
from views.base.view import BackofficeView


class ArrondissementView(BackofficeView):
    """The nine arrondissements and the contact of their mairies."""

    model = Arrondissement
    route_base = "/arrondissements"
    columns = ARRONDISSEMENT_COLUMNS
    order = ("name", "asc")
    sections = (
        (N_("Arrondissement"), ("number", "name", "insee_code", "postal_code")),
        (N_("Mairie"), ("mairie_address", "mairie_email", "mairie_phone", "mairie_url")),
    )
    help_texts = {"insee_code": lazy_gettext("Five digits, for example 69385 for the 5th.")}
