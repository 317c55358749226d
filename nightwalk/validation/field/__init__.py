"""Checks against real streets: ratings of street views, recorded crimes, measured light."""
