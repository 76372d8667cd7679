"""Work in processes of its own: pool, child, watchdog."""
