"""Invented documents, templates and messages."""

import hashlib

import factory

from models.documents import Document, DocumentKind, PaperKind, PaperTemplate
from models.mail import MailRecipient, MailState, OutgoingMail
from tests.support.factories import MeetingFactory, RowFactory


class PaperTemplateFactory(RowFactory):
    """A version that does not serve."""

    class Meta:
        model = PaperTemplate

    kind = PaperKind.MINUTES
    number = factory.Sequence(lambda n: n % 9000 + 100)
    name = factory.Sequence(lambda n: f"Modèle {n}")
    file_name = "modele.docx"
    content = b"a"
    size = 1
    sha256 = "0" * 64


class MeetingDocumentFactory(RowFactory):
    class Meta:
        model = Document

    meeting = factory.SubFactory(MeetingFactory)
    kind = DocumentKind.ATTACHMENT
    title = factory.Sequence(lambda n: f"Pièce {n}")
    number = 1
    file_name = "piece.txt"
    media_type = "text/plain"
    content = b"a"
    size = 1
    sha256 = hashlib.sha256(b"a").hexdigest()


class OutgoingMailFactory(RowFactory):
    class Meta:
        model = OutgoingMail

    meeting = factory.SubFactory(MeetingFactory)
    subject = factory.Sequence(lambda n: f"Convocation {n}")
    plain = "Venez."
    html = "<p>Venez.</p>"
    from_address = "boite@example.org"
    state = MailState.DONE


class MailRecipientFactory(RowFactory):
    class Meta:
        model = MailRecipient

    mail = factory.SubFactory(OutgoingMailFactory)
    meeting = factory.SelfAttribute("mail.meeting")
    name = factory.Sequence(lambda n: f"Destinataire {n}")
    address = factory.Sequence(lambda n: f"destinataire{n}@example.org")
