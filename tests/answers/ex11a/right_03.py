groups = {
    'sequential': 'plain_chain plain_convnet word_chain',
    'functional': 'two_inputs two_heads skip_connection shared_encoder early_exit',
    'subclass': 'tree_rnn photo_list',
}
API_FOR = {name: api for api, names in groups.items() for name in names.split()}
