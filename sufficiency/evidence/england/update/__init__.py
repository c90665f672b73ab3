"""The next year's record of England, from the publishers' files as downloaded."""

from __future__ import annotations

from sufficiency.evidence.england.update.record import Updated, update_record

__all__ = ["Updated", "update_record"]
