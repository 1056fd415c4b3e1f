"""Pictures: a gate that each passes, and what makes them ready for print. Nothing is imported here: decoding costs its time."""
