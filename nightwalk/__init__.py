"""Nightwalk."""
