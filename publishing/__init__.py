"""The desk's side of what is published: publication, corrections, outcomes, releases, the forward plan, what the
public asks for or reports. No models.
"""
