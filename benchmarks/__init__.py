"""What things cost, and how good they are, in figures. Run with `script/bench`."""
