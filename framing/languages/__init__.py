"""The text layer: normalising, chunks, quotations, languages."""
