"""Which pictures of a project are shown for a use: those on which everybody who is recognised agreed to it.

A consent is of one person, one picture and one use; withdrawn, it counts no more. What leaves is the picture alone:
where it was taken, when and by whom is taken out of its file.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload, undefer

from mdo.calls.application_rules import stored
from mdo.calls.picture_files import without_marks
from mdo.documents.files import content_of
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import target_of
from models.documents import Document
from models.photos import ApplicationPhoto, PhotoConsent, PhotoUse

SHOWN_TYPES = ("image/jpeg", "image/png")
_OF_ANOTHER = N_("It is of another application: choose one of this application.")
_NO_PICTURE = N_("Papers show a JPEG or a PNG: choose one among the documents of the application.")


def is_given(consent: PhotoConsent, today: dt.date) -> bool:
    """Whether a consent holds on a day."""
    return consent.given_on <= today and (consent.withdrawn_on is None or today < consent.withdrawn_on)


def uses_of(photo: ApplicationPhoto, today: dt.date) -> tuple[PhotoUse, ...]:
    """What a picture may be used for: all that everybody who is recognised on it agreed to."""
    given = [consent for consent in photo.consents if is_given(consent, today)]
    return tuple(
        use
        for use in PhotoUse
        if len({consent.person_name for consent in given if consent.use is use}) >= photo.people
        and not any(consent.use is use and not is_given(consent, today) for consent in photo.consents)
    )


def shown_for(session: AnySession, use: PhotoUse, application_ids: Iterable[int]) -> Sequence[ApplicationPhoto]:
    """The pictures of these applications that are shown for a use, with their files."""
    today = context_of(session).today
    asked = (
        select(ApplicationPhoto)
        .join(ApplicationPhoto.document)
        .where(
            ApplicationPhoto.application_id.in_(tuple(application_ids)),
            Document.is_withdrawn.is_(False),
            Document.media_type.in_(SHOWN_TYPES),
        )
        .order_by(ApplicationPhoto.application_id, ApplicationPhoto.id)
        .options(
            contains_eager(ApplicationPhoto.document).options(undefer(Document.content)),
            selectinload(ApplicationPhoto.consents),
        )
    )
    return [photo for photo in session.scalars(asked) if use in uses_of(photo, today)]


def picture_of(photo: ApplicationPhoto) -> bytes:
    """The file of a picture as it leaves. Raises RuleViolation where it cannot be read."""
    return without_marks(content_of(photo.document), photo.document.media_type)


# ---- What is asked of them -------------------------------------------------------------------------------------------


def check_photo(session: AnySession, row: ApplicationPhoto) -> None:
    """A picture is a file of its application. Raises RuleViolation."""
    document = stored(session, Document, target_of(row, "document"))
    if document is None:
        return
    application = target_of(row, "application")
    if document.application_id != (application if isinstance(application, int) else getattr(application, "id", None)):
        raise RuleViolation(_OF_ANOTHER, field="document")
    if document.media_type not in SHOWN_TYPES or document.is_withdrawn:
        raise RuleViolation(_NO_PICTURE, field="document")


def check_consent(session: AnySession, row: PhotoConsent, today: dt.date) -> None:
    """A consent is given by now, before it is withdrawn, for a picture of its application. Raises RuleViolation."""
    if row.given_on is not None and row.given_on > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="given_on")
    if row.withdrawn_on is not None and row.given_on is not None and row.withdrawn_on < row.given_on:
        raise RuleViolation(N_("A consent is withdrawn after it was given."), field="withdrawn_on")
    photo = stored(session, ApplicationPhoto, target_of(row, "photo"))
    if photo is None:
        return
    application = target_of(row, "application")
    if photo.application_id != (application if isinstance(application, int) else getattr(application, "id", None)):
        raise RuleViolation(_OF_ANOTHER, field="photo")
