"""How fast the engine is, and how much it needs: `python -m benchmarks` (one command, one table per case)."""
