"""Work that takes long with a wave, in words: what waits, how far it is, and what went wrong."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.core.base import Texts
from surveyapp.core.errors import NotFound
from surveyapp.languages import language as language_of
from surveyapp.languages import languages
from surveyapp.reporting.design import DEFAULT, designs
from surveyapp.reporting.design import design as design_of
from surveyapp.reporting.sentences.naming import isolated
from surveyapp.services import access, files, printing, reports, waves, work, worker
from surveyapp.services.work import Look
from surveyapp.web import limits, work_words
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken
from surveyapp.web.work_words import Told

pages = Blueprint("work", __name__, url_prefix="/coordinator/waves/<uuid:key>/work")


STEPS = ("freeze", "release")
"""What changes a wave; that its reports are printed changes nothing."""


@pages.get("")
@for_coordinators
def state(key: UUID) -> Response:
    """How far the work with a wave is, for the script of its page."""
    wave = access.coordinated_wave(signed_in().id, key)
    return jsonify(
        [
            {
                "job": str(told.look.id),
                "sentence": told.sentence,
                "done": told.look.done,
                "total": told.look.total,
                "ended": not told.look.under_way,
            }
            for told in map(work_words.told, work.of_wave(wave.id))
        ]
    )


@pages.post("/pdfs")
@for_coordinators
def print_all(key: UUID) -> AnyResponse:
    """Have the reports that were handed out printed into one file, as far as they are not in it."""
    wave = _printable(key)
    design, language = request.form.get("design", DEFAULT), request.form.get("language", "")
    if design not in designs() or language not in ("", *languages()):
        raise NotFound("There is no such design or language.")
    limits.costly(signed_in().id)
    if batch(work.of_wave(wave)).under_way:
        flash(_("The reports are being printed already. Choose again when that is done."))
    else:
        work.ask(wave, "pdfs", spoken().code, design=design, printed_in=language)
    return redirect(url_for("coordinator.wave", key=wave), code=303)


@pages.get("/reports.zip")
@for_coordinators
def download(key: UUID) -> Response:
    """The file, for whoever may have it at this moment."""
    wave = _printable(key)
    path = printing.take(wave)
    answer = send_file(
        path, "application/zip", as_attachment=True, download_name=_("reports") + ".zip"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@dataclass(frozen=True)
class Batch:
    """The reports of a wave on paper: whether they are printed now, or there; how, the last time.

    ``designs`` and ``languages`` are what one may choose from, with their names.
    """

    under_way: bool
    there: bool
    design: str
    language: str
    designs: Sequence[tuple[str, Texts]]
    languages: Sequence[tuple[str, str]]


def batch(looks: Iterable[Look]) -> Batch:
    """How far the printing of a wave is, and how it may be asked for again."""
    last = next((look for look in looks if look.kind == files.KIND), None)
    return Batch(
        under_way=last is not None and last.under_way,
        there=last is not None and files.there(last.id),
        design=last.design if last and last.design else DEFAULT,
        language=last.printed_in if last else "",
        designs=[(name, design_of(name).file.name) for name in designs()],
        languages=[(code, language_of(code).name) for code in languages()],
    )


def _printable(key: UUID) -> UUID:
    """A wave of hers whose reports she prints, as all were told when it opened."""
    wave = access.coordinated_wave(signed_in().id, key)
    if not waves.promise(wave.id).rules.on_paper:
        raise NotFound("The reports of this wave are for its leaders only.")
    return wave.id


def busy(looks: Iterable[Look]) -> bool:
    """Whether a step with the wave is being taken: no other one can be taken meanwhile."""
    return any(look.under_way and look.kind in STEPS for look in looks)


def told(wave: UUID, looks: Sequence[Look], due: Collection[str]) -> list[Told]:
    """What there is to say: what is under way, what failed and is still due, what was just frozen.

    That reports were handed out the page says anyway.
    """
    to_say = [look for look in looks if look.under_way or (_failed_and_due(look, due))]
    said = {("freeze", "done"), ("pdfs", "done")}
    frozen = [look for look in looks[:1] if (look.kind, look.state) in said]
    return [_with_names(wave, work_words.told(look)) for look in to_say or frozen]


def _with_names(wave: UUID, told: Told) -> Told:
    """No job names anybody; who coordinates the wave may know whose report it is."""
    if told.look.under_way:
        return told
    if told.look.fault == worker.KEPT_BACK:
        return replace(told, names=reports.kept_back(wave))
    if told.look.fault == worker.SOME_MISSING:
        missing = printing.missing(wave, told.look.language)
        named = [replace(one, whose=isolated(one.whose)) for one in missing]
        return replace(told, names=[one.told(spoken()) for one in named])
    return told


def _failed_and_due(look: Look, due: Collection[str]) -> bool:
    return look.state == "failed" and (look.kind in due or look.kind not in STEPS)
