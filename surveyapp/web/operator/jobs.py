"""What the background work of this site does: what waits, runs and failed, and why."""

from flask import Blueprint, render_template

from surveyapp.services import duty, outbox, work
from surveyapp.web import work_words
from surveyapp.web.permissions import for_operators
from surveyapp.web.speech import _

pages = Blueprint("jobs", __name__, url_prefix="/operator/jobs")


@pages.get("")
@for_operators
def overview() -> str:
    """All jobs, the mail, and whether a worker is there."""
    return render_template(
        "operator/jobs.html",
        at_work=duty.taken(),
        still=work.stands_still(),
        jobs=[(one, work_words.told(one.look)) for one in work.everything()],
        mail=_mail(),
        mail_since=outbox.waits_since(),
    )


def _mail() -> list[tuple[str, int]]:
    """How many messages are in each state, in words; none of which there are none."""
    counts = outbox.counts()
    said = {
        "waiting": _("wait"),
        "sending": _("are being sent"),
        "sent": _("sent"),
        "uncertain": _("uncertain: a coordinator decides"),
        "refused": _("refused by the mail server: a coordinator decides"),
        "failed": _("given up: a coordinator decides"),
    }
    return [(words, counts[state]) for state, words in said.items() if counts.get(state)]
