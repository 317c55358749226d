"""Fit the model to surveys: read them, ask the simulation the same, fit the ordinal model, say what was learnt."""
