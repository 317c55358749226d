"""What-if designs (sensitivity, discovery, optimisation): to come."""
