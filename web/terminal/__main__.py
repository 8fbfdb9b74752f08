"""`python -m web.terminal` is `quoth`."""

from web.terminal import main

main()
