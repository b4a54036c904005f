"""What two people must agree: one proposes, another confirms with a fresh proof, and whoever it concerns gets a letter.

An app describes each change that nobody makes alone as a `Verb` (registry.py); config/proposals.py registers them all.
"""
