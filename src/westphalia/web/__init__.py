"""Room 8: the web application over a record; read-only but for reviews, which are rows of their own."""
