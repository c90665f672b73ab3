"""Councils forecast together: each one's own run, and the sums of all, draw by draw."""
