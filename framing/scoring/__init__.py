"""Scoring: matches in context, evidence, scores, scales."""
