"""Downloads of news databases: one file that holds many documents."""
