"""What somebody typed is not lost when her session ended meanwhile: a page gives it back to her.

The token of a form tells for whom the form was drawn, and when. So what was typed is shown once
more to whom it came from, and is sent in the name of its writer only. It stands in that page, and
nowhere else. Many ticks come back as words do; whoever chose little, or only pressed, signs in,
looks, and chooses again.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from flask import current_app, render_template, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

TOKEN = "csrf_token"  # noqa: S105 - the name of a field
OWN_ACCOUNT = "/account/"
"""Pages whose forms hold passwords and codes: these are never given back."""

AFTERWARDS = timedelta(days=1)
"""For so long after a session could last, its forms still tell for whom they were drawn."""

CHOSEN = {
    "aim", "by_rule", "change", "chosen", "competence", "design", "do", "give_up", "group",
    "instrument", "items", "kind", "language", "line", "make", "more", "on_paper", "once",
    "organisation", "parcel", "policy", "priorities", "rate", "raters", "reflections", "remove",
    "role", "said", "scores", "seen", "send", "shared", "standard", "state", "take", "up",
    "version", "way", "why",
}  # fmt: skip
"""Fields that are ticked, chosen, pressed or carried along, up to the first dash of the name."""

TICKED = {"aim", "chosen", "items", "more", "priorities", "rate", "reflections", "said", "scores"}
"""Those of them of which somebody may have ticked many."""

MANY = 3


def mark(account: UUID) -> None:
    """Let the forms of this session tell for whom they were drawn."""
    session[TOKEN] = f"{account.hex}.{secrets.token_hex(20)}"


def page(reader: UUID | None) -> tuple[str, int] | None:
    """What was sent, to send it again; ``reader`` is who is signed in, if anybody is.

    ``None`` where it was typed by somebody else, or nobody knows by whom, or hardly any was, or
    a file came along, which no page can give back. The status is 403 for who is signed out, 400
    for who is signed in. Signed out, the token that came is kept, as it tells for whom the form was
    drawn; for a reader it is empty, and the template draws a new one.
    """
    writer, fields = _writer(), _fields()
    texts = [text for name, text in fields if _typed(name, text)]
    ticks = sum(_kind(name) in TICKED and bool(text) for name, text in fields)
    if (not texts and ticks < MANY) or request.files:
        return None
    if not writer or (reader and reader.hex != writer):
        return None
    token = "" if reader else request.form[TOKEN]
    values = {"fields": fields, "texts": texts, "ticks": ticks, "token": token}
    return render_template("account/unsent.html", **values), 400 if reader else 403


def _fields() -> list[tuple[str, str]]:
    """Whatever was filled in or pressed on a page, but for how she signs in."""
    if request.path.startswith(OWN_ACCOUNT):
        return []
    return [(name, text) for name, text in request.form.items(multi=True) if name != TOKEN]


def _typed(name: str, text: str) -> bool:
    """Whether it is words of her own."""
    return _kind(name) not in CHOSEN and any(map(str.isalpha, text))


def _kind(name: str) -> str:
    return name.partition("-")[0]


def _writer() -> str:
    """For whom the form was drawn; empty where no token of ours tells it, or one too old does."""
    lives = current_app.permanent_session_lifetime + AFTERWARDS
    # As Flask-WTF signs what the session holds.
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        written = str(signer.loads(request.form.get(TOKEN, ""), max_age=int(lives.total_seconds())))
    except BadData:
        return ""
    return written.rpartition(".")[0]
