"""A household's Home Assistant beside the simulated portals: a real process, for the demo and the end-to-end tests."""
