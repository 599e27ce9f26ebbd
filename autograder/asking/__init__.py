"""What runs beside a learner's code: questions of a model, a layer, a trained model, to which evidence is the answer."""
