"""The pages: for the facilitator, for phones, for the projector, and a sheet to print."""
