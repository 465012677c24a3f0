"""What `make api-update` is made of: a newer description of the API in, the changed tree and a report out.

`reading` fetches and parses, `form` brings a description into the form of ours, `merging` writes it with our words,
`comparing` finds what changed and for whom, `typed_layer`, `drift` and `impact` say where that shows in the typed
client, `importers` what it breaks for users, `report` writes all that down, `update` runs the steps.
"""
