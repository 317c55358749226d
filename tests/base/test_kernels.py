"""Kernels are cached under the digest of the folders they stand in."""

from __future__ import annotations

import re
from pathlib import Path

import nightwalk
from nightwalk.base.kernels import FOLDERS
from nightwalk.base.source import source_digest

ROOT = Path(nightwalk.__file__).parent
DECORATED = re.compile(r"^@(allocating_)?kernel$", re.MULTILINE)


def test_every_kernel_stands_in_a_folder_of_the_digest():
    with_kernels = [
        one.relative_to(ROOT) for one in ROOT.rglob("*.py") if DECORATED.search(one.read_text("utf-8"))
    ]
    assert len(with_kernels) > 10
    assert [str(one) for one in with_kernels if not one.as_posix().startswith(FOLDERS)] == []


def test_the_digest_of_a_folder_is_not_that_of_all():
    assert source_digest(*FOLDERS) == source_digest(*FOLDERS)
    assert len({source_digest(), source_digest(*FOLDERS), source_digest("base")}) == 3
