"""Graphs as data: their canonical form, equal spellings, places, alignment, difference, findings. No files, no learner's code."""
