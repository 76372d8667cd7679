"""Whatever is given to the program: mutated input by the hundred thousand (README.md beside this tells how)."""
