"""The coach's pages: her learning groups, the group reports of their waves, what leaders share."""

from uuid import UUID

from flask import Blueprint, Response, render_template

from surveyapp.services import access, coaching, group_reading, share_reading
from surveyapp.web import limits
from surveyapp.web.figures import drawing
from surveyapp.web.leader.shares import as_pdf, content
from surveyapp.web.permissions import for_coaches, signed_in
from surveyapp.web.speech import spoken

pages = Blueprint("coach", __name__, url_prefix="/coach")


@pages.get("/")
@for_coaches
def home() -> str:
    """The learning groups that somebody coaches, with their leaders and waves."""
    person = signed_in().id
    return render_template(
        "coach/home.html", groups=coaching.of_coach(person), shared=share_reading.of_coach(person)
    )


@pages.get("/waves/<uuid:key>/report")
@for_coaches
def report(key: UUID) -> str:
    """The group report of a wave of the coach's group, once every leader has their own."""
    wave = access.coached_wave(signed_in().id, key)
    limits.costly(signed_in().id)
    found = group_reading.read(wave.id, spoken().code)
    return render_template("coach/report.html", wave=wave, report=found, **drawing())


@pages.get("/shares/<uuid:key>")
@for_coaches
def share(key: UUID) -> str:
    """What a leader shares with the coach of their group; the leader sees that it was read."""
    found = access.coached_share(signed_in().id, key)
    sheet = content(share_reading.content(found))
    page = render_template("coach/share.html", key=key, sheet=sheet, **drawing())
    share_reading.opened(key, "page")
    return page


@pages.get("/shares/<uuid:key>/sheet.pdf")
@for_coaches
def share_pdf(key: UUID) -> Response:
    """The same on paper."""
    found = access.coached_share(signed_in().id, key)
    limits.costly(signed_in().id)
    document = as_pdf(share_reading.content(found))
    share_reading.opened(key, "pdf")
    return document
