"""Programs that measure: `make bench`, `make measure`."""
