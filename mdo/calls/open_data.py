"""What everybody may have of the projects that were retained and notified: no name of anybody, no refusal, no mark."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.context import AnySession
from models.applications import Application
from models.instances import Instance
from models.judging import CallResult

# As the files of the city name them, in their order.
NAMES = (
    "annee",
    "appel",
    "numero",
    "projet",
    "conseil_de_quartier",
    "arrondissements",
    "axe",
    "montant_accorde_ttc",
    "date_notification",
    "date_realisation",
    "montant_depense_ttc",
    "bilan",
)


def published(session: AnySession) -> Sequence[dict[str, Any]]:
    """One record a project that was told to all, the latest call first."""
    asked = (
        select(CallResult)
        .join(CallResult.call)
        .order_by(CallResult.notified_on.desc(), CallResult.council, CallResult.id)
        .options(
            joinedload(CallResult.call),
            joinedload(CallResult.application).options(
                joinedload(Application.axis),
                joinedload(Application.instance).selectinload(Instance.arrondissements),
            ),
        )
    )
    return [_record(result) for result in session.scalars(asked)]


def _record(result: CallResult) -> dict[str, Any]:
    """What all are told is that of the result; the rest is of its file."""
    row = result.application
    return {
        "annee": result.call.year,
        "appel": result.call.title,
        "numero": row.number,
        "projet": result.title,
        "conseil_de_quartier": result.council,
        "arrondissements": ", ".join(arrondissement_names(row.instance.arrondissements)),
        "axe": str(row.axis or "") or None,
        "montant_accorde_ttc": result.amount_incl_tax,
        "date_notification": result.notified_on,
        "date_realisation": row.realised_on,
        "montant_depense_ttc": row.spent_incl_tax,
        "bilan": row.report,
    }
