"""The printing trade's part: pages on sheets, and what a print shop's files need."""
