"""What anybody can check without trusting the office: papers, the log with its proofs and witnesses, the tools for it.

No models: it reads the book.
"""
