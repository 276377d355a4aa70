"""``python -m framing`` is the command ``framing``."""

from framing.cli.main import main

if __name__ == "__main__":
    main()
