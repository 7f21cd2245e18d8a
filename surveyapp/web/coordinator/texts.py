"""The mail texts of a programme: written with a preview, kept, or the product's again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.base import text_in
from surveyapp.core.errors import Stale
from surveyapp.languages import language, languages
from surveyapp.services import access, texts
from surveyapp.services.texts import Ahead, Editable, Flaw, Flawed, Text
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("texts", __name__, url_prefix="/coordinator/programmes/<uuid:key>/texts")
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Written:
    """What stands in the form: the text, from which version it began, and what is wrong with it.

    ``theirs`` is what somebody else kept meanwhile.
    """

    text: Text
    version: int
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    theirs: Text | None = None
    unkept: bool = False


@pages.get("")
@for_coordinators
def overview(key: UUID) -> Answer:
    """Every kind of mail in every language: whose words it has."""
    programme = access.coordinated_programme(signed_in().id, key)
    return render_template(
        "coordinator/texts.html",
        programme=programme,
        titles=_titles(),
        spoken_here=[language(code) for code in languages()],
        changed=texts.changed(key),
    )


@pages.route("/<name>/<code>", methods=["GET", "POST"])
@for_coordinators
def edit(key: UUID, name: str, code: str) -> Answer:
    """One text: look at it, change it, or take the product's words."""
    access.coordinated_programme(signed_in().id, key)
    found = texts.editable(key, name, code)
    if request.method != "POST":
        return _page(key, name, code, Written(found.text, found.version))
    written = texts.tidied(Text(request.form.get("subject", ""), request.form.get("body", "")))
    if "product" in request.form:
        product = texts.product(name, code)
        return _page(key, name, code, Written(product, _seen(), unkept=found.own))
    if "keep" in request.form:
        return _keep(key, name, code, written)
    return _page(key, name, code, _looked_at(key, name, code, written))


def _seen() -> int:
    """The version from which the form began; what is no number fits none."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _keep(key: UUID, name: str, code: str, written: Text) -> Answer:
    try:
        texts.change(key, name, code, written, seen=_seen())
    except Flawed as error:
        return _page(
            key, name, code, Written(written, _seen(), _told(error.flaws, key, name, code))
        )
    except Stale:
        now = texts.editable(key, name, code)
        return _page(key, name, code, Written(written, now.version, theirs=now.text))
    flash(_("The text has been saved."))
    return redirect(url_for("texts.edit", key=key, name=name, code=code), code=303)


def _looked_at(key: UUID, name: str, code: str, written: Text) -> Written:
    try:
        texts.preview(key, name, code, written)
    except Flawed as error:
        return Written(written, _seen(), _told(error.flaws, key, name, code))
    return Written(written, _seen(), unkept=True)


def _page(key: UUID, name: str, code: str, written: Written) -> Answer:
    found = texts.editable(key, name, code)
    preview = None if written.errors else texts.preview(key, name, code, written.text)
    said = spoken()
    page = render_template(
        "coordinator/text.html",
        programme=access.coordinated_programme(signed_in().id, key),
        name=name,
        title=_titles()[name],
        tongue=language(code),
        found=found,
        form=written,
        words=[(word, _meanings()[known]) for known, word in found.words],
        ahead=[(text_in(wave.label, said.code), _reach(name, wave)) for wave in texts.ahead(key)],
        preview=preview,
        groups=said.join(text_in(label, said.code) for label in preview.groups) if preview else "",
    )
    return page, 422 if written.errors else 409 if written.theirs else 200


def _reach(name: str, wave: Ahead) -> str:
    """Which mail of a wave a change of this text will still reach."""
    if name == "thanks":
        return _("the thanks, when it is closed")
    if wave.state == "prepared":
        return _("everything, as it has not been opened yet")
    if name in {"invitation", "own-invitation"}:
        return _("invitations that have not been sent yet")
    if not wave.reminders:
        return _("nothing, as no reminder is planned")
    days = spoken().join(map(spoken().date, wave.reminders))
    return _("the reminders of %(days)s", days=days)


def _told(flaws: tuple[Flaw, ...], key: UUID, name: str, code: str) -> dict[str, list[str]]:
    """What is wrong with each field, in sentences."""
    found = texts.editable(key, name, code)
    told: dict[str, list[str]] = {}
    for flaw in flaws:
        told.setdefault(flaw.field, []).append(_sentence(flaw, found))
    return told


def _sentence(flaw: Flaw, found: Editable) -> str:
    subject = flaw.field == "subject"
    if flaw.what == "empty":
        return _("Write a subject.") if subject else _("Write a text.")
    if flaw.what == "long":
        return (
            _("This is too long: a subject has at most 150 characters.")
            if subject
            else _("This is too long: a text has at most 4,000 characters and 80 lines.")
        )
    if flaw.what == "link":
        link = dict(found.words)["link"]
        return _(
            "Put %(link)s on a line of its own, once: the button appears there.", link=f"{{{link}}}"
        )
    usable = [f"{{{word}}}" for known, word in found.words if not (subject and known == "link")]
    return _(
        "%(word)s cannot be filled in here. You can use: %(usable)s.",
        word=f"{{{flaw.about}}}",
        usable=spoken().join(usable),
    )


def _titles() -> dict[str, str]:
    return {
        "invitation": _("Invitation to raters"),
        "own-invitation": _("Invitation to the self-assessment"),
        "reminder": _("Reminder to raters"),
        "own-reminder": _("Reminder of the self-assessment"),
        "thanks": _("Thanks to raters"),
    }


def _meanings() -> dict[str, str]:
    return {
        "name": _("who gets the e-mail"),
        "leader": _("the school leader it is about"),
        "school": _("the school of that leader"),
        "programme": _("this programme"),
        "last_day": _("until when the questionnaire is open"),
        "minutes": _("how many minutes it takes"),
        "link": _("the personal link, on a line of its own"),
    }
