"""The command line: one verb per public function, in the order of the help."""
# ruff: noqa: FBT002 - a flag of the command line is a boolean

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated, Any, NoReturn

import typer

from nightwalk.base.errors import NightwalkError
from nightwalk.base.executors import ONE_THREAD
from nightwalk.base.version import __version__
from nightwalk.cli.calibration_verbs import calibrate
from nightwalk.cli.discovery_verbs import discover
from nightwalk.cli.evidence_verbs import interventions, validate
from nightwalk.cli.experiment_verbs import sensitivity
from nightwalk.cli.plan_verbs import optimise
from nightwalk.cli.run_verbs import runs
from nightwalk.cli.study_verbs import compare, demo, report, rerun, run
from nightwalk.cli.town_verbs import city, register
from nightwalk.cli.workshop_verb import workshop

__all__ = ["app", "main"]

VERBS = (
    demo, city, register, run, compare, sensitivity, discover, optimise, report, runs, interventions, rerun,
    calibrate, validate, workshop,
)  # fmt: skip
MISTAKE, INTERRUPTED = 2, 130
DISK_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
USAGE_ERROR: type[Any] = typer.BadParameter.__mro__[2]  # click's, which newer versions of typer carry inside

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Simulate fear of crime on real streets, and what lamps, design and people change.",
)  # fmt: skip


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"nightwalk {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("-v", "--version", is_eager=True, callback=_version, help="Print the version.")
    ] = False,
) -> None:
    del version


for verb in VERBS:
    app.command()(verb)


def main() -> NoReturn:
    """Run the command line; a mistake of the user is one sentence on stderr and exit status 2."""
    os.environ.update({name: os.environ.get(name, "1") for name in ONE_THREAD})
    try:
        code = app(standalone_mode=False)
    except USAGE_ERROR as error:
        _stop(" ".join(str(error.format_message()).split()), MISTAKE)
    except NightwalkError as error:
        _stop(str(error), MISTAKE)
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        _stop("The disk is full; free some space or choose another folder. Finished runs are kept.", MISTAKE)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        _stop(
            "Stopped; finished runs are kept, and the same command (without --fresh) continues.", INTERRUPTED
        )
    sys.exit(code if isinstance(code, int) else 0)


def _stop(sentence: str, code: int) -> NoReturn:
    print(f"nightwalk: {sentence}", file=sys.stderr)  # noqa: T201
    sys.exit(code)
