"""The project's own promises: what it depends on, how its rooms lean on each other, its files."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "sufficiency"

ROOMS = (
    *("evidence", "forecasting", "flows", "capacity", "money", "trial", "scenarios"),
    *("engine", "results", "pages"),
)
LEAVES = (
    *("_version", "cluster", "disk", "errors", "months", "placements"),
    *("processes", "progress", "ranges", "stopping", "streams", "writing"),
)
COMPOSERS = ("__init__", "__main__", "cli", "job", "region", "verbs")
"""What alone may lean on everything; nothing leans on them but each other."""


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _declared() -> dict[str, Requirement]:
    project = _project()["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def _locked() -> list[tuple[Requirement, list[str]]]:
    """Each requirement of the lock with its hashes."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.findall(r"^([A-Za-z0-9][^\n]*?)((?: \\\n    --hash=\S+)*)$", text, re.MULTILINE)
    return [(Requirement(line.rstrip(" \\")), hashes.split()[1::2]) for line, hashes in blocks]


def _tracked() -> list[Path]:
    """Files under version control, as they are in the folder now."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


# --- dependencies -------------------------------------------------------------------------


def test_conda_environment_asks_for_what_the_package_asks_for():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    conda = {canonicalize_name(r.name): r.specifier for r in map(Requirement, lines)}

    assert conda.pop("python") == _project()["project"]["requires-python"]
    conda.pop("pip")
    assert conda == {name: requirement.specifier for name, requirement in _declared().items()}


def test_conda_environment_needs_one_public_channel_and_installs_only_this_folder_by_pip():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))

    assert environment["channels"] == ["conda-forge", "nodefaults"]
    pip = [line["pip"] for line in environment["dependencies"] if isinstance(line, dict)]
    assert pip == [["-e ."]]


def test_every_locked_package_is_pinned_to_one_version_with_its_hashes():
    locked = _locked()

    assert len(locked) > 100
    for requirement, hashes in locked:
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert hashes and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", h) for h in hashes), (
            requirement.name
        )


def test_lock_holds_a_version_within_the_bounds_of_everything_declared():
    pinned = {canonicalize_name(r.name): str(r.specifier)[2:] for r, _ in _locked()}

    for name, requirement in _declared().items():
        assert name in pinned, f"{name} is in pyproject.toml and not in requirements.lock"
        assert pinned[name] in requirement.specifier, f"{name} {pinned[name]} is out of bounds"


def test_lock_names_packages_and_nothing_else():
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        assert re.match(r"$|#|[A-Za-z0-9]|    (--hash=sha256:|#)", line), line
        assert "://" not in line and "@" not in line, line


@pytest.mark.parametrize(
    ("system", "needed"),
    [("win32", {"colorama", "pywinpty"}), ("linux", {"pexpect", "ptyprocess"})],
)
def test_lock_serves_windows_and_linux(system, needed):
    there = {"sys_platform": system, "os_name": "nt" if system == "win32" else "posix"}

    names = {r.name for r, _ in _locked() if r.marker is None or r.marker.evaluate(there)}

    assert needed <= names


def test_building_the_package_needs_nothing_that_the_lock_lacks():
    for line in _project()["build-system"]["requires"]:
        assert canonicalize_name(Requirement(line).name) in {r.name for r, _ in _locked()}


# --- the house ----------------------------------------------------------------------------


def _names(source: str) -> set[str]:
    """Every name of ours that a file imports, wherever in it, for types as well.

    `from sufficiency.money import bridge` gives sufficiency.money.bridge, be that a file of the
    room or something in its `__init__`.
    """
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the package in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name for name in names if name.split(".")[0] == "sufficiency"}


def _imports(source: str) -> set[str]:
    """First part of each `sufficiency.<part>` that a file imports; the package is `__init__`."""
    names = _names(source) - {"sufficiency.__version__"}
    whole = (
        {"__init__"}
        if re.search(r"^\s*import sufficiency\b(?!\.)", source, re.MULTILINE)
        else set()
    )
    return whole | {name.split(".")[1] for name in names if "." in name}


def _may_import(part: str) -> set[str]:
    """What a room or leaf may lean on: the rooms before it, itself, and the leaves."""
    before = ROOMS[: ROOMS.index(part) + 1] if part in ROOMS else ()
    return {*before, *LEAVES}


def _modules() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).with_suffix("").parts[0] not in COMPOSERS
    ]


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_room_imports_only_from_the_rooms_before_it(path):
    part = path.relative_to(PACKAGE).with_suffix("").parts[0]
    assert part in (*ROOMS, *LEAVES), f"{part} is neither a room nor a leaf of the house"

    wrong = _imports(path.read_text(encoding="utf-8")) - _may_import(part)

    assert not wrong, f"{part} leans on {sorted(wrong)}"


def test_the_rule_of_the_rooms_sees_an_import_that_breaks_it():
    hidden = "def f():\n    from sufficiency import pages\n    import sufficiency.money.bridge\n"

    assert _imports(hidden) - _may_import("capacity") == {"pages", "money"}
    assert _imports(hidden) - _may_import("pages") == set()
    assert _imports("import sufficiency.evidence") - _may_import("errors") == {"evidence"}
    assert _imports("import sufficiency as sf") - _may_import("pages") == {"__init__"}
    assert _imports("from sufficiency.job import Job") - _may_import("pages") == {"job"}


def _leaning() -> dict[str, set[str]]:
    """Which files of the package each file imports, by their names in Python."""
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in PACKAGE.rglob("*.py")
    }
    leaning = {}
    for name, path in files.items():
        names = _names(path.read_text(encoding="utf-8"))
        leaning[name] = {n if n in files else n.rpartition(".")[0] for n in names} & set(files)
    return leaning


def _circle(leaning: dict[str, set[str]]) -> list[str]:
    """Files that import each other in a circle, the first found, or none."""
    try:
        TopologicalSorter(leaning).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_no_files_import_each_other_in_a_circle():
    assert not _circle(_leaning())


def test_a_circle_of_files_is_seen():
    within = "def f():\n    from sufficiency.money.costs import total\n"
    names = _names(within)

    assert names == {"sufficiency.money.costs.total"}
    assert _circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) and not _circle({"a": {"b", "c"}})
    assert _names("if TYPE_CHECKING:\n    import sufficiency.money\n") == {"sufficiency.money"}


@pytest.mark.parametrize(
    "path",
    [p for p in sorted((PACKAGE / "pages").rglob("*.py")) if "charts" not in p.parts],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_pages_but_for_charts_do_no_arithmetic(path):
    """What a page shows is worked out once, in `results`: a page needs no numpy."""
    source = path.read_text(encoding="utf-8")

    assert not re.search(r"^\s*(import|from) numpy\b", source, re.MULTILINE)


def test_help_answers_without_waking_the_heavy_libraries():
    module, main = _project()["project"]["scripts"]["sufficiency"].split(":")
    code = (
        f"import json, sys\nfrom {module} import {main}\n"
        "sys.argv = ['sufficiency', '--help']\n"
        f"try:\n    {main}()\nexcept SystemExit as ending:\n    assert not ending.code\n"
        "print(json.dumps(sorted(sys.modules)))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=True,
    ).stdout

    help_text, modules = answer.rstrip().rsplit("\n", 1)
    for command in ("run", "forecast", "scenario"):
        assert re.search(rf"\b{command}\b", help_text), command
    heavy = {"numpy", "pandas", "scipy", "statsmodels", "prophet", "matplotlib", "pandera"}
    heavy |= {"xlsxwriter", "shiny", "ipywidgets", "nbclient"}
    assert not heavy & set(json.loads(modules))


def test_data_files_of_the_package_are_of_the_kinds_that_are_shipped():
    shipped = set(_project()["tool"]["setuptools"]["package-data"]["*"])
    data = [p for p in _tracked() if PACKAGE in p.parents and p.suffix != ".py"]

    assert data
    for path in data:
        assert {path.name, f"*{path.suffix}"} & shipped, f"{path.name} would be left out"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment, elsewhere, that has the wheel and what it needs."""
    place = tmp_path_factory.mktemp("elsewhere")
    for path in _tracked():
        target = place / "source" / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
    wheel = [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", place]
    subprocess.run([*wheel, place / "source"], check=True)

    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place / "venv"], check=True)
    python = place / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (built,) = place.glob("*.whl")
    subprocess.run([*pip, "--python", python, "install", *offline, built], check=True)
    own = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", own], capture_output=True, text=True, check=True).stdout
    needed = [path for path in sys.path if path.endswith("site-packages")]
    Path(site.strip(), "needed.pth").write_text("\n".join(needed), encoding="utf-8")
    return python


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_runs_the_main_job_in_an_empty_folder(installed, tmp_path):
    answer = subprocess.run(
        [installed.parent / "sufficiency", "run", "--draws", "200"],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )

    assert answer.returncode == 0, answer.stderr
    (out,) = (tmp_path / "outputs").iterdir()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert all((out / name).is_file() for name in manifest["files"])
    assert {"report.html", "workbook.xlsx"} <= set(manifest["files"])
    named = (out / "tables" / "placements.csv").read_text(encoding="utf-8").splitlines()
    assert len({line.split(",")[0] for line in named[1:]}) > 8


