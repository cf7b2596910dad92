"""All that a reader sees: the map, the timeline, the pictures and the app around them."""
