"""Choose an endpoint, go to Spark, come back, leave: the only code that sees a token in the clear."""
