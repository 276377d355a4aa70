"""The dashboard: reads a project through the toolkit's public functions, shows it, and never writes."""
