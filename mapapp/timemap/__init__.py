"""The map document: its frame by folium, its claims, timeline and panels by our own script and style."""
