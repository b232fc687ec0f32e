"""The fields of point."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table
from models.digest import DigestSending

# fmt: off
DIGEST_SENDING = Table(
    DigestSending, (N_("Digest sent"), N_("Digests sent")),
    Field(DigestSending.user, N_("Account")),
    Field(DigestSending.day, N_("Day")),
    Field(DigestSending.state, N_("State")),
)
