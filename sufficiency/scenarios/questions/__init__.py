"""Questions asked the other way round: how much of a lever does a goal take?"""
