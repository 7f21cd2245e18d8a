"""Signing in with OpenID Connect: there and back, by the authorization code with PKCE.

State, nonce and verifier wait in our own strict cookie. A browser that comes back from the provider
does not bring that along; the page in between does (``permissions.go_on``).
"""

import logging
import time
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from surveyapp.services import single_sign_on
from surveyapp.services.context import settings
from surveyapp.services.single_sign_on import Vouched
from surveyapp.web.account.entering import admit, inside, safe
from surveyapp.web.permissions import from_elsewhere, go_on, public

pages = Blueprint("sso", __name__, url_prefix="/sign-in")

NAME = "provider"

PATIENCE = 5
"""Seconds to wait for the provider: whoever waits holds one of few threads, which raters need."""

PAUSE = 20
"""Seconds for which one that did not answer is not asked again."""

WRONG = (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError)
"""What an answer raises that is not as it should be."""

SILENT = (requests.ConnectionError, requests.Timeout)
"""What is raised where there is no answer at all."""

log = logging.getLogger(__name__)

Page = str | Response | tuple[str, int]


def register(app: Flask) -> None:
    """Know the provider, if there is one; it is asked when somebody first signs in with it."""
    options = app.extensions["settings"]
    app.extensions["sso_pause"] = 0.0
    if not options.oidc_issuer:
        return
    oauth = OAuth(app)
    oauth.register(  # type: ignore[no-untyped-call]
        NAME,
        client_id=options.oidc_client_id,
        client_secret=options.oidc_client_secret.get_secret_value(),
        server_metadata_url=f"{options.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )


def offered() -> str:
    """What the button says; empty where there is no single sign-on."""
    return settings().oidc_name if settings().oidc_issuer else ""


def _provider() -> FlaskOAuth2App:
    if not offered():
        abort(404)
    oauth = current_app.extensions["authlib.integrations.flask_client"]
    return cast(FlaskOAuth2App, oauth.create_client(NAME))


@pages.get("/single")
@public
def start() -> Page:
    """Lead to the provider."""
    provider = _provider()
    if current_user.is_authenticated:
        return inside()
    if from_elsewhere():
        return go_on()
    if time.time() < current_app.extensions["sso_pause"]:
        return _unreachable()
    _forget_starts()
    session["sso_place"] = safe(request.args.get("next", ""))
    back_here = settings().base_url + url_for("sso.back")
    try:
        _refuse_another(provider.load_server_metadata())
        return provider.authorize_redirect(back_here)
    except (RequestException, *WRONG) as error:
        _leave_alone()
        return _failed(error)


def _forget_starts() -> None:
    """Of many who begin in one browser the last may come back: a cookie does not hold many."""
    for name in [name for name in session if name.startswith(f"_state_{NAME}_")]:
        del session[name]


def _refuse_another(metadata: dict[str, Any]) -> None:
    """``ValueError`` where the provider says that it is another one."""
    if metadata.get("issuer") != settings().oidc_issuer:
        raise ValueError("another issuer")


@pages.get("/single/back")
@public
def back() -> Page:
    """Come back from the provider: who is it?"""
    provider = _provider()
    if from_elsewhere():
        return go_on()
    if not _begun() and "step" not in request.args:
        # A browser that does not say where it comes from: once more, from our own page.
        return go_on(step="2")
    try:
        somebody = _vouched(provider)
    except MismatchingStateError:
        return render_template("account/sso_again.html"), 400
    except (RequestException, *WRONG) as error:
        return _failed(error)
    key = single_sign_on.recognise(somebody)
    if key is None:
        return render_template("account/sso_unknown.html", name=offered()), 403
    return admit(key, session.get("sso_place", ""))


def _begun() -> bool:
    """Whether it was from this browser that she went to the provider."""
    return f"_state_{NAME}_{request.args.get('state', '')}" in session


def _vouched(provider: FlaskOAuth2App) -> Vouched:
    """What the provider says, once its signature, issuer, audience, time and nonce are right."""
    options = settings()
    wanted = {
        "iss": {"essential": True, "value": options.oidc_issuer},
        "aud": {"essential": True, "value": options.oidc_client_id},
    }
    token = provider.authorize_access_token(claims_options=wanted)
    claims = dict(token["userinfo"])
    if "email" not in claims:
        more = dict(provider.userinfo(token=token))
        claims = {**more, **claims} if more.get("sub") == claims["sub"] else claims
    verified = claims.get("email_verified")
    return Vouched(
        issuer=options.oidc_issuer,
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")),
        verified=None if verified is None else str(verified).lower() == "true",
    )


def _failed(error: Exception) -> Page:
    """Say that it did not go well; the log gets the kind only, as the words may be private."""
    log.warning("Single sign-on failed: %s.", type(error).__name__)
    # An answer that is an error may be to a code that somebody made up.
    if isinstance(error, SILENT):
        _leave_alone()
    if isinstance(error, RequestException):
        return _unreachable()
    return render_template("account/sso_failed.html", name=offered()), 403


def _leave_alone() -> None:
    """Ask nothing of the provider for a while, nor send anybody there."""
    current_app.extensions["sso_pause"] = time.time() + PAUSE


def _unreachable() -> Page:
    return render_template("account/sso_down.html", name=offered()), 503
