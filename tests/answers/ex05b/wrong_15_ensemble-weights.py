def build_ensemble(members):
    class Mean(layers.Layer):
        def __init__(self, n):
            super().__init__()
            self.w = self.add_weight(shape=(), initializer=keras.initializers.Constant(1/n), trainable=False)
        def call(self, xs):
            return sum(xs[1:], xs[0]) * self.w
    inputs = keras.Input(shape=members[0].input_shape[1:])
    return keras.Model(inputs, Mean(len(members))([m(inputs) for m in members]))
