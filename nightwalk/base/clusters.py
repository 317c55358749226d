"""A Dask cluster as the place where jobs run: one that is there already, or worker processes of this machine."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import RunError
from nightwalk.base.executors import ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

__all__ = ["Cluster"]

LOOPBACK = "127.0.0.1"
PATIENCE = 20  # seconds to wait for a scheduler


@dataclass(frozen=True)
class Cluster:
    """Where a Dask cluster is: its scheduler's address, the file it writes, or so many processes started here.

    Workers must see the same disk as the driver (outputs and cache folder) and hold the same Nightwalk.

    Raises:
        RunError: unless exactly one of them is given.
    """

    scheduler: str = ""
    scheduler_file: Path | None = None
    local: int = 0

    def __post_init__(self) -> None:
        if sum(map(bool, (self.scheduler, self.scheduler_file, self.local))) != 1 or self.local < 0:
            raise RunError(
                "Give one of --scheduler ADDRESS, --scheduler-file FILE and --local-cluster N, N from 1 on."
            )

    @contextmanager
    def executor(self) -> Iterator[Executor]:
        """Give the cluster as an executor; a job whose worker is lost is given to another one.

        Raises:
            RunError: if Dask is not installed, nobody answers, or workers keep dying on one job.
        """
        distributed = _distributed()
        with ExitStack() as stack:
            client = stack.enter_context(self._client(distributed, stack))
            try:
                yield client.get_executor(pure=False, retries=ATTEMPTS)
            except distributed.KilledWorker as error:
                raise RunError(
                    "Workers of the cluster died again and again on the same job, most likely for want of memory; "
                    "give each worker more memory or raise people_per_agent in [population]."
                ) from error

    def _client(self, distributed: Any, stack: ExitStack) -> Any:
        try:
            where: Any = self.scheduler or None
            if self.local:
                where = stack.enter_context(_processes(distributed, self.local))
            file = None if self.scheduler_file is None else str(self.scheduler_file)
            return distributed.Client(where, scheduler_file=file, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            named = self.scheduler or self.scheduler_file or "the local cluster"
            raise RunError(
                f"No Dask scheduler answers at {named}; start one with: dask scheduler, and give its address, such as "
                "tcp://host:8786."
            ) from error


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise RunError("Clusters need Dask; install it with: pip install 'nightwalk[cluster]'.") from error
    return distributed


def _processes(distributed: Any, count: int) -> Any:
    """Return worker processes of this machine, one job each at a time, that nobody else can reach."""
    return distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, host=LOOPBACK, dashboard_address=None,
        worker_dashboard_address=None, memory_limit=0,
    )  # fmt: skip
