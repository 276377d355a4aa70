"""Lexicons: entries, loading, compiling."""
