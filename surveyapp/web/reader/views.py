"""What a leader shares, read by a link: no account, no cookie.

Mail programs open links to look for viruses: so the first page tells only who shares, and what is
shared comes once somebody presses “Read”. Only that counts as opened. The document comes by a
button as well, and never by an address alone.
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from surveyapp.services import share_reading
from surveyapp.web import limits
from surveyapp.web.figures import drawing
from surveyapp.web.leader.shares import as_pdf, content
from surveyapp.web.permissions import by_share_link

pages = Blueprint("reader", __name__, url_prefix="/s/<share_link>")


@pages.route("/", methods=["GET", "POST"])
@by_share_link
def read(share_link: str) -> str:
    """Who shares something; and, once it was asked for, what."""
    share = share_reading.open_link(share_link)
    sheet = share_reading.content(share)
    if request.method != "POST":
        return render_template("shared/door.html", sheet=sheet)
    page = render_template("shared/read.html", sheet=content(sheet), **drawing())
    share_reading.opened(share.id, "page")
    return page


@pages.route("/sheet.pdf", methods=["GET", "POST"])
@by_share_link
def pdf(share_link: str) -> AnyResponse:
    """The same on paper, by a button of that page; whoever comes by the address reads first."""
    share = share_reading.open_link(share_link)
    if request.method != "POST":
        return redirect(url_for("reader.read", share_link=share_link))
    limits.costly_for(share.link or b"")
    key, document = share.id, as_pdf(share_reading.content(share))
    share_reading.opened(key, "pdf")
    return document


@pages.after_request
def unlisted(response: Response) -> Response:
    """No search engine keeps it, not even where somebody put the link on a page."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
