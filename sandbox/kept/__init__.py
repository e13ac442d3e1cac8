"""What people keep at Spark: listing carts and saved searches, on a shelf of their own for each contact and agent."""
