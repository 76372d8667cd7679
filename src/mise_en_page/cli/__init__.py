"""The commands, a module a family; what they print, and in which language."""
