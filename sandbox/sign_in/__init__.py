"""The sandbox's stand-in for Spark's sign-in pages: who are you, which agent, may this application in."""
