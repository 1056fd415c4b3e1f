"""handouts: one guide in; flyer, poster, handout and booklet out."""
