class MLP(keras.Model):
    def __init__(self, hidden_units, num_classes):
        super().__init__()
        self.chain = [layers.Dense(hidden_units, "relu"), layers.Dense(hidden_units, "relu"), layers.Dense(num_classes)]

    def call(self, x):
        for layer in self.chain:
            x = layer(x)
        return x

build_mlp = MLP
