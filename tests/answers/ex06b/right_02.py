def compile_ticket_router(model, priority_weight, department_weight):
    binary = keras.losses.BinaryCrossentropy(from_logits=True)
    categorical = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(
        optimizer=keras.optimizers.SGD(0.1),
        loss={"priority": lambda y, z: priority_weight * binary(y, z),
              "department": lambda y, z: department_weight * categorical(y, z)},
        metrics={"priority": keras.metrics.AUC(from_logits=True), "department": "categorical_accuracy"},
    )
