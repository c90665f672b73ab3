"""What of a run anybody may see: small numbers, and what would give them away, withheld."""
