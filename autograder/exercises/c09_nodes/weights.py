"""Drawn weights for the given models of chapter 09."""
