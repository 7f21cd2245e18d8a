"""The command line. Bad input gets a sentence on stderr and exit code 2, never a traceback.

Every command imports what it needs when it runs, so that ``--help`` is quick.
"""

# ruff: noqa: PLC0415

import errno
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveyapp.core.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveyapp.core.instrument import Instrument
    from surveyapp.core.snapshot import Snapshot

FAULTY = 2
"""Exit code where the input has to be mended."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells use it."""

LARGEST_SNAPSHOTS = 500_000_000
"""The largest file of snapshots that is read, in bytes."""

FilePath = click.Path(path_type=Path)


class Commands(click.Group):
    """A group of commands that turns what went wrong into sentences and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except SurveyError as error:
            tell(str(error))
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            tell(f"{error.filename or 'The output'}: {error.strerror or error}.")
        except UnicodeEncodeError as error:
            tell(f"A name or text cannot be written as {error.encoding}: use a terminal in UTF-8.")
        except KeyboardInterrupt:
            tell("Interrupted.")
            ctx.exit(INTERRUPTED)
        return ctx.exit(FAULTY)


def tell(message: str) -> None:
    """Say something to the person at the keyboard, beside the output."""
    click.echo(message, err=True)


def _tell_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Which version this is; a checkout may be run without being installed."""
    if not wanted or ctx.resilient_parsing:
        return
    from importlib import metadata

    try:
        version = metadata.version("surveyapp")
    except metadata.PackageNotFoundError:
        version = "(not installed: run from its source)"
    click.echo(f"surveyapp {version}")
    ctx.exit()


@click.group(cls=Commands)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell_version,
    help="Show the version and exit.",
)
def main() -> None:
    """360° feedback for school leaders."""


@main.command()
@click.option("--instrument", "name", required=True, metavar="NAME|FILE", help="What was asked.")
@click.option(
    "--responses", type=FilePath, required=True, metavar="FILE.csv", help="What was said."
)
@click.option(
    "--json",
    "output",
    type=FilePath,
    required=True,
    metavar="OUT.json",
    help="Where the snapshots go.",
)
@click.option("--pdf-dir", type=FilePath, metavar="DIR", help="Also a report as PDF per snapshot.")
@click.option("--language", default="nl", show_default=True, help="Language of the reports.")
@click.option(
    "--programme", metavar="TEXT", help="Name on the report; else the instrument's title."
)
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date of the figures; else today."
)
def score(
    *,
    name: str,
    responses: Path,
    output: Path,
    pdf_dir: Path | None,
    language: str,
    programme: str | None,
    day: datetime | None,
) -> None:
    """Compute the snapshots of every leader and wave in a CSV file of responses.

    Nothing is written unless every snapshot keeps the rules of anonymity.
    """
    from surveyapp.core.base import text_in
    from surveyapp.core.response_file import MAXIMUM_SIZE
    from surveyapp.services import scoring

    _refuse_language(language)
    _refuse_unwritten(programme or "")
    scoring.refuse_unwritable(output)
    if output.resolve() in {responses.resolve(), Path(name).resolve()}:
        raise SurveyError(f"{output} is what is read: give the snapshots another name.")
    if pdf_dir:
        scoring.refuse_missing(pdf_dir)
    instrument = _instrument(name)
    snapshots = scoring.score(
        scoring.content_of(responses, MAXIMUM_SIZE),
        click.format_filename(responses),
        instrument,
        frozen_on=day.date() if day else date.today(),
        programme=programme or text_in(instrument.title, language),
    )
    scoring.write(output, scoring.in_one_file(snapshots).encode())
    tell(f"{len(snapshots)} snapshots in {click.format_filename(output)}")
    if pdf_dir:
        _draw(snapshots, pdf_dir, language)


def _refuse_language(language: str) -> None:
    from surveyapp.languages import languages

    if language not in languages():
        raise SurveyError(
            f"There is no language {language!r}. Choose one of: {', '.join(languages())}."
        )


def _refuse_unwritten(programme: str) -> None:
    """Arguments may hold bytes that are no text; nothing could be written with them."""
    if any("\ud800" <= letter <= "\udfff" for letter in programme):
        raise SurveyError("The programme is not written in UTF-8: type its name again.")


def _draw(snapshots: "list[Snapshot]", folder: Path, language: str) -> None:
    """Write the reports, saying how far it is."""
    from surveyapp.services import scoring

    for number, (name, pdf) in enumerate(scoring.documents(snapshots, language), start=1):
        scoring.write(folder / name, pdf)
        tell(f"{number}/{len(snapshots)} {name}")


