"""Where jobs run: in this process, or in worker processes that are replaced when they die.

Both are `concurrent.futures.Executor`s, so a Dask ``Client.get_executor()`` can stand in for them.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import signal
import threading
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nightwalk.base.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    T = TypeVar("T")

__all__ = ["ATTEMPTS", "ONE_THREAD", "ProcessPool", "SerialExecutor", "executor"]

ATTEMPTS = 3
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_STARTING = threading.Lock()


@contextmanager
def executor(given: Executor | None, workers: int) -> Iterator[Executor]:
    """Give the executor, or one of our own, which is ended: at once where something went wrong."""
    if given is not None:
        yield given
        return
    pool = SerialExecutor() if workers == 1 else ProcessPool(workers)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown(wait=True)


class SerialExecutor(Executor):
    """Runs every job at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the job and return its finished future."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future carries whatever its job raised
            future.set_exception(error)
        return future


class ProcessPool(Executor):
    """Worker processes, started afresh (never forked), with BLAS on one thread.

    A worker that dies is replaced and its job given to the new one, up to `attempts` times. Workers
    ignore Ctrl-C, which is the driver's to answer, and end by themselves when the driver is gone.

    Args:
        workers: Number of processes, at least 1.
        attempts: How often a job may be started.
    """

    def __init__(self, workers: int, *, attempts: int = ATTEMPTS) -> None:
        if workers < 1:
            raise RunError(f"{workers} workers cannot run anything; give at least 1.")
        self._attempts = attempts
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._workers = [_Worker() for _ in range(workers)]
        self._threads = [
            threading.Thread(target=self._feed, args=(one,), daemon=True) for one in self._workers
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a job; function, arguments and result must be picklable.

        Raises:
            RunError: after `shutdown`, or if the job cannot be sent to a worker.
        """
        if self._stopping.is_set():
            raise RunError("The worker pool is closed.")
        try:
            content = pickle.dumps((fn, args, kwargs))
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise RunError(f"A worker cannot be told what to do: {error}; define it in a module.") from error
        job = _Job(content, Future())
        self._jobs.put(job)
        return job.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT002
        """End the workers: after the queued jobs, or at once with `cancel_futures`."""
        self._stopping.set()
        if cancel_futures:
            self._cancel()
        for _ in self._threads:
            self._jobs.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _cancel(self) -> None:
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is not None:
                job.future.cancel()
        for worker in self._workers:
            worker.give_up()

    def _feed(self, worker: _Worker) -> None:
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                self._attempt(worker, job)
        worker.end()

    def _attempt(self, worker: _Worker, job: _Job) -> None:
        for _ in range(self._attempts):
            try:
                good, outcome = worker.run(job.content)
            except _DiedError:
                if worker.given_up:
                    break
                continue
            return job.future.set_result(outcome) if good else job.future.set_exception(outcome)
        return job.future.set_exception(RunError(_died(self._attempts, given_up=worker.given_up)))


@dataclass(frozen=True)
class _Job:
    content: bytes
    future: Future[Any]


class _DiedError(Exception):
    """A worker process ended in the middle of a job."""


class _Worker:
    """One process and the line to it; replaced on the next job when it has died."""

    def __init__(self) -> None:
        self.given_up = False
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def run(self, content: bytes) -> tuple[bool, Any]:
        """Return whether the job went well, and its result or its exception."""
        try:
            line = self._started()
            line.send_bytes(content)
            answer = line.recv_bytes()
        except (EOFError, OSError) as error:
            self._drop()
            raise _DiedError from error
        good, outcome = pickle.loads(answer)  # noqa: S301 - written by our own worker
        return good, outcome

    def end(self) -> None:
        """Let the process finish."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.join()

    def give_up(self) -> None:
        """End the process whatever it does."""
        self.given_up = True
        with _STARTING:
            if self._process is not None:
                self._process.terminate()

    def _started(self) -> Connection:
        with _STARTING:  # the environment is shared by all threads
            if self.given_up:
                raise EOFError
            if self._line is None:
                self._process, self._line = _start()
            return self._line

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.join()
        self._process = self._line = None


def _start() -> tuple[BaseProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        process.start()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
        theirs.close()
    return process, ours


def _serve(line: Connection) -> None:
    """Answer jobs until the line closes; runs in the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            content = line.recv_bytes()
        except EOFError:
            return
        line.send_bytes(_answer(content))


def _answer(content: bytes) -> bytes:
    try:
        fn, args, kwargs = pickle.loads(content)  # noqa: S301 - written by our own driver
        return pickle.dumps((True, fn(*args, **kwargs)))
    except Exception as error:  # noqa: BLE001 - the driver raises it
        try:
            return pickle.dumps((False, error))
        except (pickle.PicklingError, AttributeError, TypeError):
            return pickle.dumps((False, RunError(f"{type(error).__name__}: {error}")))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _died(attempts: int, *, given_up: bool) -> str:
    if given_up:
        return "The job was stopped."
    return (
        f"A worker process died {attempts} times on the same job, most likely for want of memory; use fewer workers, "
        "and in a script start the study under if __name__ == '__main__'."
    )
