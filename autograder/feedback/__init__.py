"""What a person reads of a verdict: sentences in their language, a card in a notebook, plain text elsewhere."""
