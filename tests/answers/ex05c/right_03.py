def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    scaled = [layers.Rescaling(w / sum(weights))(m(inputs)) for m, w in zip(members, weights)]
    return keras.Model(inputs, layers.Add()(scaled))
