"""The acts on tenders and on the contracts that they are for."""

from mdo.kernel.base.messages import N_
from mdo.kernel.states.acts import Act, Machine, never
from models.tenders import Tender

# The form of the letters leads to it.
TENDER = Machine(
    Tender,
    (Act("reasons", N_("Reasons told to the supplier"), "", ("rejection_reason",), address="motifs", offered=never),),
)
