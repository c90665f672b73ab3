"""One task after another on a cluster of processes: of this machine, or behind a scheduler.

Tasks are independent of each other and give the same answer wherever they run, so the number of
workers changes nothing but the time. The cluster is dask.distributed's, loaded when it is used.
"""

from __future__ import annotations

import ctypes
import gc
import ipaddress
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

from sufficiency.errors import InputError

T = TypeVar("T")
R = TypeVar("R")

MEMORY: Final = "1GB"
"""What a worker of this machine may take; one that takes more is started again."""
_SETTINGS: Final = {
    "distributed.admin.log-format": "%(message)s",
    "logging.distributed": "error",
    # A council takes most of a gigabyte and gives it back at its end: nothing is put on disk for
    # want of room, and no worker waits for room that it holds itself.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    # dask has the memory of every large array handed back at once and asked for again, which
    # takes a third of the time; `_given_back` does it once a task.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
}
CONNECTS: Final = 20
"""Seconds in which a scheduler must answer."""


@dataclass(frozen=True)
class Cluster:
    """Where tasks run.

    Attributes:
        workers: processes of this machine, where there is no scheduler.
        scheduler: address of another cluster's scheduler, as in tls://host:8786.
        certificates: folder that holds ca.pem, cert.pem and key.pem, for TLS.
        plain_tcp: whether to speak to another machine without TLS.
    """

    workers: int = 2
    scheduler: str | None = None
    certificates: Path | None = None
    plain_tcp: bool = False


@dataclass(frozen=True)
class Done(Generic[R]):
    """A task that has ended: its place among the tasks, and its answer or why there is none."""

    place: int
    answer: R | None
    fault: str = ""


def each_done(
    work: Callable[[T], R], tasks: Sequence[T], names: Sequence[str], cluster: Cluster
) -> Iterator[Done[R]]:
    """Answers in the order in which they come; a task that fails says so and stops no other.

    Args:
        work: a function of a module, so that other processes find it.
        tasks: what to do it on.
        names: of the tasks, each another.
        cluster: where.

    Raises:
        InputError: when the scheduler is refused or does not answer.
    """
    if not tasks:
        return
    from dask.distributed import as_completed

    with _client(cluster, len(tasks)) as client:
        task = partial(_done_and_given_back, work)
        futures = client.map(task, tasks, key=list(names), pure=False, retries=0)
        places = {future.key: place for place, future in enumerate(futures)}
        waiting = as_completed(futures)
        del futures  # an answer is let go of once it has been handed on
        for future in waiting:
            place = places[future.key]
            if future.status == "finished":
                yield Done(place, future.result())
            else:
                yield Done(place, None, _in_words(future.exception()))
            future.release()


def _done_and_given_back(work: Callable[[T], R], task: T) -> R:
    """The answer, once the memory that it took is the machine's again."""
    try:
        return work(task)
    finally:
        gc.collect()
        if sys.platform == "linux":
            with suppress(OSError, AttributeError):  # another C library than most
                ctypes.CDLL("libc.so.6").malloc_trim(0)


def check_cluster(cluster: Cluster) -> None:
    """Refuse an address that would send figures over a network unprotected, or files not there.

    Raises:
        InputError: saying what is allowed.
    """
    if cluster.scheduler is None:
        return
    parts = urlsplit(cluster.scheduler)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or parts.port is None:
        raise InputError(
            f"--scheduler is '{cluster.scheduler}'; write an address such as tls://host:8786."
        )
    if parts.scheme == "tls":
        if cluster.certificates is None:
            raise InputError(
                "A tls:// scheduler needs --certificates DIR: a folder with ca.pem, cert.pem and "
                "key.pem, as the cluster's keeper gave them."
            )
        absent = [p.name for p in _files(cluster.certificates) if not p.is_file()]
        if absent:
            raise InputError(f"The folder '{cluster.certificates}' holds no {absent[0]}.")
    elif not _here(parts.hostname) and not cluster.plain_tcp:
        raise InputError(
            f"'{cluster.scheduler}' is another machine, and tcp:// sends figures and code to it "
            "unprotected. Use tls:// with --certificates; or, on a network that you trust, add "
            "--plain-tcp."
        )


def _files(folder: Path) -> tuple[Path, Path, Path]:
    return folder / "ca.pem", folder / "cert.pem", folder / "key.pem"


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


@contextmanager
def _client(cluster: Cluster, tasks: int) -> Iterator[Any]:
    """A client of the cluster, which is shut down after if it is this machine's."""
    import dask
    from dask.distributed import Client, LocalCluster

    check_cluster(cluster)
    with dask.config.set(_SETTINGS):
        if cluster.scheduler is None:
            local = LocalCluster(
                n_workers=min(cluster.workers, tasks),
                threads_per_worker=1,
                processes=True,
                memory_limit=MEMORY,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",  # any free port, and seen from here alone
                silence_logs=50,
            )
            with local, Client(local) as client:
                yield client
            return
        try:
            client = Client(
                cluster.scheduler,
                timeout=CONNECTS,
                security=_security(cluster),
                set_as_default=False,
            )
        except (OSError, ValueError) as fault:
            raise InputError(
                f"No scheduler answers at {cluster.scheduler} ({fault}); is it running, and are "
                "the certificates its own?"
            ) from fault
        with client:
            yield client


def _security(cluster: Cluster) -> Any:
    from dask.distributed import Security

    if cluster.certificates is None:
        return None
    authority, certificate, key = map(str, _files(cluster.certificates))
    return Security(
        tls_ca_file=authority,
        tls_client_cert=certificate,
        tls_client_key=key,
        require_encryption=True,
    )


def _in_words(fault: BaseException | None) -> str:
    if isinstance(fault, InputError):
        return str(fault)
    if type(fault).__name__ == "KilledWorker":
        return f"its worker was stopped, most likely for taking more than {MEMORY} of memory"
    return f"a fault of ours ({type(fault).__name__}: {fault})"
