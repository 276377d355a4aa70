"""From a row as it was read to an article: its text cleaned, and what is known about it made out."""
