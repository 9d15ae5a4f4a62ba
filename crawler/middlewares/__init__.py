"""What stands between the engine and the network: manners and limits."""
