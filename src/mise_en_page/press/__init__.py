"""Making a printer's file: pictures and drawings into inks, pages' art into PDF/X with its marks, boxes and intent."""

import os

# Read when numpy is first imported: for the sums that are done here, starting threads costs more than they bring.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
