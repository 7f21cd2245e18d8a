"""Running the demo: a folder of its own, a real server, the story, the PDFs."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from surveyapp import config, create_app
from surveyapp.core.errors import SurveyError
from surveyapp.demo import printing
from surveyapp.demo.mailbox import mail_server
from surveyapp.demo.people import COORDINATOR, LEADERS, STAFF
from surveyapp.demo.rater import PULSE
from surveyapp.demo.story import PASSWORD, Say, Story
from surveyapp.serve import free, serve
from surveyapp.services import accounts, database
from surveyapp.services.context import acting

HOST = "127.0.0.1"
OWN = {"files", "mail", "reports", "secret", "told.json"}
"""What the demo puts in its folder, beside the database."""

DATABASE = "surveyapp.sqlite"

TRIES = 3
"""Links of each rater group that people are told of."""

UP_WITHIN = 120
"""Seconds that the server may take to answer."""


@dataclass(frozen=True)
class Told:
    """What a finished demo left behind, kept so that a second run is quick.

    ``links`` are the paths of questionnaires that are still open, by rater group; ``shared`` that
    of what a leader lets somebody read.
    """

    seed: int
    pdfs: list[str]
    links: dict[str, list[str]]
    shared: str


def run(folder: Path, seed: int, say: Say, *, fresh: bool = False) -> Told:
    """Tell the story in ``folder``, unless the same one was told there before."""
    if not fresh and (told := _told(folder, seed)):
        say("This demo has run before: nothing to do (--fresh starts it again).")
        return told
    if folder.exists():
        _refuse_strange(folder)
        _empty(folder)
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    port, smtp_port = free_port(), free_port()
    with mail_server(folder / "mail", smtp_port) as mailbox, printing.processes() as pool:
        environment = settings(folder, port) | {"SURVEYAPP_SMTP_PORT": str(smtp_port)}
        app = create_app(config.load(environment))
        with app.app_context():
            database.upgrade()
            with server(environment, port):
                told = _play(Story(seed, mailbox, say), folder / "reports", pool)
    _remember(folder, told)
    return told


def _play(story: Story, reports: Path, pool: ProcessPoolExecutor) -> Told:
    """Both waves and what lies between and after them; the reports are printed meanwhile."""
    programme = story.set_up()
    with acting(accounts.by_address(COORDINATOR[1])):
        first = story.wave(programme, 1)
        story.choices(first)
        pending = printing.begun(pool, first, 1, reports)
        story.wave(programme, PULSE)
        last = story.wave(programme, 2)
        shared = story.goes_on(first, last)
        links = story.open_invitations()
    pending += printing.begun(pool, last, 2, reports)
    pdfs = printing.finished(pending, story.say)
    paths = {group: [urlsplit(link).path for link in found] for group, found in links.items()}
    return Told(story.seed, [str(path) for path in pdfs], paths, urlsplit(shared).path)


def _remember(folder: Path, told: Told) -> None:
    """Written when everything is there: without it, the demo starts afresh."""
    (folder / "told.json").write_text(json.dumps(asdict(told), indent=1), encoding="utf-8")


def _refuse_strange(folder: Path) -> None:
    """Only a folder that a demo made is ever emptied."""
    strange = {path.name for path in folder.iterdir()} - OWN
    if any(not name.startswith(DATABASE) for name in strange):
        raise SurveyError(f"{folder} holds other files than a demo: choose another --folder.")


def _empty(folder: Path) -> None:
    """Not the folder itself: it may be the one that somebody stands in."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _told(folder: Path, seed: int) -> Told | None:
    """The result of an earlier run, if it was finished and everything is still there."""
    try:
        told = Told(**json.loads((folder / "told.json").read_text(encoding="utf-8")))
        needed = [folder / "secret", folder / DATABASE, *map(Path, told.pdfs)]
    except (OSError, ValueError, TypeError):
        return None
    complete = told.seed == seed and all(path.is_file() for path in needed)
    return told if complete else None


def settings(folder: Path, port: int) -> dict[str, str]:
    """The settings of the demo; its secret is made once and stays in its folder."""
    secret = folder / "secret"
    if not secret.exists():
        secret.write_text(secrets.token_hex(32), encoding="utf-8")
        secret.chmod(0o600)
    return {
        "SURVEYAPP_SECRET_FILE": str(secret),
        "SURVEYAPP_DATABASE": f"sqlite:///{quote(str((folder / DATABASE).absolute()))}",
        "SURVEYAPP_FILES": str((folder / "files").absolute()),
        "SURVEYAPP_BASE_URL": f"http://{HOST}:{port}",
        "SURVEYAPP_MAIL_FROM": "Leren leiden <feedback@opleider.example>",
    }


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(environment: Mapping[str, str], port: int) -> Iterator[None]:
    """The product's own server in a process of its own, stopped at the end."""
    command = [sys.executable, "-m", "surveyapp", "serve", "--no-worker", "--port", str(port)]
    process = subprocess.Popen(command, env=config.without_settings() | dict(environment))  # noqa: S603
    try:
        _wait_for(process, port)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + UP_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise SurveyError("The server of the demo did not start; its message stands above.")


def told_to_people(told: Told, port: int) -> str:
    """Who can sign in, and where the questionnaires are that can be tried."""
    base = f"http://{HOST}:{port}"
    lines = [
        "",
        f"Sign in at {base}/sign-in, everybody with the password {PASSWORD}",
        *(f"  {role:<12} {email}" for role, (_name, email) in STAFF.items()),
        *(f"  leader       {leader.email}" for leader in LEADERS),
        "",
        "Answer as a rater would (each link works until its answers are sent)",
        *(
            f"  {group:<12} {base}{path}"
            for group in told.links
            for path in told.links[group][:TRIES]
        ),
        "",
        "Read what a leader shares, without an account",
        f"  {base}{told.shared}",
        "",
    ]
    return "\n".join(lines)


def serve_on(folder: Path, port: int) -> None:
    """Serve what the demo left behind, with a worker and a mailbox, until somebody stops it.

    An earlier version of the product may have left it.
    """
    smtp_port = free_port()
    environment = (
        config.without_settings() | settings(folder, port) | {"SURVEYAPP_SMTP_PORT": str(smtp_port)}
    )
    os.environ.clear()
    os.environ.update(environment)
    with create_app(config.load(os.environ)).app_context():
        database.upgrade()
    with mail_server(folder / "mail", smtp_port):
        serve(HOST, port)


def refuse_taken(port: int) -> None:
    """``SurveyError`` if the product could not be served there once the story is told."""
    free(HOST, port)
