"""How fast analysts' questions are answered on a large corpus."""
