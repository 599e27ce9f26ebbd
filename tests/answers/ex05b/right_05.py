def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    size = members[0].output_shape[-1]
    votes = layers.Concatenate()([member(inputs) for member in members])
    votes = layers.Reshape((len(members), size))(votes)
    return keras.Model(inputs, layers.GlobalAveragePooling1D()(votes))
