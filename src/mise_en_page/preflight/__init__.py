"""Judging any PDF file: what is painted in it, which inks it takes, and the checks of a press profile."""

import os

# Read when numpy is first imported: for the sums that are done here, starting threads costs more than they bring.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
