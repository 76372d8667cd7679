"""Where the program begins: Ctrl-C ends it at once while it is being imported, without a word of where it was."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """The command that was typed; the program ends with it."""
    from mise_en_page.cli import commands  # noqa: PLC0415

    commands.main()


if __name__ == "__main__":
    main()
