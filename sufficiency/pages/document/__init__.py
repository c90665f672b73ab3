"""What leaves the council as files of an office: a chapter, slides, and published tables.

`chapter`, `slides` and `published` are each loaded where they are asked for: Word and PowerPoint
take their time to wake, and a run writes neither.
"""
