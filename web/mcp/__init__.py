"""Quoth for agents: the library as tools and resources of the Model Context Protocol (MCP).

    arguments --Tool.work--> what /ask, /search, /verify and /documents return --telling--> words for who reads only text

- `tools`: what can be called; `arguments`: what it takes; `telling`: results in words; `failures`: errors in words
- `stories`: the documents as resources
- `workbench`: the library, opened in the background, and the threads that the work is done in
- `server`: all of it put together; `stdio` and `http`: the two ways to speak with it
- `extra`: what must be installed for it, and how

The package `mcp` is no part of a plain installation: what imports it is imported only when `quoth mcp` is run.
"""
