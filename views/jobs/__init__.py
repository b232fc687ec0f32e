"""Work that takes time: its pages, its worker, and the two kinds that screens start."""
