"""Cores, memory and disk, as each system tells them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nightwalk.base import machine

VM_STAT = """Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               10000.
Pages active:                            500000.
Pages inactive:                           20000.
Pages speculative:                          300.
Pages wired down:                        100000.
Pages purgeable:                             40.
"Translation faults":                 123456789.
"""
MEMINFO = "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    8000000 kB\n"


@pytest.fixture
def linux(tmp_path, monkeypatch):
    """A Linux with 8 GB available, made of files; give a function that adds a control group."""
    monkeypatch.setattr(machine, "PROCESS", tmp_path / "proc")
    monkeypatch.setattr(machine, "GROUPS", tmp_path / "cgroup")
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "proc" / "meminfo").write_text(MEMINFO)
    (tmp_path / "proc" / "self" / "cgroup").write_text("5:cpu,memory:/jobs/1\n0::/slice/app\n")

    def group(place, version, limit, used, inactive=0):
        names = machine.LIMITS[version]
        folder = tmp_path / "cgroup" / place
        folder.mkdir(parents=True, exist_ok=True)
        (folder / names[0]).write_text(f"{limit}\n")
        (folder / names[1]).write_text(f"{used}\n")
        (folder / "memory.stat").write_text(f"anon 1\n{names[2]} {inactive}\n")

    return group


def test_this_machine_has_something_left(tmp_path):
    assert machine.cores() >= 1
    assert machine.free_disk(tmp_path / "not" / "there" / "yet") > 0
    there = machine.available_memory()
    assert there is None or there > 1e6


def test_linux_says_what_is_available(linux):
    assert machine._linux() == 8_000_000 * 1024


@pytest.mark.parametrize("place", ["slice/app", "slice", ""])
def test_a_container_or_one_around_it_may_leave_less(linux, place):
    linux(place, 2, limit=3_000_000_000, used=2_500_000_000, inactive=400_000_000)
    assert machine._linux() == 900_000_000


def test_so_may_one_of_the_old_kind(linux):
    linux("memory/jobs/1", 1, limit=9223372036854771712, used=1_000_000)
    assert machine._linux() == 8_000_000 * 1024
    linux("memory", 1, limit=2_000_000_000, used=2_100_000_000)
    assert machine._linux() == 0


def test_a_group_without_a_limit_limits_nothing(linux):
    linux("slice/app", 2, limit="max", used=7)
    assert machine._linux() == 8_000_000 * 1024


def test_macos_counts_the_pages_to_be_had():
    assert machine._mac_pages(VM_STAT) == 16384 * (10000 + 20000 + 300 + 40)


def test_a_system_that_does_not_say_gives_none(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "PROCESS", tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")
    assert machine.available_memory() is None
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, "nothing"))
    assert machine.available_memory() is None


@pytest.mark.skipif(sys.platform == "win32", reason="there it answers")
def test_windows_is_asked_only_on_windows(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert machine.available_memory() is None
