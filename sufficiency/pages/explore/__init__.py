"""The page on which scenarios are tried: a council, levers, and the answer as a number moves."""
