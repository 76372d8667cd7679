"""From an issue folder to finished pages: the road that every command takes."""
