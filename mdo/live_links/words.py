"""The words of the closed lists of live links."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.live_links import LinkFormat

LISTS: dict[type[StrEnum], dict[str, str]] = {
    LinkFormat: {LinkFormat.CSV: N_("CSV"), LinkFormat.JSON: N_("JSON")},
}
