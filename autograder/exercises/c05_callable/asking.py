"""What the questions of chapter 05 have in common: models with drawn weights, and inputs of another shape."""
