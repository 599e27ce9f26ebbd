def build_ensemble(members):
    outputs = layers.average([member.output for member in members])
    return keras.Model([member.input for member in members], outputs)
