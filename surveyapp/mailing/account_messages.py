"""What is written about an account: a link to sign in, and what its owner has to know."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from surveyapp.languages import language
from surveyapp.mailing.letter import Letter, Link, Part


@dataclass(frozen=True)
class AboutAccount:
    """Mail of a kind to somebody with an account; ``link`` is where it leads."""

    kind: Literal["link", "password", "welcome", "changed", "list", "plan"]
    name: str
    email: str
    language: str
    link: str


def about_account(mail: AboutAccount) -> Letter:
    """What is written to her."""
    _ = language(mail.language).gettext
    subject = {
        "link": _("Your link to sign in"),
        "password": _("Choose a new password"),
        "welcome": _("Your account for 360° feedback"),
        "changed": _("How you sign in was changed"),
        "list": _("Whom do you ask for feedback? A few days are left"),
        "plan": _("A reminder that you set yourself"),
    }[mail.kind]
    return Letter(mail.language, subject, tuple(_parts(mail)))


def _parts(mail: AboutAccount) -> Iterator[Part]:
    _ = language(mail.language).gettext
    yield _("Dear %(name)s,", name=mail.name)
    yield {
        "link": _("With this link you can sign in. It works once, for a quarter of an hour."),
        "password": _(
            "With this link you can sign in and choose a new password. It works once, for a "
            "quarter of an hour."
        ),
        "welcome": _(
            "An account has been made for you. To sign in, open this page and have a link sent "
            "to this address. After that you can choose a password, if you like."
        ),
        "changed": _(
            "Your password, or another way in which you sign in, has just been changed. Was it "
            "you? Then you need not do anything."
        ),
        "list": _(
            "For a few more days you can propose people to be asked about your leadership. In "
            "at least one group there are too few people on your list to show it on its own. "
            "Your page says in which, and until when you can propose somebody."
        ),
        "plan": _(
            "You asked to be reminded today of something in your plan. Your page says what, "
            "and this message does not, as others may read your e-mail. There you can also "
            "choose another day, or no reminder at all."
        ),
    }[mail.kind]
    if mail.kind == "changed":
        yield _(
            "If it was not you: open this page, choose a new password, and tell the operator of "
            "this site."
        )
    yield Link(mail.link, _("Open the page"))
    if mail.kind in {"link", "password"}:
        yield _(
            "Did you not ask for it? Then you need not do anything: without this message nobody "
            "gets in."
        )
