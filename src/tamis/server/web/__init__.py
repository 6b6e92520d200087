"""The pages, a Django app a family: each turns a click into one operation, and its answer into HTML."""
