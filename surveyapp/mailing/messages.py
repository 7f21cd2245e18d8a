"""What is written about an invitation: a text of the programme or of the product, and then what we
promise, which is the product's alone: nobody can be told something else about her anonymity.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from surveyapp.languages import language
from surveyapp.mailing.letter import Letter, Link, Part
from surveyapp.mailing.placeholders import fill
from surveyapp.mailing.texts import LINK_LINE, Kind, Text, of_product


@dataclass(frozen=True)
class Invite:
    """What mail about an invitation says. ``own`` is the leader's self-assessment.

    ``code`` is typed at ``code_page`` where a link cannot be used. At ``overview`` are all of her
    questionnaires, where she has several.
    """

    address: str
    code: str
    code_page: str
    leader: str
    school: str
    programme: str
    closes_on: date
    minutes: int
    language: str
    own: bool
    identified: bool
    on_paper: bool = False
    overview: str = ""


def compose(kind: Kind, invite: Invite, name: str, text: Text | None = None) -> Letter:
    """The letter to somebody of that name, with the programme's own text where it has one."""
    spoken = language(invite.language)
    text = text or of_product(kind, invite.language)
    values = {
        "name": name,
        "leader": invite.leader,
        "school": invite.school,
        "programme": invite.programme,
        "last_day": spoken.date(invite.closes_on),
        "minutes": str(invite.minutes),
    }
    parts = (*_parts(text.body, values, ways_in(invite)), *added(kind, invite))
    return Letter(invite.language, fill(text.subject, values), parts)


def ways_in(invite: Invite) -> tuple[Part, ...]:
    """The link, and below it what to type where it cannot be used."""
    _ = language(invite.language).gettext
    typed = _(
        "On another device, go to %(page)s and type this code:\n%(code)s",
        page=invite.code_page,
        code=invite.code,
    )
    ways = (Link(invite.address, _("Open the questionnaire")), typed)
    if not invite.overview:
        return ways
    several = _("You have been asked more than once. All your questionnaires are on one page:")
    alone = _("That link opens all your questionnaires: please do not pass this message on.")
    return *ways, several, Link(invite.overview, _("See all my questionnaires")), alone


def _parts(body: str, values: Mapping[str, str], ways: tuple[Part, ...]) -> Iterator[Part]:
    """The paragraphs of a text, and the ways in where the link stands on its line."""
    apart = LINK_LINE.sub("\n\n{link}\n\n", body)
    for paragraph in re.split(r"\n\s*\n", apart.strip()):
        yield from ways if paragraph == "{link}" else (fill(paragraph, values),)


def added(kind: Kind, invite: Invite) -> tuple[str, ...]:
    """The paragraphs that follow every text of a kind: what is true for this person."""
    _ = language(invite.language).gettext
    if kind == "thanks":
        told = _(
            "The report shows your answers only as the first page explained. Everybody who "
            "answered gets this message at the same time. You need not do anything more."
        )
        return (told,)
    purpose = _(
        "The feedback is meant for development, never for appraisal. This link is personal: "
        "please do not pass it on."
    )
    if kind in {"invitation", "own-invitation"}:
        return _promise(invite), purpose
    return _to_all(invite), _promise(invite), purpose


def _to_all(invite: Invite) -> str:
    """A reminder presses nobody."""
    _ = language(invite.language).gettext
    if invite.own:
        return _("Everybody whose answers have not come in gets this message on the same day.")
    return _(
        "Everybody whose answers have not come in gets this message on the same day. You may "
        "also say no: the first page has a link for that, and you need give no reason."
    )


def _promise(invite: Invite) -> str:
    """Who will see her answers."""
    _ = language(invite.language).gettext
    if invite.own and invite.on_paper:
        return _(
            "Your own answers stand beside those of others in your report. The coordinator of the "
            "programme prints it for you. Only you decide who else reads it."
        )
    if invite.own:
        return _(
            "Your own answers stand beside those of others in your report. Only you decide who "
            "reads it."
        )
    if invite.identified:
        return _(
            "Please note: your group is not anonymous. Your answers in the report can be traced "
            "to you. The first page explains this before you begin."
        )
    return _(
        "Your answers are anonymous. They are only shown together with those of others, and after "
        "you have sent them nobody can trace them to you. The first page explains how."
    )


def renewal(invite: Invite, name: str) -> Letter:
    """A new link, in the product's words: they are true whether or not she has answered."""
    _ = language(invite.language).gettext
    subject = _("Your new link: feedback for %(leader)s", leader=invite.leader)
    return Letter(invite.language, subject, tuple(_renewal(invite, name)))


def _renewal(invite: Invite, name: str) -> Iterator[Part]:
    spoken = language(invite.language)
    _ = spoken.gettext
    yield _("Dear %(name)s,", name=name)
    yield _(
        "Your link to the questionnaire about %(leader)s of %(school)s was made anew, on request. "
        "The link in earlier messages no longer works; this one takes its place until %(date)s, "
        "and what you may have filled in is still there:",
        leader=invite.leader,
        school=invite.school,
        date=spoken.date(invite.closes_on),
    )
    yield from ways_in(invite)
    yield _(
        "Everybody whose link is made anew gets this message, whether or not they have "
        "answered. If you have sent your answers, or said no, it opens nothing and you need do "
        "nothing."
    )
    yield _promise(invite)
    yield _("This link is personal: please do not pass it on.")


def notice(invite: Invite, name: str) -> Letter:
    """To a leader: there is still time to be answered by more people. ``address`` is her page.

    It names neither a group nor a number: her page does, as it is when she opens it.
    """
    _ = language(invite.language).gettext
    subject = _("How your feedback is coming along: %(programme)s", programme=invite.programme)
    return Letter(invite.language, subject, tuple(_notice(invite, name)))


def _notice(invite: Invite, name: str) -> Iterator[Part]:
    spoken = language(invite.language)
    _ = spoken.gettext
    yield _("Dear %(name)s,", name=name)
    yield _(
        "People around you can answer until %(date)s. In at least one group there are not yet "
        "enough answers to show it on its own. Your page says in which, and what you can do:",
        date=spoken.date(invite.closes_on),
    )
    yield Link(invite.address, _("Open your page"))
    yield _(
        "You see how many people have answered, never who. Please ask nobody whether they "
        "have: you can tell the whole group that the questionnaire is open. We also remind "
        "everybody whose answers are missing."
    )
