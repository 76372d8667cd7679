#!/bin/sh
# Builds the ICC profiles of uncoated paper and newsprint from free characterisation data, as they lie in
# src/mise_en_page/reading/profiles. Needs Debian's packages argyll (colprof) and icc-profiles-free (the data):
#   tools/make_profiles.sh DIR
# Argyll's sums may differ in the last place from one processor to another, so what lies there is kept, not built anew.
set -eu
out=$1
data=/usr/share/color/icc
mkdir -p "$out"

# $1 data, $2 name, $3 what it describes, $4 ink limit (%), $5… black: start, where, end, where, shape (colprof -kp)
make() {
    table=$1 name=$2 title=$3 limit=$4
    shift 4
    cp "$data/$table.ti3" "$out/$name.ti3"
    (cd "$out" && colprof -qm -bm -l "$limit" -kp "$@" -S /usr/share/color/argyll/ref/sRGB.icm -cmt -dpp \
        -A mise-en-page -D "$title" -C "Built from the data of $table (icc-profiles-free, zlib licence); no warranty" "$name")
    rm "$out/$name.ti3"
    # The day it was built is no part of it (header, bytes 24 to 35), nor a sum over it (84 to 99).
    python3 - "$out/$name.icc" <<'END'
import struct, sys
with open(sys.argv[1], "r+b") as file:
    file.seek(24)
    file.write(struct.pack(">6H", 2018, 1, 1, 0, 0, 0))
    file.seek(84)
    file.write(bytes(16))
END
    sha256sum "$out/$name.icc"
}

make FOGRA29L fogra29_uncoated "Uncoated paper, FOGRA29 (ISO 12647-2:2004, paper type 4), 280 %" 280  0 0.2 0.9 0.9 0.7
make TR002 tr002_newsprint "Coldset on newsprint, CGATS TR 002-2007 (SNAP), 240 %" 240  0 0.1 0.9 0.95 1.0
