"""The whole chain on trial: what it would have said of every council from past openings."""
