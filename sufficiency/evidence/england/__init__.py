"""The published record of every English authority: how it is kept, read and filled."""
