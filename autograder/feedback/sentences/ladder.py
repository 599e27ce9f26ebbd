"""Sentences of the first steps of a ladder: where a fault is, and of what kind."""

from helpers.language import mark

SENTENCES = {
    "ladder.place": mark("{layer} is the place to look at first. What is there that the task says otherwise?"),
    "ladder.after": mark("Look at what follows {layer} first. Does the task go on as you do?"),
    "ladder.activation": mark("{layer} has not the activation that the task asks for."),
    "ladder.option": mark("{layer} has an option that the task says otherwise."),
    "ladder.edge": mark("{layer} does not get what the task says. Follow its arrows back."),
    "ladder.order": mark("{layer} gets what it should, but in another order than the task says."),
    "ladder.kind": mark("{layer} is of another kind than the task asks for at this place."),
    "ladder.missing": mark("{layer} is where something is missing that the task asks for next."),
    "ladder.surplus": mark("{layer} is there, though the task does not ask for it."),
    "ladder.sharing": mark("{layer} raises the question whether a layer is called again here, or another one is made."),
    "ladder.training": mark("{layer} is trained or frozen, and the task says the other."),
}
