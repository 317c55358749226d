"""The measurement layer: the model's survey equation fitted to answers, without any simulation."""
