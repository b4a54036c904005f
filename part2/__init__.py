"""Part 2 at the desk: its texts and files, why they are exempt, who may read them. Its models are of decisions/."""
