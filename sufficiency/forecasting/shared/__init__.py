"""What forecasts of different authorities share: the nation's errors and their region's."""
