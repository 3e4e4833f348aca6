"""What the integration runs with: under which licences, and whether a flaw of it is known."""
