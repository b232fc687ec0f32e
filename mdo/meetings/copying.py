"""A meeting made from another: the frame of its agenda, never what was said or who came."""

from models.meetings import AgendaItem, Meeting


def copy_agenda(source: Meeting, target: Meeting) -> None:
    """Gives `target` the items of `source`: titles, minutes, rapporteurs and kinds, in their order."""
    for position, item in enumerate(source.agenda, start=1):
        target.agenda.append(
            AgendaItem(
                position=position,
                title=item.title,
                kind=item.kind,
                minutes=item.minutes,
                rapporteur=item.rapporteur,
                description=item.description,
            )
        )
