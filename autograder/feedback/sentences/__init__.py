"""The sentence for each key of a finding, in English, marked for translation: a module for each subject.

Fields in braces are filled from the finding's values (`autograder.feedback.words`).
"""

from autograder.feedback.sentences import (
    answer,
    api,
    blocks,
    composition,
    grading,
    graph,
    ladder,
    layers,
    nodes,
    project,
    router,
    saving,
    texts,
    training,
    values,
)

SENTENCES: dict[str, str] = {
    key: text
    for subject in (
        *(answer, graph, ladder, values, training, saving, composition, router, blocks, texts, nodes, layers, api),
        grading,
        project,
    )
    for key, text in subject.SENTENCES.items()
}
