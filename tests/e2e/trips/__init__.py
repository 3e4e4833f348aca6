"""A calendar of trips for Home Assistant's folder: its one entry stands in `trips.json` there."""
