"""The proof of a finished file: reads it with parsers of its own and trusts nothing that the builder says."""
