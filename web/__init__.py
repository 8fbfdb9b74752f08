"""The pages, the HTTP interface and the terminal of Quoth: the outermost floor, which nothing imports."""
