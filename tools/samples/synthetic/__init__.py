"""Synthetic departments: a seeded ledger exact to the fen, its statements and the prose around them."""
