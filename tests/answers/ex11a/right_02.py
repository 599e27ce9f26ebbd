API_FOR = dict.fromkeys([
    "plain_chain",
    "plain_convnet",
    "word_chain",
    "two_inputs",
    "two_heads",
    "skip_connection",
    "shared_encoder",
    "tree_rnn",
    "early_exit",
    "photo_list",
])
for name in API_FOR:
    API_FOR[name] = 'functional'
for name in ('plain_chain', 'plain_convnet', 'word_chain'):
    API_FOR[name] = 'Sequential'
API_FOR |= dict(tree_rnn='subclass ', photo_list='Subclass')
