"""``surveyapp person``: erasing or handing over what is held about one person."""

# ruff: noqa: PLC0415

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveyapp.cli.shell import REFUSED, counted, product, tell
from surveyapp.core.errors import SurveyError

if TYPE_CHECKING:
    from surveyapp.services.persons import Erasure

OUTPUT = Path("-")
WOULD = ("Would be erased", "Would be withdrawn")
DID = ("Erased", "Withdrawn")


@click.group()
def person() -> None:
    """What is held about one leader or rater, found by an e-mail address."""


@person.command("erase")
@click.argument("address")
@click.option("--dry-run", is_flag=True, help="Say what would be erased, and erase nothing.")
@click.option("--yes", is_flag=True, help="Erase without asking.")
def erase_person(address: str, dry_run: bool, yes: bool) -> None:
    """Erase what is held about the person with this ADDRESS. It cannot be undone."""
    from surveyapp.services import persons

    if not (dry_run or yes or sys.stdin.isatty()):
        raise SurveyError("There is nobody to ask: add --yes to erase, or --dry-run to see what.")
    with product():
        if dry_run or not yes:
            _say(persons.erase(address, dry_run=True), WOULD)
        if dry_run:
            return
        if not yes and not click.confirm("Erase this? It cannot be undone."):
            tell("Nothing was erased.")
            click.get_current_context().exit(REFUSED)
        _say(persons.erase(address, dry_run=False), DID)


def _say(erasure: "Erasure", words: tuple[str, str]) -> None:
    for sentence in _sentences(erasure, *words):
        click.echo(sentence)


def _sentences(erasure: "Erasure", erased: str, withdrawn: str) -> Iterator[str]:
    """``erased`` and ``withdrawn`` say whether it was done or would be."""
    if erasure.account == "erased":
        yield f"{erased}: the account."
    if erasure.account == "kept":
        yield "Stays: the account, because it coordinates a programme."
    if erasure.leads:
        parts = [
            counted(erasure.assessments, "assessment"),
            counted(erasure.reports, "report"),
            counted(erasure.responses, "response"),
            counted(erasure.raters, "invitation"),
        ]
        yield f"{erased}: the place in {counted(erasure.leads, 'group')}, {', '.join(parts)}."
    if erasure.reflections:
        yield f"{erased}: what a leader wrote on their own."
    yield from _of_rater(erasure, erased, withdrawn)
    if nominations := erasure.nominated + erasure.proposals:
        yield f"{erased}: {counted(nominations, 'nomination')}."


def _of_rater(erasure: "Erasure", erased: str, withdrawn: str) -> Iterator[str]:
    if erasure.invited:
        invitations = counted(erasure.invited, "invitation")
        yield f"{erased}: name, address and link in {invitations} as a rater."
    if erasure.linked:
        yield f"{withdrawn}: {counted(erasure.linked, 'invitation')} as a rater; the link is dead."
    if erasure.held:
        yield (
            f"Stays: name and address in {counted(erasure.held, 'invitation')} of waves without "
            "figures, so that the name is masked and nobody is asked twice; they go with the other "
            "addresses, after the freeze, or at once if this command is run again then."
        )
    if erasure.invited or erasure.held:
        yield "Stays: what a rater answered, which cannot be found."


@person.command("export")
@click.argument("address")
@click.option(
    "--out",
    type=click.Path(path_type=Path, allow_dash=True),
    default=OUTPUT,
    metavar="FILE",
    help="A new file, for its owner only; else the output.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be handed over, and write nothing.")
def export_person(address: str, out: Path, dry_run: bool) -> None:
    """Write all that is held about the person with this ADDRESS, as JSON."""
    from surveyapp.services import disclosure, on_disk

    if not dry_run and out != OUTPUT:
        _refuse_existing(out)
        on_disk.refuse_unwritable(out)
    with product():
        data = disclosure.export(address, dry_run=dry_run)
    if dry_run:
        click.echo(f"This would be handed over: {', '.join(_parts(data))}.")
        return
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if out == OUTPUT:
        click.echo(text, nl=False)
        return
    on_disk.write(out, text.encode())
    tell(f"{', '.join(_parts(data))} in {click.format_filename(out)}")


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        name = click.format_filename(path)
        raise SurveyError(f"{name} is there already: give the export another name.")


def _parts(data: dict[str, Any]) -> list[str]:
    """What is in an export, in numbers."""
    reports = [row for row in data["assessments"] if row["report"]]
    return [
        counted(int(data["account"] is not None), "account"),
        counted(len(data["assessments"]), "assessment"),
        counted(len(reports), "report"),
        counted(len(data["invitations"]), "invitation"),
        counted(len(data["nominations"]), "nomination"),
        counted(len(data["deeds"]), "deed"),
    ]
