"""``surveyapp instrument``: questionnaires."""

# ruff: noqa: PLC0415

from pathlib import Path

import click

from surveyapp.cli.shell import FilePath, check_each, instrument_named, refuse_language


@click.group()
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
    """Say everything that is wrong in files with questionnaires, guides for reflection or ideas."""
    from surveyapp.core.any_file import check
    from surveyapp.core.shipped import text_of

    def faults(path: Path) -> list[str]:
        return [str(fault) for fault in check(text_of(path), click.format_filename(path))]

    check_each(files, faults, prefix=False)


@instrument.command("show")
@click.argument("name", metavar="NAME|FILE")
@click.option("--language", default="nl", show_default=True)
def show_instrument(name: str, language: str) -> None:
    """The competences and items of a questionnaire, with their ids."""
    from surveyapp.core.base import text_in
    from surveyapp.core.instrument import OTHERS, worded

    refuse_language(language)
    one = instrument_named(name)
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

    click.echo(",".join(header(instrument_named(name))))
