"""Rules for single sites, for pages whose markup says nothing that a rule for all sites could read."""
