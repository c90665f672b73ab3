"""The council's whole spending on children looked after: its path, and its split into lines."""
