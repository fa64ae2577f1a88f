"""The controls that a form of attributes needs and ipywidgets does not have."""
