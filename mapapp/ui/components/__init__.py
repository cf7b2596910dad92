"""Parts of the page, each a function of values that gives values back."""
