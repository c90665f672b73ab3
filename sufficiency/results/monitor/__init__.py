"""Month-end monitoring: what a financial year has cost so far, and what it will come to."""
