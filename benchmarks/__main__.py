"""Measure the engine and print a table per case.

python -m benchmarks                        everything
python -m benchmarks --only twin,growth     some cases; the others keep their figures
python -m benchmarks --quick                a reduced size, printed only (or with --json FILE)
python -m benchmarks --write-docs           docs/performance.md from the figures there are
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cases import CASES, chosen
from benchmarks.fresh import ROOT, fresh
from benchmarks.page import PAGE, TRIED, page, section
from benchmarks.results import add, read
from benchmarks.rows import BenchmarkError
from nightwalk.base.source import source_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

RESULTS = ROOT / "benchmarks" / "results.json"
FAILED, MISTAKE = 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print, keep; return the exit status."""
    asked = _parser().parse_args(words)
    try:
        names = chosen(asked.only)
        if asked.quick and asked.write_docs:
            raise BenchmarkError("Figures of a quick run are never written to the page; leave out --quick.")  # noqa: TRY301
        failed = 0 if asked.write_docs and not asked.only else _measure(names, asked.quick, _kept(asked))
        if asked.write_docs:
            text = page(read(asked.json or RESULTS), TRIED.read_text(encoding="utf-8"))
            PAGE.write_text(text, encoding="utf-8")
    except BenchmarkError as mistake:
        print(f"benchmarks: {mistake}", file=sys.stderr)
        return MISTAKE
    return FAILED if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", metavar="CASES", help=f"some of: {', '.join(CASES)}")
    parser.add_argument("--quick", action="store_true", help="a reduced size, to see that all works")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="the figures  [default: benchmarks/results.json]"
    )
    parser.add_argument(
        "--write-docs", action="store_true", help="write docs/performance.md; measures nothing alone"
    )
    return parser


def _kept(asked: argparse.Namespace) -> Path | None:
    """Return where the figures go; those of a quick run nowhere, unless a file is given."""
    return asked.json or (None if asked.quick else RESULTS)


def _measure(names: list[str], quick: bool, kept: Path | None) -> int:
    """Measure case after case, each kept at once; return how many failed."""
    failed = 0
    for name in names:
        try:
            entry = _entry(name, quick=quick)
        except BenchmarkError as error:
            print(f"benchmarks: {error}", file=sys.stderr)
            failed += 1
            continue
        print(section(name, entry), flush=True)
        if kept is not None:
            add(kept, name, entry)
    return failed


def _entry(name: str, *, quick: bool) -> dict[str, Any]:
    """Return what the JSON file holds of a case."""
    began = time.monotonic()
    rows = fresh("cases:measured", name=name, quick=quick)
    return {
        "quick": quick, "date": datetime.now(UTC).date().isoformat(), "seconds": round(time.monotonic() - began, 1),
        "source": source_digest()[:8], "rows": rows,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
