"""The files that commissioners edit: found, read, refused with every fault, begun."""
