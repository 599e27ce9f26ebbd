def build_ensemble(members):
    inputs = [keras.Input(member.input_shape[1:]) for member in members]
    outputs = layers.average([member(x) for member, x in zip(members, inputs)])
    return keras.Model(inputs, outputs)
