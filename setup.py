"""Puts the repository's scenario files into the wheel; all else is in pyproject.toml.

The files stand once, in `scenarios/`, where people edit them. In a wheel they are the folder
`library` of the room of scenarios, which sufficiency/scenarios/shipped.py looks for.
"""

from setuptools import find_namespace_packages, setup

SHIPPED = "sufficiency.scenarios.shipped_files"

setup(
    packages=[*find_namespace_packages(include=["sufficiency", "sufficiency.*"]), SHIPPED],
    package_dir={SHIPPED: "scenarios"},
)
