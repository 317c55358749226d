"""The room without a page: who may do what, what was done, and what follows from it."""
