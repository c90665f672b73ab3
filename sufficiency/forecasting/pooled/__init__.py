"""The pooled model: yearly figures of many authorities, forecast with the same few numbers."""
