"""What a written run keeps of itself, so that it can be read back."""
