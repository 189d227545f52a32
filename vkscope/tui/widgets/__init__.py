"""What screens are made of; each widget draws what it is given and asks nobody."""
