"""(d) The server's processor time per completed questionnaire, against a bare Flask app."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil
from lxml import html

from surveyapp import config, create_app
from surveyapp.demo.run import free_port
from surveyapp.services import accounts, database, invitations, programmes, waves
from surveyapp.services.invitations import Rater
from tests.bench.measure import Result

QUESTIONNAIRES = 60
WARM_UP = 10
BARE = """
from granian import Granian
from granian.constants import Interfaces
Granian("tests.bench.bare:create_bare", factory=True, interface=Interfaces.WSGI, port={port},
        blocking_threads=4, log_enabled=False).serve()
"""


@contextmanager
def running(
    command: Sequence[str], environment: dict[str, str], port: int
) -> Iterator[psutil.Process]:
    """A server in a process of its own."""
    process = subprocess.Popen(command, env=os.environ | environment, cwd=Path(__file__).parents[2])
    try:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{port}/nothing-here", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def processor_time(process: psutil.Process) -> float:
    """Seconds that a process and its children have computed."""
    family = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in family)


def prepared(folder: str, port: int) -> tuple[dict[str, str], list[str]]:
    """A database with an open wave, the settings of its server, and links of teachers."""
    environment = {
        "SURVEYAPP_SECRET": secrets.token_hex(32),
        "SURVEYAPP_DATABASE": f"sqlite:///{folder}/bench.sqlite",
        "SURVEYAPP_BASE_URL": f"http://127.0.0.1:{port}",
    }
    app = create_app(config.load(environment))
    with app.app_context():
        database.upgrade()
        cora = accounts.create(name="Cora", email="cora@school.example", language="nl")
        programme = programmes.create(name="P", instrument="leadership-360", coordinator=cora)
        group = programmes.add_group(programme, "G")
        programmes.add_leader(
            group, name="Alice", email="alice@school.example", school="De Brug", language="nl"
        )
        in_a_week = date.today() + timedelta(7)
        wave = waves.create(programme, name="pre", label={"nl": "Begin"}, closes_on=in_a_week)
        waves.open_wave(wave)
        assessment = waves.assessments(wave)["alice@school.example"]
        count = QUESTIONNAIRES + WARM_UP
        raters = [Rater("teacher", f"T{n}", f"t{n}@school.example", "nl") for n in range(count)]
        invitations.invite(assessment, raters)
        return environment, invitations.addresses(assessment, ["teacher"])["teacher"]


class Visitor:
    """Answers questionnaires, counting requests and the size of pages."""

    def __init__(self, client: httpx.Client) -> None:
        self.client, self.loads, self.largest = client, 0, 0

    def get(self, address: str) -> html.HtmlElement:
        """Open a page."""
        return self._seen(self.client.get(address, follow_redirects=True))

    def send(self, address: str, values: dict[str, str]) -> httpx.URL:
        """Send a form; where it leads."""
        answer = self.client.post(address, data=values)
        assert answer.status_code in {302, 303}, answer.status_code
        return answer.url.join(answer.headers["Location"])

    def _seen(self, answer: httpx.Response) -> html.HtmlElement:
        assert answer.status_code == 200, answer.status_code
        self.loads += 1
        self.largest = max(self.largest, len(answer.content))
        return html.fromstring(answer.text)

    def questionnaire(self, first: str, begin: str, last: str) -> None:
        """Open the link, answer every page, look it over, send."""
        self.get(first)
        place = httpx.URL(first).join(begin)
        while not str(place).endswith("review"):
            page = self.get(str(place))
            names = dict.fromkeys(page.xpath("//input[@type='radio']/@name"))
            points = dict.fromkeys(names, "4")
            words = dict.fromkeys(page.xpath("//textarea/@name"), "Een zin over wat ik zie.")
            place = self.send(str(place), points | words | {"next": "1"})
        self.get(str(place))
        self.get(str(self.send(str(place), {last: "1"})))


def measured(
    process: psutil.Process, addresses: Sequence[str], begin: str
) -> tuple[float, Visitor]:
    """Processor seconds per questionnaire, after a few to warm up."""
    with httpx.Client(timeout=30) as client:
        visitor = Visitor(client)
        for address in addresses[:WARM_UP]:
            visitor.questionnaire(address, begin, "send")
        visitor.loads, start = 0, processor_time(process)
        for address in addresses[WARM_UP:]:
            visitor.questionnaire(address, begin, "send")
        return (processor_time(process) - start) / QUESTIONNAIRES, visitor


def questionnaires() -> Iterator[Result]:
    """The product and the bare app, one after the other in one run."""
    port, other = free_port(), free_port()
    serve = [sys.executable, "-m", "surveyapp", "serve", "--port", str(port)]
    with TemporaryDirectory() as folder:
        environment, links = prepared(folder, port)
        with running(serve, environment, port) as process:
            ours, visitor = measured(process, [f"{link}/" for link in links], "1")
    bare_server = [sys.executable, "-c", BARE.format(port=other)]
    with running(bare_server, {}, other) as process:
        first = f"http://127.0.0.1:{other}/bare/first"
        bare, _ = measured(process, [first] * len(links), "1")
    loads = visitor.loads // QUESTIONNAIRES
    yield Result(
        "(d) server's processor time per questionnaire against a bare app",
        f"{ours / bare:.2f} × ({ours * 1000:.0f} ms)",
        "at most 2 ×; goal 50 ms",
        ours <= 2 * bare,
    )
    yield Result("(d) page loads per questionnaire", str(loads), "at most 10", loads <= 10)
    size = visitor.largest / 1000
    yield Result("(d) largest page, uncompressed HTML", f"{size:.0f} kB", "60 kB", size <= 60)
