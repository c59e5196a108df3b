"""The pages, one module each: a router, a typed context, a template."""
