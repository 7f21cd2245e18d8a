"""The step after a report: what a leader will work on, weighed and chosen on one page."""

from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.choices import LONGEST_ENTRY, MOST
from surveyapp.core.errors import Stale, Unfit
from surveyapp.core.priorities import overruled
from surveyapp.reporting.parts.choosing import SuggestionRow
from surveyapp.services import access, priorities
from surveyapp.services.priorities import Choice, Choosing, Planned
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.rater.forms import cleaned
from surveyapp.web.speech import _, spoken

pages = Blueprint("own_priorities", __name__, url_prefix="/leader/assessments")
Answer = str | Response | tuple[str, int]

ASKED = ("aim", "passion", "need", "reason")
"""What is asked about each competence; the name of a field is one of these and the competence."""


@dataclass
class Row:
    """One competence on the page: what the rule says, and what was typed."""

    said: SuggestionRow
    explain: bool
    values: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> bool:
        """Whether she wants to work on it."""
        return self.values["aim"] != ""

    @property
    def prominent(self) -> bool:
        """Whether it stands among those that are seen at once."""
        return self.wanted or self.said.kind != "keep"

    @property
    def choice(self) -> Choice:
        """What was typed, as it is kept."""
        passion, need = (_weight(self.values[name]) for name in ("passion", "need"))
        values = self.values
        return Choice(self.said.id, values["aim"], passion, need, values["reason"])


@dataclass
class Form:
    """All competences, and what is wrong with the choice as a whole."""

    rows: list[Row]
    seen: str
    errors: dict[str, list[str]] = field(default_factory=dict)

    def wanted(self, before: list[str]) -> list[Choice]:
        """What she wants: what she chose ``before`` in its order, then that of the page."""
        rows = sorted(
            (row for row in self.rows if row.wanted),
            key=lambda row: before.index(row.said.id) if row.said.id in before else len(before),
        )
        return [row.choice for row in rows]

    def tell(self, faults: dict[str, str]) -> None:
        """Put the sentences where they belong."""
        self.errors = {name: [_said(word)] for name, word in faults.items()}
        for row in self.rows:
            names = {name: f"{name}-{row.said.id}" for name in ASKED}
            row.faults = {
                name: self.errors[key][0] for name, key in names.items() if key in self.errors
            }


@pages.route("/<uuid:key>/priorities", methods=["GET", "POST"])
@for_leaders
def choose(key: UUID) -> Answer:
    """What the report suggests, and what the leader makes of it."""
    access.led_assessment(signed_in().id, key)
    if request.method != "POST":
        sheet = priorities.sheet(key, spoken().code)
        return _page(key, sheet, _stored(sheet))
    if name := request.form.get("up"):
        priorities.move_up(key, name)
        return redirect(url_for("own_priorities.choose", key=key), code=303)
    sheet = priorities.sheet(key, spoken().code)
    form = _sent(sheet)
    wanted = form.wanted([one.competence for one in sheet.choices.priorities])
    if "back" in request.form:
        return _page(key, sheet, form)
    if not sheet.stands and (lost := _lost(key, sheet, wanted)):
        return _ask(key, sheet, form, lost)
    return _keep(key, sheet, form, wanted)


def _keep(key: UUID, sheet: Choosing, form: Form, wanted: list[Choice]) -> Answer:
    """Store it, or show it again with what is wrong; an older page is told so."""
    try:
        priorities.choose(key, wanted, request.form.getlist("give_up"), form.seen)
    except Unfit as error:
        form.tell(error.faults)
        return _page(key, sheet, form), 422
    except Stale:
        form.seen = sheet.mark
        return _page(key, sheet, form, stale=True), 409
    flash(_("Your choice is saved."))
    return redirect(url_for("own_priorities.choose", key=key), code=303)


def _page(key: UUID, sheet: Choosing, form: Form, *, stale: bool = False) -> str:
    return render_template(
        "leader/priorities.html",
        key=key,
        sheet=sheet,
        form=form,
        stale=stale,
    )


def _ask(key: UUID, sheet: Choosing, form: Form, lost: dict[str, Planned]) -> str:
    """What would go with what she no longer chooses."""
    titles = {row.said.id: row.said.title for row in form.rows}
    fields = [(f"{name}-{row.said.id}", row.values[name]) for row in form.rows for name in ASKED]
    return render_template(
        "leader/priorities_give_up.html",
        key=key,
        sheet=sheet,
        lost=[(name, titles[name], counts) for name, counts in lost.items()],
        fields=[(name, value) for name, value in fields if value],
        seen=form.seen,
    )


def _lost(key: UUID, sheet: Choosing, wanted: list[Choice]) -> dict[str, Planned]:
    """The plans that would go, and which she has not said that she gives up."""
    kept = {one.competence for one in wanted} | set(request.form.getlist("give_up"))
    chosen = {one.competence for one in sheet.choices.priorities}
    if chosen <= kept:
        return {}
    found = priorities.planned(key)
    return {name: counts for name, counts in found.items() if name not in kept}


def _stored(sheet: Choosing) -> Form:
    """The form as she left it."""
    hers = {one.competence: one for one in sheet.choices.priorities}
    rows = []
    for said in sheet.part.suggestions:
        values = dict.fromkeys(ASKED, "")
        if one := hers.get(said.id):
            weights = one.passion or "", one.need or ""
            values = dict(zip(ASKED, map(str, (one.aim, *weights, one.reason)), strict=True))
        rows.append(_row(sheet, said, values))
    return Form(rows, sheet.mark)


def _sent(sheet: Choosing) -> Form:
    """The form as it was sent."""
    return Form(
        [
            _row(
                sheet,
                said,
                {name: cleaned(request.form.get(f"{name}-{said.id}")) for name in ASKED},
            )
            for said in sheet.part.suggestions
        ],
        request.form.get("seen", sheet.mark),
    )


def _row(sheet: Choosing, said: SuggestionRow, values: dict[str, str]) -> Row:
    against = said.kind == "keep" and overruled(sheet.suggestions, said.id, "strength")
    return Row(said, explain=against, values=values)


def _weight(text: str) -> int | None:
    """A weight as it was sent; what is none is refused as one that is too low."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0


def _said(word: str) -> str:
    """What is wrong, in a sentence."""
    if word == "long":
        return _("Use at most %(most)s characters.", most=spoken().count(LONGEST_ENTRY))
    return {
        "none": _("Choose at least one."),
        "many": _("Choose at most %(most)s: what do you leave for later?", most=MOST),
        "missing": _("The rule says otherwise here: write in a sentence why you choose this."),
        "unknown": _("Choose one of these."),
    }[word]
