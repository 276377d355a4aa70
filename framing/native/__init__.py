"""The inner loops of scoring in C, for where a compiler was at hand when the toolkit was installed; see ``library``."""
