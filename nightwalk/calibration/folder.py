"""The folder of a calibration: the posterior, which scenarios take, and a page about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightwalk.base.files import write_whole
from nightwalk.base.source import source_digest
from nightwalk.calibration.dynamic.page import two_layers
from nightwalk.calibration.page import posterior_of
from nightwalk.calibration.report import report
from nightwalk.outputs.folder import digest, study_folder

if TYPE_CHECKING:
    from pathlib import Path

    from nightwalk.calibration.calibrate import Calibration
    from nightwalk.calibration.dynamic.calibrate import DynamicCalibration
    from nightwalk.calibration.study import Study

__all__ = ["PAGE", "folder_of", "write_calibration"]

PAGE = "calibration.html"


def folder_of(out: Path, study: Study) -> Path:
    """Return the folder of a study, named after all that goes into it."""
    return study_folder(out, study.name, digest({"study": study.digest, "source": source_digest()}))


def write_calibration(folder: Path, done: Calibration, dynamic: DynamicCalibration | None = None) -> None:
    """Write posterior and page, of both layers where there are two.

    Raises:
        RunError: if the folder cannot be written.
    """
    posterior = posterior_of(done)
    (two_layers(posterior, dynamic) if dynamic else posterior).save(folder)
    write_whole(folder / PAGE, report(done, dynamic))
