"""The catalogues of translations: collected from the program, kept sorted and without noise."""
