"""Methods that look at one series alone, each in a file: figures in, paths out."""
