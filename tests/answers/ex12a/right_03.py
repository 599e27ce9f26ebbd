class CustomRNN(tf.keras.layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.classifier = classifier

    def build(self, shape):
        n = self.units
        self.u = self.add_weight(shape=(n, n), initializer="orthogonal")
        self.w = self.add_weight(shape=(shape[-1], n))
        self.c = self.add_weight(shape=(n,), initializer="zeros")
        self.b = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, inputs):
        state = tf.zeros((tf.shape(inputs)[0], self.units))
        steps = []
        for t in range(inputs.shape[1]):
            state = tf.tanh(inputs[:, t, :] @ self.w + self.b) + tf.tanh(state @ self.u + self.c)
            steps.append(state)
        return self.classifier(tf.stack(steps, axis=1))
