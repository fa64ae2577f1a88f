"""The made-up shop behind the sample events: Kettle & Fern, teas, teaware and houseplants."""
