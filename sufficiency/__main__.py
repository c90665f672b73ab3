"""`python -m sufficiency` is the `sufficiency` command."""

from sufficiency.cli import main

main()
