"""What-if designs: which numbers decide (sensitivity)."""
