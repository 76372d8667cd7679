"""What making and judging a PDF file both need: its content, geometry, colour and annotations."""
