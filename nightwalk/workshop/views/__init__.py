"""What the room sees of the model: first guesses, layers, cards of streets, runs."""
