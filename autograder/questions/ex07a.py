"""Questions of exercise 07a: two convolutions and a skip, as a function of a tensor."""

from autograder.asking.collect import Answer
from autograder.questions.common.blocks import call_with_sums


def ask(answer: Answer, parameters: dict) -> None:
    import keras

    for label in ("model", "other"):
        size, channels, filters = parameters[label]
        x = keras.Input((size, size, channels), name="x")
        shown = f"residual_block(x, {filters})"
        end = call_with_sums(answer, x, filters, shown=shown)
        if end is None:
            raise answer.fault("answer.returned_none", name=answer.name)
        if isinstance(end, keras.Model):
            raise answer.fault("block.model", name=answer.name)
        if not isinstance(end, keras.KerasTensor):
            raise answer.fault("block.type", name=answer.name, type=type(end).__name__)
        model = answer.run(lambda a=x, b=end: keras.Model(a, b), f"keras.Model(x, {shown})")
        answer.model(label, model, parameters["seed"])
