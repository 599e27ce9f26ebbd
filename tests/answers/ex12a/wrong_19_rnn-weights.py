class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.rnn = layers.SimpleRNN(units, return_sequences=True)
        self.classifier = classifier

    def call(self, inputs):
        return self.classifier(self.rnn(inputs))
