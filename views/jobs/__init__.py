"""Work that takes time: its pages, its worker, and the kinds that screens start."""
