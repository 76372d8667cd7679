"""Where the program begins: Ctrl-C ends it at once while it is being imported, without a word of where it was."""

from __future__ import annotations

import os
import signal
import sys

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """The command that was typed; the program ends with it."""
    from mise_en_page.model import message  # noqa: PLC0415

    # Wherever it stands, and before anything else is found wrong with what was typed.
    asked, sys.argv[1:] = message.taken(sys.argv[1:])
    asked = asked or next((each for each in message.LANGUAGES if each == os.environ.get(message.VARIABLE)), None)
    message.speak(asked or message.of_locale(os.environ))
    from mise_en_page.cli import commands  # noqa: PLC0415

    commands.main(asked)


if __name__ == "__main__":
    main()
