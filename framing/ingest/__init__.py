"""Readers of articles: files in, Article rows and rejects out."""
