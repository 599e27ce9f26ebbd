"""Exercise 05c: the weighted average of many models of one input."""

from autograder.exercises.c05_callable.members import WEIGHTED, judge_members
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.questions.c05_callable.members import ask_weighted
from helpers.language import mark

EXERCISE = Exercise(
    id="ex05c",
    answer="build_weighted_ensemble",
    points=3,
    reference=WEIGHTED,
    ask=ask_weighted,
    judge=lambda items, parameters: judge_members(items, parameters, "build_weighted_ensemble", weighted=True),
    hints=(
        mark("Multiply what each member gives by its weight, add the products. Operators work on tensors: `x * 0.5`."),
        mark("Normalised means that the shares add up to 1: divide each weight by the sum of all of them."),
        mark(
            "`zip(members, weights)` pairs each member with its weight; `layers.add([...])` adds a list of any length."
        ),
    ),
    right=(
        """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    total = sum(weight * member(inputs) for member, weight in zip(members, weights))
    return keras.Model(inputs, total / sum(weights))
""",
        """\
def build_weighted_ensemble(members, weights):
    shares = np.array(weights, "float32") / np.sum(weights)
    inputs = keras.Input(batch_shape=members[0].input.shape)
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    return keras.Model(inputs, ops.sum(votes * shares, axis=-1))
""",
        """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    scaled = [layers.Rescaling(w / sum(weights))(m(inputs)) for m, w in zip(members, weights)]
    return keras.Model(inputs, layers.Add()(scaled))
""",
        """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = ops.stack([member(inputs) for member in members], axis=2)
    return keras.Model(inputs, ops.average(votes, axis=2, weights=np.array(weights, "float32")))
""",
        # shares as weights that nothing trains
        """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    shares = layers.Dense(1, use_bias=False, trainable=False)
    outputs = ops.squeeze(shares(votes), axis=-1)
    shares.set_weights([np.array(weights)[:, None] / sum(weights)])
    return keras.Model(inputs, outputs)
""",
    ),
    wrong=(
        Wrong(edited(WEIGHTED, ("(weight / total)", "weight")), "ensemble.not_normalised"),
        Wrong(edited(WEIGHTED, ("(weight / total)", "(1 / len(members))")), "ensemble.weights_ignored"),
        Wrong(edited(WEIGHTED, ("zip(members, weights)", "zip(members, weights[::-1])")), "ensemble.weights_permuted"),
        Wrong(
            edited(WEIGHTED, ("zip(members, weights)", "zip(members, sorted(weights))")),
            "ensemble.weights_permuted",
        ),
        Wrong(edited(WEIGHTED, ("(weight / total)", "(weight / len(weights))")), "ensemble.scale"),
        Wrong(edited(WEIGHTED, ("layers.add", "layers.average")), "ensemble.scale"),
        Wrong(edited(WEIGHTED, ("(weight / total)", "(weight // total)")), "ensemble.shares"),
        Wrong(edited(WEIGHTED, ("    total", "    weights = np.exp(weights)\n    total")), "ensemble.shares"),
        Wrong(edited(WEIGHTED, ("(weight / total)", "(weight / max(weights))")), "ensemble.scale"),
        Wrong(
            """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    a, b, c = np.array(weights) / sum(weights)
    outputs = members[0](inputs) * a + members[1](inputs) * b + members[2](inputs) * c
    return keras.Model(inputs, outputs)
""",
            "arguments.ignored",
        ),
        Wrong(
            edited(WEIGHTED, ("in zip(members, weights)", "in list(zip(members, weights))[:2]")),
            "ensemble.left_out",
        ),
        Wrong(
            """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    shares = layers.Dense(1, use_bias=False)
    outputs = ops.squeeze(shares(votes), axis=-1)
    shares.set_weights([np.array(weights)[:, None] / sum(weights)])
    return keras.Model(inputs, outputs)
""",
            "ensemble.learned",
        ),
        Wrong(edited(WEIGHTED, ("[member(inputs)", "[keras.models.clone_model(member)(inputs)")), "callable.copied"),
        Wrong(edited(WEIGHTED, ("    return keras.Model(inputs, outputs)\n", "")), "answer.returned_none"),
    ),
)
