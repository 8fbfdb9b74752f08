"""Libraries of any size: tales recombined from real stories with fresh names and numbers, their vectors derived from really embedded passages.

    sources -> tales -> vectors -> library

    python -m benchmarks.scale.library --passages 300 5000 50000 300000 1000000
"""
