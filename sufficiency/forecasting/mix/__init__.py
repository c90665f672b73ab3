"""The mix: how many children are in expensive placements, moved with England's shares."""
