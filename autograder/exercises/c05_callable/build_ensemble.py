"""Exercise 05b: the average of many models of one input."""

from autograder.exercises.c05_callable.members import ENSEMBLE, judge_members
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.questions.c05_callable.members import ask_plain
from helpers.language import mark

EXERCISE = Exercise(
    id="ex05b",
    answer="build_ensemble",
    points=2,
    reference=ENSEMBLE,
    ask=ask_plain,
    judge=lambda items, parameters: judge_members(items, parameters, "build_ensemble", weighted=False),
    hints=(
        mark("All members get the same input: make one `keras.Input`, call each member on it."),
        mark("Any number of members: a list comprehension calls them all, `[member(inputs) for member in members]`."),
        mark("`layers.average(tensors)` takes the list of what they give. The shape is that of `members[0]`."),
    ),
    right=(
        """\
def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    total = 0
    for member in members:
        total = total + member(inputs)
    return keras.Model(inputs, total / len(members))
""",
        """\
def build_ensemble(members):
    inputs = keras.Input(batch_shape=members[-1].input.shape)
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    return keras.Model(inputs, ops.mean(votes, axis=-1), name="ensemble")
""",
        """\
def build_ensemble(members):
    inputs = keras.Input((members[0].input.shape[1],))
    total = layers.Add()([member(inputs) for member in members])
    return keras.Model(inputs=inputs, outputs=layers.Rescaling(1 / len(members))(total))
""",
        # on the first member's own input
        """\
def build_ensemble(members):
    first, *others = members
    votes = [first.output, *(member(first.input) for member in others)]
    mean = layers.Lambda(lambda tensors: sum(tensors) / len(tensors))(votes)
    return keras.Model(first.input, mean)
""",
        """\
def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    size = members[0].output_shape[-1]
    votes = layers.Concatenate()([member(inputs) for member in members])
    votes = layers.Reshape((len(members), size))(votes)
    return keras.Model(inputs, layers.GlobalAveragePooling1D()(votes))
""",
    ),
    wrong=(
        Wrong(edited(ENSEMBLE, ("layers.average", "layers.add")), "ensemble.sum"),
        Wrong(edited(ENSEMBLE, ("layers.average", "layers.maximum")), "graph.kind"),
        Wrong(edited(ENSEMBLE, ("layers.average", "layers.concatenate")), "graph.kind"),
        Wrong(edited(ENSEMBLE, ("in members]", "in members[:2]]")), "ensemble.left_out"),
        Wrong(edited(ENSEMBLE, ("in members]", "in members[:3]]")), "arguments.ignored"),
        Wrong(
            edited(
                ENSEMBLE,
                ("layers.average(", "layers.add("),
                ("for member in members])", "for member in members]) / 3"),
            ),
            "arguments.ignored",
        ),
        Wrong(edited(ENSEMBLE, ("members[0].input_shape[1:]", "(128,)")), "callable.shape"),
        Wrong(
            """\
def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    mean = members[0](inputs)
    for member in members[1:]:
        mean = layers.average([mean, member(inputs)])
    return keras.Model(inputs, mean)
""",
            "ensemble.shares",
        ),
        Wrong(
            """\
def build_ensemble(members):
    inputs = [keras.Input(member.input_shape[1:]) for member in members]
    outputs = layers.average([member(x) for member, x in zip(members, inputs)])
    return keras.Model(inputs, outputs)
""",
            "graph.input_count",
        ),
        Wrong(
            """\
def build_ensemble(members):
    outputs = layers.average([member.output for member in members])
    return keras.Model([member.input for member in members], outputs)
""",
            "graph.input_count",
        ),
        Wrong(edited(ENSEMBLE, ("[member(inputs)", "[keras.models.clone_model(member)(inputs)")), "callable.copied"),
        Wrong(edited(ENSEMBLE, ("[member(inputs)", "[members[0](inputs)")), "ensemble.left_out"),
        Wrong(
            """\
def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = layers.concatenate([member(inputs) for member in members])
    return keras.Model(inputs, layers.Dense(members[0].output_shape[-1])(votes))
""",
            "ensemble.learned",
        ),
        Wrong(
            "def build_ensemble(members):\n    return lambda x: sum(m(x) for m in members) / len(members)\n",
            "answer.returned_function",
        ),
    ),
)
