"""The fields of live links."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
from models.live_links import LiveLink

# fmt: off
LIVE_LINK = Table(
    LiveLink, (N_("Live link"), N_("My links")),
    section(
        N_("Live link"),
        Field(LiveLink.name, N_("Name"), column=shown(1, 32, sort=func.lower(LiveLink.name))),
        Field(LiveLink.format, N_("Format"), column=shown(3, 12),
              help=N_("CSV opens in any version of Excel; JSON keeps the types of the values.")),
        Field(LiveLink.with_personal, N_("With personal data"), column=shown(4, 20),
              help=N_("Whoever has the address then reads contact details without a password. Leave it unticked unless "
                      "the workbook needs them.")),
        Field(LiveLink.expires_on, N_("Last day"), column=shown(5, 14),
              help=N_("Empty: the link answers as long as your account is open and holds the right.")),
    ),
    section(
        N_("Use (live link)"),
        Field(LiveLink.list_name, N_("List or report"), written_by="live_links.links"),
        Field(LiveLink.issued_at, N_("Address made on"), written_by="live_links.links", column=kept(6)),
        Field(LiveLink.last_read_at, N_("Last read"), written_by="live_links.links", column=shown(7)),
        Field(LiveLink.read_count, N_("Reads"), written_by="live_links.links", column=shown(8, 12)),
        Field(LiveLink.user, N_("Owner"), written_by="live_links.links", column=shown(9, 28)),
    ),
    Field(LiveLink.query, N_("Search, filters and columns")),
    Field(LiveLink.locale, N_("Language")),
    Field(LiveLink.token_hash, N_("Secret of the address")),
    called=LiveLink.name,
    searched=("name", "user.first_name", "user.last_name"),
)
