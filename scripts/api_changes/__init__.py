"""What `make api-update` is made of: a newer description of the API in, the changed tree and a report out.

`reading` fetches and parses, `form` tells facts from prose, `merging` writes their facts with our words, `comparing`
finds what changed and for whom, `corrections` which of ours still fit, `typed_layer` and `drift` say where that shows
in the typed client, `outcome` gathers it, `report` writes it down, `update` runs the steps.
"""
