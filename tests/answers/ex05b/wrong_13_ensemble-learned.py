def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = layers.concatenate([member(inputs) for member in members])
    return keras.Model(inputs, layers.Dense(members[0].output_shape[-1])(votes))
