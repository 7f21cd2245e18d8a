"""One message that tells an operator whether mail leaves, and where its links would lead."""

from surveyapp.config import Settings
from surveyapp.core.errors import SurveyError
from surveyapp.languages import language
from surveyapp.mailing.letter import Letter, Link, write
from surveyapp.mailing.mailer import Fate, Mailer


def send_trial(settings: Settings, address: str) -> None:
    """Send it; ``SurveyError`` says why the mail server did not take it, and what to look at."""
    message = write(trial(settings), name="", email=address, sender=settings.mail_from)
    with Mailer(settings).conversation() as conversation:
        fate = conversation.deliver(message)
    if fate.state != "taken":
        raise SurveyError(_told(fate))


def trial(settings: Settings) -> Letter:
    """What it says, in the language of the pages."""
    _ = language(settings.language).gettext
    parts = (
        _("This is a test: the mail server of 360° feedback accepts messages, and here is one."),
        _("Links in mail begin with this address:"),
        Link(settings.base_url, _("Open the site")),
        _("You need not do anything."),
    )
    return Letter(settings.language, _("A test message"), parts)


def _told(fate: Fate) -> str:
    if fate.state == "uncertain":
        return f"{fate.words} The message may have arrived all the same: look into the mailbox."
    if fate.state == "refused":
        return f"The mail server refused the message: {fate.words}. Check the address."
    if fate.words.startswith("5"):
        return f"The mail server refused the sender: {fate.words}. Check SURVEYAPP_MAIL_FROM."
    return f"The mail server puts the message off: {fate.words}. Try again in some minutes."
