"""How good: one rolling origin for every history, its scores, and what past forecasts did.

A history is anything that can be cut at an origin and then says what came (`outcome.History`).
Models see the cut; the scores see what came; a task is the two together (`task.Task`).
"""
