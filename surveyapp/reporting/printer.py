"""What a process of a press runs: it prints what comes in, until nothing comes any more."""

import faulthandler
import gc
import json
import os
import sys

from surveyapp.core.choices import Choices
from surveyapp.core.effect_record import Effect
from surveyapp.core.group_report import GroupSnapshot
from surveyapp.core.share import Sheet
from surveyapp.core.snapshot import Snapshot
from surveyapp.reporting.paper import Paper
from surveyapp.reporting.pdf import render_group_pdf, render_pdf, render_sheet
from surveyapp.reporting.press import PATIENCE, Wish, read, write
from surveyapp.reporting.questionnaire import render_paper


def main() -> None:
    """Print wish after wish; nothing at all stands for a failure."""
    # What was imported lives as long as the process: no search for dead objects has to visit it.
    gc.freeze()
    with os.fdopen(os.dup(1), "wb") as out:
        # Nothing but documents goes where they are expected.
        os.dup2(2, 1)
        while True:
            try:
                wish = Wish(**json.loads(read(sys.stdin.buffer)))
            except EOFError:
                return
            # Whoever asked may have died: nobody else ends a document that hangs.
            faulthandler.dump_traceback_later(PATIENCE, exit=True)
            try:
                pdf = printed(wish)
            except MemoryError:
                # The next process has what this one lacks.
                raise
            except Exception:
                pdf = b""
            finally:
                faulthandler.cancel_dump_traceback_later()
            write(out, pdf)


def printed(wish: Wish) -> bytes:
    """The document that is wished for, as PDF."""
    if wish.kind == "questionnaire":
        return render_paper(Paper.from_json(wish.snapshot))
    if wish.kind == "sheet":
        return render_sheet(Sheet.from_json(wish.snapshot), wish.language, wish.design)
    if wish.kind == "group":
        return render_group_pdf(GroupSnapshot.from_json(wish.snapshot), wish.language, wish.design)
    choices = Choices.from_json(wish.choices) if wish.choices else None
    effect = Effect.from_json(wish.effect) if wish.effect else None
    snapshot = Snapshot.from_json(wish.snapshot)
    return render_pdf(snapshot, wish.language, wish.design, choices, effect)


if __name__ == "__main__":
    main()
