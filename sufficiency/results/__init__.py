"""What is worked out once from the engine: tables, facts, money, and who may see them."""
