"""Surveys: files, mappings to the model's items, weights, published tables."""
