"""What commands read and write: panel files, forecasts, folders of scores."""
