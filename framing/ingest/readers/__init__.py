"""Readers: one module a family of formats, each from a file to rows."""
