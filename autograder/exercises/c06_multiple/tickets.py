"""A small router and drawn tickets: what the questions of chapter 06 that need no training are asked with."""
