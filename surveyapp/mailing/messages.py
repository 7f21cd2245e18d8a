"""What is written about an invitation: what we ask of people, and what we promise them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from surveyapp.languages import language
from surveyapp.mailing.letter import Letter, Link, Part


@dataclass(frozen=True)
class Invite:
    """What an invitation says. ``own`` is the leader's self-assessment."""

    address: str
    leader: str
    school: str
    programme: str
    closes_on: date
    minutes: int
    language: str
    own: bool
    identified: bool


def invitation(invite: Invite, name: str) -> Letter:
    """The invitation to answer about a leader, or about oneself."""
    _ = language(invite.language).gettext
    subject = (
        _("Your self-assessment: %(programme)s", programme=invite.programme)
        if invite.own
        else _("Your feedback for %(leader)s is asked", leader=invite.leader)
    )
    return Letter(invite.language, subject, tuple(_invitation(invite, name)))


def _invitation(invite: Invite, name: str) -> Iterator[Part]:
    spoken = language(invite.language)
    _ = spoken.gettext
    yield _("Dear %(name)s,", name=name)
    if invite.own:
        yield _(
            "You take part in %(programme)s. It begins with how you see your own leadership: "
            "answer the questionnaire about yourself.",
            programme=invite.programme,
        )
    else:
        yield _(
            "%(leader)s of %(school)s takes part in %(programme)s and asks for your feedback on "
            "her or his leadership. You know the work from nearby: what do you see?",
            leader=invite.leader,
            school=invite.school,
            programme=invite.programme,
        )
    yield _(
        "It takes about %(minutes)s minutes. You can stop at any moment and go on later with the "
        "same link, on any device, until %(date)s:",
        minutes=invite.minutes,
        date=spoken.date(invite.closes_on),
    )
    yield Link(invite.address, _("Open the questionnaire"))
    yield _promise(invite)
    yield _(
        "The feedback is meant for development, never for appraisal. This link is personal: "
        "please do not pass it on."
    )


def _promise(invite: Invite) -> str:
    """Who will see her answers: what is true for her."""
    _ = language(invite.language).gettext
    if invite.own:
        return _(
            "Your own answers stand beside those of others in your report. Only you decide who "
            "reads it."
        )
    if invite.identified:
        return _(
            "Please note: the report shows the answers of your group as such, so they can be "
            "traced to you. The first page explains this before you begin."
        )
    return _(
        "Your answers are anonymous. They are only shown together with those of others, and after "
        "you have sent them nobody can trace them to you. The first page explains how."
    )


def reminder(invite: Invite, name: str) -> Letter:
    """The same link once more, to whoever has not answered; it presses nobody."""
    _ = language(invite.language).gettext
    subject = (
        _("Reminder: your self-assessment for %(programme)s", programme=invite.programme)
        if invite.own
        else _("Reminder: your feedback for %(leader)s", leader=invite.leader)
    )
    return Letter(invite.language, subject, tuple(_reminder(invite, name)))


def _reminder(invite: Invite, name: str) -> Iterator[Part]:
    spoken = language(invite.language)
    _ = spoken.gettext
    until = spoken.date(invite.closes_on)
    yield _("Dear %(name)s,", name=name)
    if invite.own:
        yield _(
            "A while ago you were asked to answer a questionnaire about your own leadership, for "
            "%(programme)s. It is open until %(date)s and takes about %(minutes)s minutes; what "
            "you filled in is still there.",
            programme=invite.programme,
            date=until,
            minutes=invite.minutes,
        )
    else:
        yield _(
            "A while ago your feedback for %(leader)s of %(school)s was asked. The questionnaire "
            "is open until %(date)s and takes about %(minutes)s minutes; what you filled in is "
            "still there.",
            leader=invite.leader,
            school=invite.school,
            date=until,
            minutes=invite.minutes,
        )
    yield Link(invite.address, _("Open the questionnaire"))
    if invite.own:
        yield _("Everybody whose answers have not come in gets this message on the same day.")
    else:
        yield _(
            "Everybody whose answers have not come in gets this message on the same day. You may "
            "also say no: the first page has a link for that, and no reason is asked."
        )
    yield _("This link is personal: please do not pass it on.")


def thanks(invite: Invite, name: str) -> Letter:
    """Thanks to a rater who answered; it goes to all of them at once, after the wave."""
    _ = language(invite.language).gettext
    parts = (
        _("Dear %(name)s,", name=name),
        _(
            "Thank you for your feedback for %(leader)s of %(school)s. The questionnaire is closed "
            "now; the report shows your answers only as the first page explained.",
            leader=invite.leader,
            school=invite.school,
        ),
        _(
            "Everybody who answered gets this message at the same time. You need not do anything "
            "more."
        ),
    )
    subject = _("Thank you for your feedback for %(leader)s", leader=invite.leader)
    return Letter(invite.language, subject, parts)