@pytest.mark.slow
def test_a_wheel_holds_the_scenarios_as_they_stand_in_the_repository(installed):
    code = "import sufficiency.scenarios.shipped as s; print(s.__file__, s.shipped_scenarios())"
    answer = subprocess.run(
        [installed, "-c", code], cwd=installed.parent, capture_output=True, text=True, check=True
    )
    module, shipped = map(Path, answer.stdout.split())

    def held(folder: Path) -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.yaml")}

    assert shipped.parent == module.parent and installed.parents[1] in module.parents
    assert held(shipped) == held(ROOT / "scenarios") and held(shipped)


def test_changelog_opens_with_the_version_in_hand():
    source = (PACKAGE / "_version.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    newest = re.search(
        r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert version and newest and version[1] == newest[1]


# --- what is committed --------------------------------------------------------------------

_MACHINE_PATH = re.compile(
    r"(?<![\w./~-])/(?:home|root|Users|tmp|work|farm|opt|mnt)/[\w.-]"  # POSIX
    r"|\bfile:/{2,}"
    r"|\b[A-Za-z]:[\\/]+(?:Users|Documents)\b",  # Windows
)
_REGISTRY = re.compile(r"\b(?:pypi|pythonhosted|anaconda|npmjs)\.(?:org|com)\b", re.IGNORECASE)


def test_no_committed_file_names_a_folder_of_somebodys_machine_or_a_package_registry():
    found = []
    for path in _tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        for pattern in (_MACHINE_PATH, _REGISTRY):
            found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in pattern.finditer(text)]

    assert not found


@pytest.mark.parametrize(
    "text", ["open('/ho" + "me/ann/a.csv')", "C:" + "\\Users\\ann", "see fil" + "e:///a"]
)
def test_a_path_of_somebodys_machine_is_recognised(text):
    assert _MACHINE_PATH.search(text)


def test_no_lock_file_that_records_addresses_is_committed():
    assert not {path.name for path in _tracked()} & {"uv.lock", "pylock.toml"}


def test_notebooks_are_committed_without_their_outputs():
    notebooks = [path for path in _tracked() if path.suffix == ".ipynb"]

    for path in notebooks:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            assert not cell.get("outputs") and not cell.get("execution_count"), path.name


def test_licence_covers_the_code_and_acknowledges_the_evidence():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "MIT License" in licence and "sufficiency contributors" in licence
    assert "Open Government Licence v3.0" in licence
    for owner in (
        "Department for Education",
        "Ofsted",
        "Office for National Statistics",
        "HM Treasury",
        "Ministry of Housing, Communities and Local Government",
    ):
        assert owner in licence
