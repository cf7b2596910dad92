"""Files of others become claims here: decided, tried, told, accepted whole, and taken back whole."""
