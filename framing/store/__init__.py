"""The store: a project folder of Delta Lake tables, guarded commits, integrity."""
