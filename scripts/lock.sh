#!/bin/sh
# Writes constraints.txt anew: what pip resolves today, in an empty environment, from pyproject.toml alone.
set -eu
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${PYTHON:-python3}" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --use-pep517 -e '.[dev,bench]'
builder=$(sed -n 's/^requires = \["\(setuptools\)[^"]*",.*/\1/p' pyproject.toml)  # mypy is among the tools
"$scratch/venv/bin/python" -m pip install --quiet --upgrade "$builder"
{
    echo "# The exact versions that the set-up installs, of everything that pyproject.toml leads to."
    echo "# Made by: make lock. Versions only: where they come from is the machine's own configuration."
    "$scratch/venv/bin/python" -m pip freeze --exclude-editable --all | grep -v '^pip=='
} >"$scratch/constraints.txt"
mv "$scratch/constraints.txt" constraints.txt
git --no-pager diff --stat -- constraints.txt
