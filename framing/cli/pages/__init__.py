"""Pages that commands write: one HTML file each, which needs nothing but itself."""
