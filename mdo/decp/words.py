"""The words of decp: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast

from mdo.decp.states import OpenDataState
from mdo.kernel.base.messages import N_
from models.decp import OpenDataRelease

_CONTRACT = {"contract": N_("Contract"), "contract_id": N_("Contract")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    OpenDataRelease: (N_("Publication of essential data"), N_("Publications of essential data")),
}

FIELDS: dict[type, dict[str, str]] = {
    OpenDataRelease: {
        **_CONTRACT,
        "released_on": N_("Published on (contract)"),
        "content": N_("Content (contract)"),
        "sha256": N_("SHA-256"),
        "released_by": N_("By"),
        "released_by_id": N_("By"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    OpenDataState: {
        OpenDataState.LATE: N_("To hand over, late"),
        OpenDataState.READY: N_("To hand over"),
        OpenDataState.INCOMPLETE: N_("To complete (contract)"),
        OpenDataState.NEWS: N_("Modification to hand over"),
        OpenDataState.CHANGED: N_("Differs from what was published"),
        OpenDataState.WAITING: N_("To hand over after the notification"),
        OpenDataState.TO_CONFIRM: N_("Essential data or yearly list, to be confirmed"),
        OpenDataState.PUBLISHED: N_("Published (contract)"),
        OpenDataState.NOTHING: N_("No obligation (contract)"),
    },
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    OpenDataRelease: cast(OpenDataRelease.released_on, String),
}
