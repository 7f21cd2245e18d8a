"""``surveyapp serve``, ``worker``, ``upgrade`` and ``demo``: running the product."""

# ruff: noqa: PLC0415

from pathlib import Path

import click

from surveyapp.cli.shell import REFUSED, FilePath, tell


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--worker/--no-worker", default=True, help="With the background worker, or without.")
def serve(*, host: str, port: int, worker: bool) -> None:
    """Serve the product and do its background work. Settings come from the environment."""
    from surveyapp.serve import serve as run

    run(host, port, worker=worker)


@click.command()
@click.option("--attached", is_flag=True, hidden=True, help="Stop when the input ends.")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def worker(*, attached: bool, once: bool) -> None:
    """Do the background work alone: mail and other jobs at once, forgetting every night.

    With --once the exit code is 1 where something went wrong, which is told on stderr.
    """
    from surveyapp.serve import work

    if not work(attached=attached, once=once):
        click.get_current_context().exit(REFUSED)


@click.command()
def upgrade() -> None:
    """Bring the database up to date; safe to repeat."""
    from surveyapp import create_app
    from surveyapp.services import database

    with create_app().app_context():
        database.upgrade()
    tell("The database is up to date.")


@click.command()
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
