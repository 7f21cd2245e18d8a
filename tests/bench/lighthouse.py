"""What Lighthouse says of four pages, written to docs/lighthouse.md.

``make lighthouse`` fetches Lighthouse with npm into var/, which is no part of the product, and
needs the network for that; the measuring itself asks this machine only.
"""

import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from lxml import html

from surveyapp import config, create_app
from surveyapp.services import database, invitations
from tests import cast as people
from tests.bench.server import running
from tests.ports import free_port

PAGE = Path(__file__).parents[2] / "docs" / "lighthouse.md"
CATEGORIES = {"accessibility": 100, "best-practices": 95, "performance": 95}
TURNS = 3
SWITCHES = "--no-sandbox --headless=new --disable-gpu --disable-background-networking"
INTRO = """# Lighthouse

Four pages of the product behind `surveyapp serve`, as a telephone in the middle range sees them:
Lighthouse slows the network and the processor down. Repeat with `make lighthouse`, which writes
this page; each figure is the median of {turns} runs. Performance depends on the machine and on
what else it does; the others do not.

| page | {heads} |
|---|{rule}
"""


@dataclass(frozen=True)
class Stop:
    """A page to measure, and whether it is Alice who opens it."""

    name: str
    path: str
    hers: bool = False


def prepared(folder: str, port: int) -> tuple[dict[str, str], list[Stop]]:
    """The settings of a server with an open wave and a report, and the pages to look at."""
    environment = {
        "SURVEYAPP_SECRET": secrets.token_hex(32),
        "SURVEYAPP_DATABASE": f"sqlite:///{folder}/lighthouse.sqlite",
        "SURVEYAPP_BASE_URL": f"http://127.0.0.1:{port}",
    }
    with create_app(config.load(environment)).app_context():
        database.upgrade()
        cast = people.gather()
        report = people.assessment(people.released_wave(cast))
        assessment = people.assessment(people.open_wave(cast, "post"))
        people.invite(assessment)
        link = invitations.addresses(assessment, ["teacher"])["teacher"][0]
    rater = "/r/" + link.partition("/r/")[2].rstrip("/")
    return environment, [
        Stop("the rater's first page", f"{rater}/"),
        Stop("a page of questions", f"{rater}/1"),
        Stop("the leader's home", "/leader/", hers=True),
        Stop("the report on screen", f"/leader/assessments/{report}/report", hers=True),
    ]


def signed_in(site: str) -> str:
    """The cookie of Alice's session."""
    with httpx.Client(base_url=site, timeout=60) as client:
        form = html.fromstring(client.get("/sign-in").text)
        (token,) = form.xpath("//main//input[@name='csrf_token']/@value")
        data = {"email": people.address("Alice"), "password": people.PASSWORD}
        answer = client.post("/sign-in", data=data | {"csrf_token": token})
        assert answer.status_code == 303, answer.status_code
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def looked_at(program: str, address: str, cookie: str, folder: str) -> dict[str, Any]:
    """One run of Lighthouse, as it tells it in JSON."""
    headers = json.dumps({"Cookie": cookie} if cookie else {})
    out = Path(folder) / "run.json"
    command = [program, address, "--quiet", "--output=json", f"--output-path={out}"]
    command += [f"--chrome-flags={SWITCHES}", f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--extra-headers={headers}"]
    # Now and then it loses track of the browser's start, and says so: it is asked once more.
    if subprocess.run(command, check=False).returncode:
        subprocess.run(command, check=True)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def missed(run: dict[str, Any], category: str) -> Iterator[str]:
    """What a category was marked down for."""
    for one in run["categories"][category]["auditRefs"]:
        audit = run["audits"][one["id"]]
        if one["weight"] and audit["score"] is not None and audit["score"] < 0.9:
            yield f"{audit['title']} ({audit.get('displayValue') or audit['score']})"


def row(stop: Stop, runs: list[dict[str, Any]]) -> str:
    """A line of the table: the median of each category, and what its first run was marked for."""
    scores = [
        str(round(100 * median(run["categories"][name]["score"] for run in runs)))
        for name in CATEGORIES
    ]
    moved = max(run["audits"]["cumulative-layout-shift"]["numericValue"] for run in runs)
    weight = runs[0]["audits"]["total-byte-weight"]["numericValue"] / 1000
    cells = [stop.name, *scores, f"{moved:.3f}", f"{weight:.0f} kB"]
    told = "; ".join(one for name in CATEGORIES for one in missed(runs[0], name))
    return "| " + " | ".join([*cells, told or "–"]) + " |"


def main(program: str) -> None:
    """Measure every page, and write what was found."""
    heads = [*(f"{name}, goal {goal}" for name, goal in CATEGORIES.items()), "moved", "weight"]
    heads.append("marked down for")
    page = INTRO.format(turns=TURNS, heads=" | ".join(heads), rule="---|" * len(heads))
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "surveyapp", "serve", "--no-worker", "--port", str(port)]
    with TemporaryDirectory() as folder:
        environment, stops = prepared(folder, port)
        with running(command, environment, port):
            cookie = signed_in(site)
            for stop in stops:
                own = cookie if stop.hers else ""
                runs = [looked_at(program, site + stop.path, own, folder) for _ in range(TURNS)]
                page += row(stop, runs) + "\n"
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    found = sys.argv[1] if len(sys.argv) > 1 else shutil.which("lighthouse")
    if not found:
        sys.exit("Lighthouse is not here: run make lighthouse, which needs npm.")
    main(found)
