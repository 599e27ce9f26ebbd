parameters = lambda inputs, units: units * inputs + units
