"""Work that takes long with a wave, in words: what waits, how far it is, and what went wrong."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.core.errors import NotFound
from surveyapp.services import access, printing, reports, waves, work, worker
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
    """Have all reports that were handed out printed into one file."""
    wave = _printable(key)
    limits.costly(signed_in().id)
    work.ask(wave, "pdfs", spoken().code)
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
    names = {worker.KEPT_BACK: reports.kept_back, worker.SOME_MISSING: printing.missing}
    if told.look.under_way or told.look.fault not in names:
        return told
    return replace(told, names=names[told.look.fault](wave))


def _failed_and_due(look: Look, due: Collection[str]) -> bool:
    return look.state == "failed" and (look.kind in due or look.kind not in STEPS)
