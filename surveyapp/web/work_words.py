"""Work that takes long, in words: what waits, how far it is, and what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.services import duty, work, worker
from surveyapp.services.work import Look
from surveyapp.web.speech import _


@dataclass(frozen=True)
class Told:
    """A job in a sentence, the fault where there is one, and which leaders it is about."""

    look: Look
    sentence: str
    fault: str
    names: Sequence[str] = ()


def told(look: Look) -> Told:
    """A job in words; nobody is named."""
    # While it is done again, nobody needs to know that a worker died.
    fault = _fault(look.fault) if look.fault and not look.under_way else ""
    return Told(look, _sentence(look), fault)


def _sentence(look: Look) -> str:
    if look.state == "waiting":
        return _waits(look)
    if look.state == "running":
        return _runs(look)
    return _done(look) if look.state == "done" else _failed(look)


def _waits(look: Look) -> str:
    if not look.late:
        return {
            "freeze": _("The figures are frozen in a moment."),
            "release": _("The reports are handed out in a moment."),
            "pdfs": _("The reports are printed in a moment."),
        }[look.kind]
    if duty.taken():
        return _("This waits until other work on this site is done.")
    return _(
        "This has been waiting for some time, as the background work of this site has stopped. "
        "Nothing is lost. Ask whoever runs this site to look."
    )


def _runs(look: Look) -> str:
    numbers = {"done": look.done, "all": look.total}
    return {
        "freeze": _("The figures are being frozen: %(done)s of %(all)s reports.", **numbers),
        "release": _("The reports are being checked and handed out."),
        "pdfs": _("The reports are being printed: %(done)s of %(all)s.", **numbers),
    }[look.kind]


def _done(look: Look) -> str:
    return {
        "freeze": _("The figures are frozen."),
        "release": _("The leaders can read their reports now."),
        "pdfs": _("The reports have been printed: %(done)s of %(all)s.", **_numbers(look)),
    }[look.kind]


def _failed(look: Look) -> str:
    return {
        "freeze": _("Not all figures could be frozen."),
        "release": _("Not all reports have been handed out."),
        "pdfs": _("The reports could not be printed."),
    }[look.kind]


def _numbers(look: Look) -> dict[str, int]:
    return {"done": look.done, "all": look.total}


def _fault(fault: str) -> str:
    """The sentence in the language of the page."""
    return {
        work.DIED_TWICE: _(
            "The background work of this site stopped at this twice. Ask whoever runs this "
            "site to look, or try once more."
        ),
        work.UNFORESEEN: _(
            "Something unexpected went wrong. Whoever runs this site can find out more in the "
            "log. You may try once more."
        ),
        worker.NOT_CLEARED_YET: _(
            "What was deleted could not be cleared away yet, as somebody else was using the "
            "database: that is tried again before the reports are handed out."
        ),
        worker.NOT_ALL_FROZEN: _(
            "A report would have broken a rule of anonymity, or the database failed. What is "
            "frozen stays frozen. Try once more; if that does not help, whoever runs this site "
            "can find out more in the log."
        ),
        worker.BUSY: _(
            "No report has been handed out. What was deleted must be cleared away first, and "
            "somebody else was using the database just then. Try once more in a quiet moment."
        ),
        worker.CHANGED: _(
            "No report has been handed out, as somebody changed one at the same moment. Try once "
            "more."
        ),
        worker.SOME_MISSING: _(
            "A text in the file names them as well. Print what is missing; if that does not "
            "help, ask whoever runs this site to look."
        ),
        worker.NO_ROOM: _(
            "The file could not be written. Nothing is lost: ask whoever runs this site to make "
            "room, and try once more."
        ),
        worker.KEPT_BACK: _(
            "A report that breaks a rule of anonymity, or was changed since it was frozen, was "
            "kept back; all others have been handed out. Ask whoever runs this site to look."
        ),
    }[fault]
