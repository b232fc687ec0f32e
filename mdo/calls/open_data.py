"""What everybody may have of the projects that were retained and notified: no name of anybody, no refusal, no mark."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.calls.photos import picture_of, shown_for
from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.context import AnySession
from models.applications import Application
from models.instances import Instance
from models.judging import CallResult
from models.photos import ApplicationPhoto, PhotoUse

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
    "photos",
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
    results = session.scalars(asked).all()
    names: dict[int, list[str]] = {}
    for name, photo in pictures(session, results):
        names.setdefault(photo.application_id, []).append(name)
    return [_record(result, names.get(result.application_id, ())) for result in results]


def pictures(session: AnySession, results: Iterable[CallResult]) -> Sequence[tuple[str, ApplicationPhoto]]:
    """The pictures of these projects that may stand on a web site, by names that tell the project and nobody."""
    by_id = {result.application_id: result for result in results}
    found, counts = [], Counter[int]()
    for photo in shown_for(session, PhotoUse.WEB, by_id):
        result = by_id[photo.application_id]
        counts[photo.application_id] += 1
        end = "png" if photo.document.media_type == "image/png" else "jpg"
        place = f"{result.call.year}-{result.call_id}-{result.application.number}-{counts[photo.application_id]}"
        found.append((f"{place}.{end}", photo))
    return found


def packed(session: AnySession) -> tuple[bytes, int]:
    """The same pictures in one file, with a list of what is seen on each, and how many. Raises RuleViolation."""
    found = pictures(session, session.scalars(select(CallResult).options(joinedload(CallResult.call))).all())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, photo in found:
            archive.writestr(_entry(name), picture_of(photo))
        lines = "".join(f"{name}\t{' '.join(photo.caption.split())}\r\n" for name, photo in found)
        archive.writestr(_entry("legendes.txt"), f"\ufeff{lines}")
    return made.getvalue(), len(found)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that says no moment: the same pictures make the same file."""
    return zipfile.ZipInfo(name)


def _record(result: CallResult, photos: Iterable[str]) -> dict[str, Any]:
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
        "photos": ", ".join(photos) or None,
    }
