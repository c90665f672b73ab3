"""The product's version, read by the package, the wheel and every run's manifest."""

__version__ = "0.1.0"
