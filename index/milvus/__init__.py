"""The engine for more than one machine: text, terms and vectors in Milvus, a cluster by address or Milvus Lite by file."""

from .address import Address, is_address, parse_address
from .engine import MilvusEngine

__all__ = ["Address", "MilvusEngine", "is_address", "parse_address"]
