"""Statistics: from counts to estimates with intervals."""
