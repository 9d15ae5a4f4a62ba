"""Connections: which addresses may be reached, what an answer may cost, and what each host asks for."""
