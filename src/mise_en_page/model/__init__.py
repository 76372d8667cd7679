"""The plain values that the rooms hand to one another."""
