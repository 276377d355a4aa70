"""Validation: what the lexicons' numbers are worth against human judgement."""
