"""Dictionaries of other programs: read into entries, and written from them."""
