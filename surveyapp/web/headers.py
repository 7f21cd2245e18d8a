"""What every answer carries to keep pages, and the people on them, to themselves."""

from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.routing import RequestRedirect

from surveyapp.services.context import settings

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def register(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(protect)
    app.after_request(_stay)


def protect(response: Response) -> Response:
    """The answer with its headers."""
    response.headers.update(HEADERS)
    # Not by the request: behind a proxy that speaks https, it comes in as http.
    if settings().base_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static" or response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _stay(response: Response) -> Response:
    """Lead to an address with its last slash without repeating the host: anybody may name one."""
    if not isinstance(request.routing_exception, RequestRedirect):
        return response
    place = urlsplit(request.routing_exception.new_url)._replace(scheme="", netloc="").geturl()
    return redirect(place, 308)  # type: ignore[return-value]
