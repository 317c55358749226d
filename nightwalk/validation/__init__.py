"""Validation: the model's values beside the published ones, fact by fact."""
