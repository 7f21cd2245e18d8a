"""From an empty product to reports that leaders read: one coordinator, one spreadsheet, real mail.

The product serves itself, with its worker; mail travels by SMTP; everybody answers through the
forms behind the links in the mail.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from random import Random

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from surveyapp import config
from surveyapp.demo.mailbox import Mailbox, mail_server
from surveyapp.demo.people import LEADERS, names
from surveyapp.demo.rater import answer, mind
from surveyapp.demo.run import _wait_for, settings
from tests.browser.conftest import Window
from tests.ports import free_port
from tests.services import sheets
from tests.services.test_worker import until

COBY = "coby@opleider.example"
GROUPS = {"teacher": ("Leraren", 9), "peer": ("Collega-schoolleiders", 3), "board": ("Bestuur", 3)}
RATERS = 15
PATIENCE = 240
"""Seconds in which a product on a busy machine has done what it was asked."""
MOST = 12
"""Page loads from the sign-in page to invitations that are on their way."""


@dataclass(frozen=True)
class Product:
    """The product as a process, its settings and its mail."""

    environment: dict[str, str]
    site: str
    folder: Path
    mailbox: Mailbox

    def run(self, *command: str) -> str:
        """A command at the keyboard of the operator."""
        done = subprocess.run(
            [sys.executable, "-m", "surveyapp", *command],
            env=config.without_settings() | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def links(self, address: str) -> list[str]:
        """The links to sign in with that arrived for somebody; other mail may come before them."""
        sign_in = re.compile(rf"{self.site}/sign-in/link/\S+")
        files = sorted((self.folder / "mail").glob(f"*-{address}.eml"))
        mail = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        bodies = [one.get_body(("plain",)) for one in mail]
        return [link for body in bodies if body for link in sign_in.findall(body.get_content())]


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """An empty product with one coordinator, served with its worker."""
    port, smtp_port = free_port(), free_port()
    environment = settings(tmp_path, port) | {"SURVEYAPP_SMTP_PORT": str(smtp_port)}
    with mail_server(tmp_path / "mail", smtp_port) as mailbox:
        product = Product(environment, f"http://127.0.0.1:{port}", tmp_path, mailbox)
        product.run("upgrade")
        product.run("organisation", "create", "De Opleider")
        product.run("account", "create", COBY, "--name", "Coby Coördinator")
        product.run("organisation", "join", "De Opleider", COBY, "--role", "coordinator")
        with served(product, port):
            yield product


@contextmanager
def served(product: Product, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "surveyapp", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=config.without_settings() | product.environment)
    try:
        _wait_for(process, port)
        yield
    finally:
        family = [*psutil.Process(process.pid).children(recursive=True), process]
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            for one in family:
                one.kill()


def spreadsheet(path: Path) -> Path:
    """Six leaders with fifteen raters each."""
    invented = names(Random(7))
    rows = []
    for number, leader in enumerate(LEADERS):
        of_leader = ("Leergroep Noord", leader.name, leader.email, leader.school)
        for group, (label, count) in GROUPS.items():
            rows += [
                (*of_leader, label, next(invented), f"{group}{n}.{number}@raters.example", "nl")
                for n in range(count)
            ]
    assert len(rows) == RATERS * len(LEADERS) == 90
    path.write_bytes(sheets.saved(sheets.workbook(rows)))
    return path


def by_mailed_link(product: Product, page: Page, address: str) -> None:
    """Ask for a link on the sign-in page, and use it."""
    before = len(product.links(address))
    page.goto(f"{product.site}/sign-in")
    page.get_by_role("button", name="Stuur mij een link").click()
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_role("button", name="Stuur mij een link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")
    until(lambda: len(product.links(address)) > before, PATIENCE)
    page.goto(product.links(address)[-1])
    page.locator("main form button").click()


def set_up(product: Product, page: Page, file: Path) -> None:
    """A programme with a wave, its people from the spreadsheet, open, invitations on their way."""
    page.get_by_role("button", name="Nieuw programma").click()
    page.get_by_label("Naam van het programma").fill("Leren leiden")
    page.locator('input[name="instrument"][value="leadership-360"]').check()
    page.get_by_label("Laatste dag").fill((date.today() + timedelta(days=21)).isoformat())
    page.get_by_role("button", name="Programma maken").click()
    page.locator("a", has_text="Mensen uit een spreadsheet").first.click()
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Bestand nakijken").click()
    page.get_by_role("button", name="Deze mensen inlezen").click()
    page.get_by_role("button", name="Meting openen").click()
    page.get_by_role("button", name="Meting openen").click()
    expect(page.get_by_role("status")).to_contain_text("de uitnodigingen zijn onderweg")


def answered(product: Product) -> int:
    """Everybody opens the link in her mail and answers; how many did."""
    by_name = {leader.name: leader for leader in LEADERS}
    by_address = {leader.email: leader for leader in LEADERS}

    def act(place: int) -> bool:
        mail = product.mailbox.invitations[place]
        own = by_address.get(mail.address)
        leader = own or next(by_name[name] for name in by_name if name in mail.subject)
        group = "self" if own else mail.address.partition("@")[0].rstrip(".0123456789")
        rater = mind(leader, group, 1, mail.address)
        with httpx.Client(timeout=PATIENCE) as client:
            return answer(client, mail.link, rater)

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(act, range(len(product.mailbox.invitations))))


def loads_of(page: Page) -> Callable[[], int]:
    """How many pages were loaded, counted from now on."""
    seen: list[str] = []
    page.on("load", lambda loaded: seen.append(loaded.url))
    return lambda: len(seen)


@pytest.mark.slow
def test_from_an_empty_product_to_reports_that_leaders_read(
    chromium: Browser, product: Product, tmp_path: Path
) -> None:
    context = chromium.new_context(locale="nl-NL", reduced_motion="reduce")
    window = Window(context.new_page(), product.site)
    page = window.page
    loads = loads_of(page)
    by_mailed_link(product, page, COBY)
    set_up(product, page, spreadsheet(tmp_path / "mensen.xlsx"))
    assert loads() <= MOST
    window.check()

    everybody = RATERS * len(LEADERS) + len(LEADERS)
    until(lambda: len(product.mailbox.invitations) == everybody, PATIENCE)
    assert answered(product) > 0.8 * everybody

    page.reload()
    expect(page.get_by_text("schoolleiders hebben hun zelfbeoordeling verstuurd")).to_be_visible()
    window.check()
    for step in ("Sluiten en cijfers vastleggen", "Rapporten uitdelen"):
        page.get_by_role("main").get_by_role("button", name=step).click(timeout=PATIENCE * 1000)
        page.get_by_role("main").get_by_role("button", name=step).click()
    handed_out = page.get_by_text("Alle rapporten zijn uitgedeeld.")
    expect(handed_out).to_be_visible(timeout=PATIENCE * 1000)
    window.check()

    leader = LEADERS[0]
    own = chromium.new_context(locale="nl-NL", reduced_motion="reduce")
    reader = Window(own.new_page(), product.site)
    by_mailed_link(product, reader.page, leader.email)
    reader.page.get_by_role("button", name="Uw rapport openen").click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text(leader.name)
    assert window.faults == reader.faults == []
    own.close()
    context.close()
