"""What the containers of compose.yaml need besides the program."""
