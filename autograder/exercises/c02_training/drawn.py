"""A small classifier, images and labels, all drawn: what the questions of chapter 02 that need no training are asked with."""
