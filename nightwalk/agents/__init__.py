"""The people: plain arrays in, arrays out; perceive, plan, walk, remember, talk, offend, report."""
