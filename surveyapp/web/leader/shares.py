"""What a leader shares: the list, a new one, who opened it, and taking it back."""

from io import BytesIO
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.core.base import text_in
from surveyapp.core.errors import Unfit
from surveyapp.core.instrument import SELF
from surveyapp.core.share import Sheet
from surveyapp.reporting.sheet_content import SheetContent
from surveyapp.services import access, share_reading, shares
from surveyapp.web import limits
from surveyapp.web.figures import drawing
from surveyapp.web.leader.sharing import ShareForm, usual_day
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("shares", __name__, url_prefix="/leader")
Answer = str | AnyResponse | tuple[str, int]


@pages.get("/shares/")
@for_leaders
def overview() -> str:
    """All that a leader shares, and of which reports they can share more."""
    return render_template(
        "leader/shares.html",
        shares=share_reading.of_leader(signed_in().id),
        places=shares.places(signed_in().id),
    )


@pages.route("/assessments/<uuid:key>/share", methods=["GET", "POST"])
@for_leaders
def new(key: UUID) -> Answer:
    """Tick what somebody may read, look at it as they will, and only then share it."""
    found = shares.offer(access.led_assessment(signed_in().id, key).id)
    form = ShareForm(data={"ends_on": usual_day()})
    form.offer(found)
    sent = request.method == "POST" and "change" not in request.form
    if sent and (answer := _next(found, form)):
        return answer
    page = render_template(
        "leader/share_new.html",
        form=form,
        offer=found,
        coaches={str(account): name for account, name in found.coaches.items()},
        looked={str(one): looked for one, looked in found.reflections.items()},
        recognised=_recognised(found),
    )
    return page, form.status


def _recognised(found: shares.Offer) -> list[str]:
    """The groups whose answers are shown as somebody's own, by name."""
    return [
        text_in(unit.label, spoken().code)
        for unit in found.snapshot.units
        if unit.identified and unit.id != SELF
    ]


def _next(found: shares.Offer, form: ShareForm) -> Answer | None:
    """What will be read, or that it is shared from now on; ``None`` where something is wrong."""
    valid = form.validate()
    try:
        wanted = form.wanted()
        sheet = shares.preview(found, wanted)
    except Unfit as error:
        form.add(error)
        return None
    if not valid:
        return None
    if "make" in request.form:
        limits.costly(signed_in().id)
        made = shares.make(found, wanted, _once())
        flash(_("It can be read from now on."))
        return redirect(url_for("shares.one", key=made), code=303)
    return render_template(
        "leader/share_preview.html",
        form=form,
        sheet=content(sheet),
        recipient=sheet.recipient,
        by_link=wanted.coach is None,
        once=uuid4(),
        **drawing(),
    )


def _once() -> UUID | None:
    """What the preview is known by, so that pressing its button twice shares once."""
    try:
        return UUID(request.form.get("once", ""))
    except ValueError:
        return None


@pages.get("/shares/<uuid:key>")
@for_leaders
def one(key: UUID) -> str:
    """Who may read it, who did, and its link."""
    share = access.led_share(signed_in().id, key)
    found = share_reading.of_key(share.id)
    return render_template(
        "leader/share.html",
        share=found,
        link=share_reading.address_of(share) if found.living else "",
        openings=share_reading.openings(share.id),
        sheet=content(share_reading.content(share)) if found.living else None,
        **drawing(),
    )


@pages.get("/shares/<uuid:key>/sheet.pdf")
@for_leaders
def own_pdf(key: UUID) -> Response:
    """What a leader shares on paper, for themselves: their own reading is counted nowhere."""
    share = access.led_share(signed_in().id, key)
    limits.costly(signed_in().id)
    return as_pdf(share_reading.content(share))


@pages.post("/shares/<uuid:key>/take-back")
@for_leaders
def take_back(key: UUID) -> AnyResponse:
    """Nobody reads it any more, from this moment on."""
    shares.take_back(access.led_share(signed_in().id, key).id)
    flash(_("It has been taken back: nobody can read it any more."))
    return redirect(url_for("shares.one", key=key), code=303)


def content(sheet: Sheet) -> SheetContent:
    """What stands in a sheet, in the language of the page."""
    return share_reading.in_words(sheet, spoken().code)


def as_pdf(sheet: Sheet) -> Response:
    """A sheet as a file; nobody on the way keeps a copy."""
    name = secure_filename(f"360 {sheet.leader}".lower()).replace("_", "-") or "360"
    pdf = share_reading.pdf(sheet, spoken().code)
    answer = send_file(
        BytesIO(pdf), "application/pdf", as_attachment=True, download_name=f"{name}.pdf"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
