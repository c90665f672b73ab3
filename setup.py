"""Puts the repository's scenario files into the wheel; all else is in pyproject.toml.

The files stand once, in `scenarios/`, where people edit them. In a wheel they are the folder
`library` of the room of scenarios, which sufficiency/scenarios/shipped.py looks for.
"""

from setuptools import find_namespace_packages, setup

LIBRARY = "sufficiency.scenarios.library"

setup(
    packages=[*find_namespace_packages(include=["sufficiency", "sufficiency.*"]), LIBRARY],
    package_dir={LIBRARY: "scenarios"},
)
