"""(d) The server's processor time per completed questionnaire, against a bare Flask app."""

import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil
from lxml import html

from surveyapp import config, create_app
from surveyapp.services import database, invitations
from tests import cast as people
from tests.bench.measure import Result
from tests.ports import free_port

QUESTIONNAIRES = 60
WARM_UP = 10
TURNS = 6
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
        assessment = people.assessment(people.open_wave(people.gather(("Alice de Vries",))))
        people.invite(assessment, "teacher", QUESTIONNAIRES + WARM_UP)
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


@dataclass
class Side:
    """A server and the questionnaires that wait to be answered at it."""

    process: psutil.Process
    visitor: Visitor
    addresses: list[str]

    def answer(self, count: int) -> float:
        """Processor seconds of the server for one of so many questionnaires."""
        start = processor_time(self.process)
        for _ in range(count):
            self.visitor.questionnaire(self.addresses.pop(), "1", "send")
        return (processor_time(self.process) - start) / count


def questionnaires() -> Iterator[Result]:
    """The product and the bare app side by side, in turn."""
    port, other = free_port(), free_port()
    serve = [sys.executable, "-m", "surveyapp", "serve", "--no-worker", "--port", str(port)]
    bare = [sys.executable, "-c", BARE.format(port=other)]
    with TemporaryDirectory() as folder, httpx.Client(timeout=30) as client:
        environment, links = prepared(folder, port)
        first = [f"http://127.0.0.1:{other}/bare/first"] * len(links)
        with running(serve, environment, port) as one, running(bare, {}, other) as two:
            sides = [
                Side(one, Visitor(client), [f"{link}/" for link in links]),
                Side(two, Visitor(client), first),
            ]
            for side in sides:
                side.answer(WARM_UP)
            visitor = sides[0].visitor
            visitor.loads = 0
            turns = [[side.answer(QUESTIONNAIRES // TURNS) for side in sides] for _ in range(TURNS)]
    loads = visitor.loads // QUESTIONNAIRES
    ours = statistics.median(own for own, _ in turns)
    ratio = statistics.median(own / bare_one for own, bare_one in turns)
    yield Result(
        "(d) server's processor time per questionnaire against a bare app",
        f"{ratio:.2f} × ({ours * 1000:.0f} ms)",
        "at most 2 ×; goal 50 ms",
        ratio <= 2,
    )
    yield Result("(d) page loads per questionnaire", str(loads), "at most 10", loads <= 10)
    size = visitor.largest / 1000
    yield Result("(d) largest page, uncompressed HTML", f"{size:.0f} kB", "60 kB", size <= 60)
