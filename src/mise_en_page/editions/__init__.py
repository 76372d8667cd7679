"""Whole issues in the forms that are asked for: one, many, or on many machines."""
