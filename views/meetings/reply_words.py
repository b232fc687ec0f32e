"""Replies in words: one, and what they add up to."""

from mdo.kernel.labels import enum_label
from mdo.meetings.reply_counts import ReplyCount
from models.replies import MeetingReply, ReplyAnswer
from views.base.catalogues import gettext, ngettext


def reply_in_words(reply: MeetingReply) -> str:
    """« vient », « remplacé·e par Zoé »."""
    if reply.answer is None:
        return ""
    if reply.answer is ReplyAnswer.REPLACED:
        return gettext("replaced by %(name)s", name=reply.replaced_by)
    return gettext(enum_label(reply.answer))


def count_in_words(count: ReplyCount | None) -> str:
    """« 11 réponses, 9 annoncés, quorum 12 »; empty where nobody was asked."""
    if count is None:
        return ""
    parts = [
        ngettext("%(num)d reply", "%(num)d replies", count.answered),
        ngettext("%(num)d announced", "%(num)d announced (plural)", count.announced),
    ]
    if count.needed is not None:
        parts.append(gettext("quorum %(needed)d", needed=count.needed))
    return ", ".join(parts)
