"""The whole chain on trial: what it would have said of every council from past openings."""

from sufficiency.trial.read import whole_record
from sufficiency.trial.run import Settings, run_trial
from sufficiency.trial.scores import summary
from sufficiency.trial.stored import stored_hindcast, stored_scores

__all__ = [
    "Settings",
    "run_trial",
    "stored_hindcast",
    "stored_scores",
    "summary",
    "whole_record",
]
