"""Risk registers: incidents, citizen reports and audits of a town as estimates by street."""
