"""A meeting made from another: the frame of its agenda and its guests, never what was said or who came."""

from models.attendance import Attendance, Presence
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


def copy_guests(source: Meeting, target: Meeting) -> None:
    """Gives `target` the guests of `source`: no mandate convenes them, so that nothing else would bring them back."""
    for line in sorted(source.attendances, key=lambda line: line.id):
        if line.presence is Presence.GUEST:
            target.attendances.append(
                Attendance(
                    person_id=line.person_id,
                    organisation_id=line.organisation_id,
                    user_id=line.user_id,
                    visitor_name=line.visitor_name,
                    quality=line.quality,
                    is_convened=False,
                    presence=Presence.GUEST,
                )
            )
