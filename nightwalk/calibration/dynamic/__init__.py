"""The dynamic layer: what the simulation adds, fitted to observed indicators by running it."""
