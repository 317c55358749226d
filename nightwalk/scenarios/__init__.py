"""Scenarios: interventions, scenario files, one run and many runs."""
