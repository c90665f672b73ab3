"""Tasks on a cluster: what is refused, and one failure that stops no other."""

from __future__ import annotations

import re

import pytest

from sufficiency.cluster import Cluster, check_cluster, each_done
from sufficiency.errors import InputError


def halved(number: int) -> float:
    """A task: odd numbers are refused, and one is a fault."""
    if number == 0:
        raise ZeroDivisionError("nought")
    if number % 2:
        raise InputError(f"{number} is odd")
    return number / 2


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("host:8786", "write an address such as tls://host:8786"),
        ("http://host:80", "write an address"),
        ("tcp://10.0.0.5:8786", "add --plain-tcp"),
        ("tcp://cluster.example:8786", "unprotected"),
        ("tls://host:8786", "--certificates DIR"),
    ],
)
def test_an_address_that_would_send_figures_unprotected_is_refused(address, says):
    with pytest.raises(InputError, match=re.escape(says)):
        check_cluster(Cluster(scheduler=address))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:2"])
def test_this_machine_needs_no_protection(address):
    check_cluster(Cluster(scheduler=address))


def test_plain_tcp_is_allowed_to_who_asks_for_it():
    check_cluster(Cluster(scheduler="tcp://10.0.0.5:8786", plain_tcp=True))


def test_tls_needs_all_three_files(tmp_path):
    for name in ("ca.pem", "cert.pem"):
        (tmp_path / name).write_text("", encoding="utf-8")
    cluster = Cluster(scheduler="tls://host:8786", certificates=tmp_path)

    with pytest.raises(InputError, match=r"no key\.pem"):
        check_cluster(cluster)
    (tmp_path / "key.pem").write_text("", encoding="utf-8")
    check_cluster(cluster)


def test_a_scheduler_that_is_not_there_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr("sufficiency.cluster.CONNECTS", 1)

    with pytest.raises(InputError, match=r"No scheduler answers at tcp://127\.0\.0\.1:9"):
        list(each_done(halved, [2], ["a"], Cluster(scheduler="tcp://127.0.0.1:9")))


@pytest.mark.slow
def test_one_failure_is_reported_and_stops_no_other():
    tasks = [4, 3, 0, 6]

    done = list(each_done(halved, tasks, list("abcd"), Cluster(workers=2)))

    found = {one.place: one.answer for one in done}
    faults = {one.place: one.fault for one in done if one.answer is None}
    assert found == {0: 2.0, 1: None, 2: None, 3: 3.0}
    assert faults[1] == "3 is odd"
    assert "a fault of ours" in faults[2] and "nought" in faults[2]
