"""Scenario discovery: when a measure fails, told as ranges of what is not known."""
