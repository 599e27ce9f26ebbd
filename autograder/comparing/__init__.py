"""What differs between two models: an edit script that a person would write, in words, as a picture, as data."""
