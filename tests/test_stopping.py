"""A request to stop is raised where the work is, and waits for what must not be left half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sufficiency.stopping import Stopped, listening, uninterrupted

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="a process cannot send itself these signals on Windows"
)


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_each_request_ends_the_work_with_the_code_a_shell_expects(name: str, code: int) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with pytest.raises(Stopped) as stopped, listening():
        signal.raise_signal(number)
    assert stopped.value.exit_code == code
    assert signal.getsignal(number) == before


def test_no_mender_of_faults_holds_a_request_up() -> None:
    with pytest.raises(Stopped), listening():
        try:
            signal.raise_signal(signal.SIGTERM)
        except Exception:  # as a library would
            pytest.fail("a request was taken for a fault")


def test_what_was_ignored_stays_ignored() -> None:
    """As under nohup, which ignores the closing of the terminal for its command."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with listening(), uninterrupted():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_request_waits_for_what_must_not_be_left_half_done() -> None:
    done = []
    with pytest.raises(Stopped), listening():
        with uninterrupted():
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGINT)
            done.append("the whole of it")
        done.append("more")
    assert done == ["the whole of it"]


def test_a_thread_may_do_what_must_not_be_left_half_done() -> None:
    done = []

    def work() -> None:
        with uninterrupted():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


POOL = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from sufficiency.stopping import Stopped, follow_the_parent, listening

def work(seconds):
    os.write(1, b"%d\\n" % os.getpid())  # in one piece: both write to the same pipe
    time.sleep(seconds)

if __name__ == "__main__":
    try:
        with listening(), ProcessPoolExecutor(
            2, mp_context=get_context(sys.argv[1]), initializer=follow_the_parent
        ) as pool:
            list(pool.map(work, [2, 2]))
    except Stopped as stopped:
        sys.exit(stopped.exit_code)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    return status.rpartition(")")[2].split()[0] != "Z"  # Z: ended, and not yet asked after


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc")
@pytest.mark.parametrize("way", ["fork", "spawn"])
@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_workers_end_with_their_parent_and_say_nothing(way: str, name: str, tmp_path: Path) -> None:
    script = tmp_path / "pool.py"
    script.write_text(POOL, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, script, way],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    assert parent.stdout is not None and parent.stderr is not None
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    if name == "SIGINT":
        os.killpg(parent.pid, signal.SIGINT)  # as a terminal does: to all of them
        assert parent.wait(30) == 130
        assert parent.stderr.read() == ""
    else:
        parent.kill()
        parent.wait(30)
    end = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(alive, workers))
