"""The command ``framing``: the group of all commands, and what happens to their errors."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from types import ModuleType
from typing import Final

import click

from framing.errors import FramingError, UsageError, refused
from framing.render.escaping import line_of
from framing.scratch import sweep_scratch
from framing.version import __version__

__all__ = ["framing", "main"]

#: Exit codes.
DONE: Final = 0
FAILED: Final = 1
USAGE: Final = 2
DONE_WITH_REJECTS: Final = 3
BUSY: Final = 4
INTERRUPTED: Final = 130

#: Command → where it lives. A module is imported when its command runs, so that ``--help`` need not load Polars.
_COMMANDS: Final = {
    "add": ("framing.cli.add", "Score articles that are new or changed, and add them to a project."),
    "agreement": ("framing.cli.agreement", "Tell how far people who coded the same texts agree."),
    "amend": ("framing.cli.amend", "Correct what is known about articles."),
    "boilerplate": ("framing.cli.boilerplate", "Learn, show and cut the lines that outlets repeat."),
    "cite": ("framing.cli.about", "Say how to cite the toolkit and its lexicon."),
    "code": ("framing.cli.code", "Take people's codes into a project, and tell what stands fast."),
    "bundle": ("framing.cli.export", "Write what a paper's readers need to check its figures, as one file."),
    "compact": ("framing.cli.maintain", "Rewrite a project's many small files into few."),
    "compare": ("framing.cli.compare", "Compare two outlets, periods, voices or sections, and show the words behind."),
    "dashboard": ("framing.cli.dashboard", "Look at a project in a browser."),
    "demo": ("framing.cli.demo", "Score the five sample articles, print the tables, serve the dashboard."),
    "diff": ("framing.cli.maintain", "Say what moved between two states of a project."),
    "dimensions": ("framing.cli.about", "List what is measured."),
    "erase": ("framing.cli.amend", "Purge articles from every file of a project."),
    "export": ("framing.cli.export", "Write a project's tables as files of spreadsheets and statistics programs."),
    "formats": ("framing.cli.about", "List the formats of files that can be read and written, and what each needs."),
    "init": ("framing.cli.maintain", "Make a new project folder."),
    "kwic": ("framing.cli.kwic", "Show the words behind a dimension or an entry, in context."),
    "lexicon": ("framing.cli.lexicon", "Check, show, expand, import, export and calibrate lexicons."),
    "outlets": ("framing.cli.outlets", "List the outlets that are known, or those of a project that are not."),
    "plan": ("framing.cli.plan", "Fix a question and its measures before results are seen, and size the study."),
    "rejects": ("framing.cli.maintain", "List what could not be read, and why."),
    "report": ("framing.cli.report", "Print what a project says of its outlets, countries or months."),
    "rescore": ("framing.cli.maintain", "Score anew what was scored with another lexicon."),
    "sample": ("framing.cli.code", "Draw articles for people to code, each with a known chance."),
    "score": ("framing.cli.score", "Score articles without a project."),
    "sql": ("framing.cli.export", "Print SQL that makes views of a project for DuckDB."),
    "validate": ("framing.cli.validate", "Compare a dimension or a scale with human labels."),
    "verify-bundle": ("framing.cli.export", "Check such a file: hashes, lexicon, sums."),
    "verify": ("framing.cli.maintain", "Check every file of a project against its recorded hash, and every count."),
}


class _Formatter(click.HelpFormatter):
    def write_text(self, text: str) -> None:
        # Click's mark of lines that stay as they are is a backspace; raw docstrings hold it as it is typed.
        super().write_text(text.replace("\\b\n", "\b\n"))


click.Context.formatter_class = _Formatter


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(_loaded(module), cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in sorted(_COMMANDS.items())])


def _loaded(name: str) -> ModuleType:
    """A module; what it loads stays for good, and to look through it for garbage takes a tenth of a short command."""
    if name in sys.modules or not gc.isenabled():
        return import_module(name)
    gc.disable()
    try:
        module = import_module(name)
        gc.freeze()
    finally:
        gc.enable()
    return module


def _show_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the version, and whether scoring has its compiled parts."""
    if not asked or context.resilient_parsing:
        return
    from framing.native.library import accelerator

    reason = accelerator().reason
    click.echo(f"framing {__version__} ({f'without accelerator: {reason}' if reason else 'with accelerator'})")
    context.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Show the version."
)
def framing() -> None:
    """Measure how news outlets frame what they report, in Hindi, Urdu and English.

    Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 failed, 2 usage, 3 done with
    rejects, 4 project busy, 130 interrupted.
    """
    # What killed commands left in the system's folder of temporary files.
    sweep_scratch()


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error is one line on standard error."""
    stream = sys.stdout
    code: object
    try:
        code = framing.main(arguments, prog_name="framing", standalone_mode=False)
    except click.exceptions.Abort:
        code = _fail("interrupted", INTERRUPTED)
    except KeyboardInterrupt:
        code = _fail("interrupted", INTERRUPTED)
    except click.ClickException as error:
        code = _fail(error.format_message(), USAGE)
    except UsageError as error:
        code = _fail(str(error), USAGE)
    except FramingError as error:
        code = _fail(str(error), BUSY if error.code == "project.busy" else FAILED)
    except SystemExit as stopped:
        # When the reader of our output ("| head") has seen enough, click replaces the stream and exits with 1.
        code = DONE if sys.stdout is not stream or stopped.code is None else stopped.code
    except BaseException as error:
        # Whatever library met it, and in whatever words: what the system refused is told as what it is.
        if (explained := refused(error, "")) is not None:
            code = _fail(str(explained), FAILED)
        elif isinstance(error, OSError):
            place = f"{error.filename}: " if error.filename else ""
            code = _fail(f"{place}{error.strerror or error}", FAILED)
        else:
            raise
    # Every command says how it ended; one that does not has not got there.
    sys.exit(code if isinstance(code, int) else FAILED)


def _fail(message: str, code: int) -> int:
    click.echo(f"framing: {line_of(' '.join(message.split()))}", err=True)
    return code
