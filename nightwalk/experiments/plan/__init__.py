"""The best plan for a budget: measures, places and doses, screened cheaply and tried in full."""
