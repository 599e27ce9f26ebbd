parameters = 50240
