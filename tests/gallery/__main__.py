"""``python -m tests.gallery``: make the gallery, check all of it, and write pages to look through.

``--renew`` stores the pictures anew that documents are compared with; ``--only`` takes the cases
whose names begin so. What is made goes to ``build/gallery``.
"""

import argparse
import os
import sys
from functools import partial
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

from tests.gallery import page, pictures
from tests.gallery.made import Document, everything
from tests.gallery.one import Made, again, one


def gallery(documents: list[Document], folder: Path) -> list[Made]:
    """Everything, on all processors: made and checked, then made again in other processes."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    with _processes("1") as pool:
        for result in pool.imap(partial(one, folder=folder), documents):
            found.append(result)
            _tell(result)
    with _processes("2") as pool:
        others = pool.map(again, documents, chunksize=1)
    return [_compared(result, other) for result, other in zip(found, others, strict=True)]


def _processes(seed: str) -> Pool:
    """As many as there are processors, each with its own order of sets; replaced now and then.

    An executor of ``concurrent.futures`` that replaces its processes waits for ever for new ones.
    """
    os.environ["PYTHONHASHSEED"] = seed
    return get_context("spawn").Pool(maxtasksperchild=25)


def _compared(result: Made, other: str) -> Made:
    if result.digest == other:
        return result
    faults = (*result.faults, "made again, it has other bytes")
    return Made(result.document, result.pages, result.digest, faults)


def _tell(result: Made) -> None:
    print(result.document.name, f"{result.pages} pages", *result.faults, sep="\n    ", flush=True)


def renew() -> None:
    """Store how the documents look now, and forget those that are no longer kept."""
    wanted = {pictures.path(document) for document in pictures.kept()}
    for file in set(pictures.FOLDER.glob("*.png")) - wanted:
        file.unlink()
    with _processes("1") as pool:
        pool.map(pictures.store, pictures.kept(), chunksize=1)
    size = sum(file.stat().st_size for file in wanted)
    print(f"{len(wanted)} pictures, {size / 1e6:.1f} MB. Look at them before you commit them.")


def main() -> None:
    """Make the gallery or renew the stored pictures."""
    options = argparse.ArgumentParser(
        description="Make, check and draw every report of the gallery"
    )
    options.add_argument("--renew", action="store_true", help="store the pictures anew")
    options.add_argument("--only", default="", help="cases whose names begin so")
    options.add_argument("--folder", type=Path, default=Path("build/gallery"))
    given = options.parse_args()
    if given.renew:
        renew()
        return
    chosen = [document for document in everything() if document.case.startswith(given.only)]
    results = gallery(chosen, given.folder)
    page.write([(r.document, r.pages, r.faults) for r in results], given.folder)
    faults = sum(len(result.faults) for result in results)
    print(f"{len(results)} documents, {faults} faults: {given.folder / 'index.html'}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
