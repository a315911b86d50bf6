"""What one machine needs to try everything: embedded services and the sample newsroom."""
