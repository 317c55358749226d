"""The lowest layer: errors, declared numbers, random streams, files, executors."""