@main.group()
def report() -> None:
    """Stored reports."""


@report.command("check")
@click.argument("files", nargs=-1, required=True, type=FilePath, metavar="SNAPSHOT.json...")
def check_report(files: tuple[Path, ...]) -> None:
    """Check stored snapshots against the rules of anonymity, independently of what made them."""
    from surveyapp.services import scoring

    _check_each(
        files, lambda path: scoring.violations_in(scoring.content_of(path, LARGEST_SNAPSHOTS))
    )


@main.group()
def instrument() -> None:
    """Questionnaires."""


@instrument.command("list")
def list_instruments() -> None:
    """The questionnaires that are shipped, with version, number of items and minutes."""
    from surveyapp.core.library import instrument_names, load_instrument

    for name in instrument_names():
        one = load_instrument(name)
        items = sum(1 for _ in one.items())
        click.echo(f"{name}  {one.version}  {items} items, {one.minutes} minutes")


@instrument.command("check")
@click.argument("files", nargs=-1, required=True, type=FilePath, metavar="FILE...")
def check_instrument(files: tuple[Path, ...]) -> None:
    """Say everything that is wrong in files with questionnaires."""
    from surveyapp.core.instrument_file import check
    from surveyapp.core.shipped import text_of

    def faults(path: Path) -> list[str]:
        return [str(fault) for fault in check(text_of(path), click.format_filename(path))]

    _check_each(files, faults, prefix=False)


@instrument.command("show")
@click.argument("name", metavar="NAME|FILE")
@click.option("--language", default="nl", show_default=True)
def show_instrument(name: str, language: str) -> None:
    """The competences and items of a questionnaire, with their ids."""
    from surveyapp.core.base import text_in
    from surveyapp.core.instrument import OTHERS, worded

    _refuse_language(language)
    one = _instrument(name)
    click.echo(f"{text_in(one.title, language)} ({one.id} {one.version})")
    for competence in one.competences:
        click.echo(f"\n{competence.id}: {text_in(competence.title, language)}")
        for item in competence.items:
            click.echo(f"  {item.id}: {worded(item.text, OTHERS, language)}")


@instrument.command("header")
@click.argument("name", metavar="NAME|FILE")
def show_header(name: str) -> None:
    """The first line of a CSV file of responses to a questionnaire."""
    from surveyapp.core.response_file import header

    click.echo(",".join(header(_instrument(name))))


def _check_each(
    files: tuple[Path, ...], faults_of: "Callable[[Path], list[str]]", *, prefix: bool = True
) -> None:
    """Say the faults of each file, and leave with an exit code if there are any."""
    faulty = False
    for path in files:
        name = click.format_filename(path)
        try:
            faults = [f"{name}: {fault}" if prefix else fault for fault in faults_of(path)]
        except SurveyError as error:
            faults = [str(error)]
        for fault in faults:
            tell(fault)
        if not faults:
            click.echo(f"{name}: no faults")
        faulty = faulty or bool(faults)
    if faulty:
        click.get_current_context().exit(FAULTY)


def _instrument(name: str) -> "Instrument":
    """A shipped questionnaire by its name, else the one in that file."""
    from surveyapp.core.library import instrument_names, load_instrument

    is_file = name not in instrument_names() and (Path(name).suffix or Path(name).exists())
    return load_instrument(Path(name) if is_file else name)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the product. Settings come from the environment, see the README."""
    from surveyapp.serve import serve as run

    run(host, port)


@main.command()
def upgrade() -> None:
    """Bring the database up to date; safe to repeat."""
    from surveyapp import create_app
    from surveyapp.services import database

    with create_app().app_context():
        database.upgrade()
    tell("The database is up to date.")


@main.command()
@click.option("--folder", type=FilePath, default=Path("var/demo"), show_default=True)
@click.option("--seed", default=2026, show_default=True, help="Another seed, other raters.")
@click.option("--fresh", is_flag=True, help="Start again, even if it has run before.")
@click.option(
    "--serve/--no-serve", "then_serve", default=True, help="Serve the product afterwards."
)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
def demo(*, folder: Path, seed: int, fresh: bool, then_serve: bool, port: int) -> None:
    """A whole trajectory with invented people, from invitation to PDF."""
    from surveyapp.demo import run

    if then_serve:
        run.refuse_taken(port)
    told = run.run(folder, seed, tell, fresh=fresh)
    for path in told.pdfs:
        click.echo(path)
    if then_serve:
        tell(run.told_to_people(told, port))
        run.serve_on(folder, port)


if __name__ == "__main__":
    main()
