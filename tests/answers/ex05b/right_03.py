def build_ensemble(members):
    inputs = keras.Input((members[0].input.shape[1],))
    total = layers.Add()([member(inputs) for member in members])
    return keras.Model(inputs=inputs, outputs=layers.Rescaling(1 / len(members))(total))
