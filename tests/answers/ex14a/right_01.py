def my_project():  # a nested model, a custom layer, outputs by name, a picture in a file
    @keras.saving.register_keras_serializable(package="mine")
    class Scaled(layers.Layer):
        def build(self, shape):
            self.scale = self.add_weight(shape=(), initializer="ones")

        def call(self, x):
            return x * self.scale

    row = keras.Input((5,))
    look = keras.Model(row, Scaled()(layers.Dense(4, activation="tanh")(row)), name="look")
    left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    both = layers.Concatenate()([look(left), layers.Dense(4)(right)])
    outputs = {"larger": layers.Dense(1)(both), "total": layers.Dense(1)(both)}
    mine = keras.Model({"left": left, "right": right}, outputs)

    def targets(pairs, larger):
        return {"larger": larger, "total": (pairs["left"] + pairs["right"]).sum(1, keepdims=True)}

    some, signs = rows(600, 3)
    keras.utils.set_random_seed(3)
    mine.compile(keras.optimizers.Adam(0.02), {"larger": keras.losses.BinaryCrossentropy(from_logits=True), "total": "mse"})
    mine.fit(some, targets(some, signs), epochs=10, verbose=0)
    mine.save(FILE + ".keras")
    picture = helpers.draw(mine).save(FILE + ".svg")
    text = (
        "Links und rechts: the inputs left and right are rows of five numbers. The left one goes through the nested model "
        "look, which ends in a layer of my own, the other one through a plain layer; larger and total are read off both."
    )
    new, new_signs = rows(50, 4)
    return {
        "model": mine,
        "held_out": [new, targets(new, new_signs)],
        "file": FILE + ".keras",
        "picture": picture,
        "explanation": text,
    }
