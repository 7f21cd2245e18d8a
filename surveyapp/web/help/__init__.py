"""Help: the chapters of ``docs/``, in the product itself, and which one belongs to which page."""
