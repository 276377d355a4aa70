"""The version, in the one place that the build, the command line and stored results read it from."""

__version__ = "0.2.0"
