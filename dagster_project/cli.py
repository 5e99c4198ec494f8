"""The command ``juesuan``: arguments in, exit status out.

Exit status: 0 when the pipeline worked, whatever it found; 1 when it failed, or with ``--strict`` when a finding of
severity error exists; 2 for a command that makes no sense.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence

from dagster_project.settings import Settings, SettingsError

Command = Callable[[Settings, argparse.Namespace], int]

FAILED = 1
MISUSED = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: runs a command and exits with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # A terminal that knows no Chinese gets question marks, not a crash.
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command; problems that a person can mend are one line on standard error."""
    options = build_parser().parse_args(arguments)
    try:
        settings = Settings.from_env()
        os.environ.update(settings.environment())
        return _command(options.command)(settings, options)
    except KeyboardInterrupt:
        print("Interrupted. What was read so far is kept; the next run completes it.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # The reader, ``head`` say, has seen enough.
        return 0
    except SettingsError as error:
        print(f"juesuan: {error}", file=sys.stderr)
        return MISUSED
    except Exception as error:
        if not _is_plain(error):
            raise
        print(f"juesuan: {error}", file=sys.stderr)
        return FAILED


def build_parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    parser = argparse.ArgumentParser(
        prog="juesuan",
        description="Final-accounts disclosures (部门决算公开): from PDFs to a warehouse that can be trusted.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    strict = argparse.ArgumentParser(add_help=False)
    strict.add_argument(
        "--strict",
        action="store_true",
        default=os.environ.get("STRICT", "") not in {"", "0"},
        help="exit with status 1 when a finding of severity error exists (also: STRICT=1)",
    )
    commands.add_parser("run", parents=[strict], help="read what is new, build, judge and publish the warehouse")
    check = commands.add_parser("check", parents=[strict], help="judge one draft without touching the warehouse")
    check.add_argument("file", help="a PDF, anywhere")
    _add_show(commands)
    extract = commands.add_parser("extract", help="read one document again, then rebuild")
    extract.add_argument("document", help="its path below the raw folder, or the first digits of its SHA-256")
    forget = commands.add_parser("forget", help="drop one document's rows, then rebuild")
    forget.add_argument("document", help="its path below the raw folder, or the first digits of its SHA-256")
    commands.add_parser("status", help="where things are, what a run would do, who is running")
    ui = commands.add_parser("ui", help="serve the Dagster UI")
    ui.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    ui.add_argument("--port", default="3000", help="port to listen on (default: 3000)")
    return parser


def _add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from dagster_project.commands.topics import TOPICS

    show = commands.add_parser("show", help="print what the published copy says")
    show.add_argument("topic", choices=[*TOPICS, "summary"], metavar="topic", help=", ".join([*TOPICS, "summary"]))
    show.add_argument("--department", help="part of the department's name, or of the file's path")
    show.add_argument("--year", type=int, help="fiscal year")
    show.add_argument("--document", help="path below the raw folder, or the first digits of the SHA-256")
    show.add_argument("--statement", help="key of a statement, such as summary or general_public_budget")
    show.add_argument("--severity", choices=["error", "warning", "info"])
    show.add_argument("--status", choices=["pass", "fail", "not_applicable"], help="of identities (default: fail)")
    show.add_argument("--limit", type=int, default=50, help="rows to print, 0 for all (default: 50)")
    show.add_argument("--format", choices=["table", "csv", "json"], default="table")


def _command(name: str) -> Command:
    module = {"extract": "documents", "forget": "documents"}.get(name, name)
    command: Command = getattr(importlib.import_module(f"dagster_project.commands.{module}"), name)
    return command


def _is_plain(error: Exception) -> bool:
    """Whether the message alone tells a person what to do, so that a traceback would only hide it."""
    from dagster_project.commands.errors import plain_errors

    return isinstance(error, plain_errors())


if __name__ == "__main__":
    main()
