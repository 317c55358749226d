"""Fitting the model to surveys, counts and crime: to come."""
