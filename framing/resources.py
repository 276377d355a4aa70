"""Where the data files live: in a wheel, an sdist, an editable install and a bare checkout alike.

A wheel carries ``lexicons/`` and ``seeds/`` as package data under ``framing/_data``; an editable install and a checkout
have no such folder and use the ones beside the package.
"""

from __future__ import annotations

from pathlib import Path

from framing.errors import UsageError

__all__ = ["data_folder", "lexicons_folder", "seeds_folder"]

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder of data files called ``name``.

    Args:
        name: ``"lexicons"`` or ``"seeds"``.

    Returns:
        An existing folder.

    Raises:
        UsageError: the installation is incomplete.

    Example:
        >>> data_folder("lexicons").joinpath("codebook.toml").is_file()
        True
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise UsageError("install.data", f"the data folder '{name}' is missing", str(_PACKAGE), "reinstall the package")


def lexicons_folder() -> Path:
    """The lexicons that come with the toolkit."""
    return data_folder("lexicons")


def seeds_folder() -> Path:
    """The five sample articles that come with the toolkit."""
    return data_folder("seeds")
