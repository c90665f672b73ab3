"""The trial of sums: what forecasts of regions and of random tens of councils would have said."""
