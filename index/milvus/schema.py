"""The two collections of a library, and how they are made.

`NAME_passages` holds a row a passage. `NAME_records` holds what is said of documents, commits and claims: a commit is one write to it.
"""

from typing import Any

from .connection import Connection

CAPACITY = 4096
"""Most values of an array in Milvus."""

LONGEST = 65_535
"""Most bytes of a string in Milvus."""

_SHARDS = 4


class Tables:
    """The collections of one library.

    Args:
        connection: Where they are.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        name = connection.address.name
        self.passages, self.records = f"{name}_passages", f"{name}_records"

    def exist(self) -> bool:
        """Tell whether both are there."""
        return all(self._connection.call("has_collection", name) for name in (self.passages, self.records))

    def make(self, dimension: int) -> None:
        """Make what is not there yet; another program may be doing the same."""
        # What is written to one shard in one call is seen at once or not at all: the records, and with them a commit, are in one.
        for name, fields, shards in ((self.passages, self._of_passages(dimension), _SHARDS), (self.records, self._of_records(), 1)):
            if not self._connection.call("has_collection", name):
                self._connection.call("create_collection", name, schema=fields, consistency_level="Strong", num_shards=shards)

    def load(self) -> None:
        """Index the collections, where they are not yet, and have them searched."""
        for name, indexes in ((self.passages, self._indexes_of_passages()), (self.records, self._indexes_of_records())):
            known = set(self._connection.call("list_indexes", name))
            for field, options in indexes.items():
                if field not in known:
                    index = self._connection.pymilvus.MilvusClient.prepare_index_params()
                    index.add_index(field, index_name=field, **options)
                    self._connection.call("create_index", name, index, sync=False)
            self._connection.call("load_collection", name)

    def drop(self) -> None:
        """Remove both with all that they hold."""
        for name in (self.passages, self.records):
            self._connection.call("drop_collection", name)

    def _of_passages(self, dimension: int) -> Any:  # noqa: ANN401 - pymilvus.CollectionSchema
        kind, schema = self._kinds(), self._schema()
        schema.add_field("id", kind.INT64, is_primary=True)
        for field in ("first", "start", "stop"):
            schema.add_field(field, kind.INT64)
        schema.add_field("text", kind.ARRAY, element_type=kind.VARCHAR, max_capacity=CAPACITY, max_length=LONGEST)
        schema.add_field("vector", kind.FLOAT_VECTOR, dim=dimension)
        schema.add_field("weights", kind.SPARSE_FLOAT_VECTOR)
        schema.add_field("terms", kind.ARRAY, element_type=kind.INT64, max_capacity=CAPACITY)
        schema.add_field("lengths", kind.ARRAY, element_type=kind.INT64, max_capacity=8)
        return schema

    def _of_records(self) -> Any:  # noqa: ANN401 - pymilvus.CollectionSchema
        kind, schema = self._kinds(), self._schema()
        schema.add_field("key", kind.VARCHAR, is_primary=True, max_length=LONGEST)
        for field in ("kind", "first", "last", "moment"):
            schema.add_field(field, kind.INT64)
        schema.add_field("body", kind.ARRAY, element_type=kind.VARCHAR, max_capacity=CAPACITY, max_length=LONGEST)
        schema.add_field("unused", kind.FLOAT_VECTOR, dim=2)  # Milvus keeps no collection without a vector
        return schema

    def _indexes_of_passages(self) -> dict[str, dict[str, str]]:
        # A cluster chooses its index itself, and its operator may choose another: searches name none.
        lite = str(self._connection.call("get_server_version")).startswith("milvus_lite")
        dense = "FLAT" if lite else "AUTOINDEX"
        indexes = {
            "vector": {"index_type": dense, "metric_type": "IP"},
            "weights": {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"},
            "first": {"index_type": "INVERTED"},
        }
        return indexes if lite else {**indexes, "terms": {"index_type": "INVERTED"}}  # Milvus Lite has none of arrays

    def _indexes_of_records(self) -> dict[str, dict[str, str]]:
        return {"unused": {"index_type": "FLAT", "metric_type": "L2"}, "kind": {"index_type": "INVERTED"}, "last": {"index_type": "INVERTED"}}

    def _kinds(self) -> Any:  # noqa: ANN401 - pymilvus.DataType
        return self._connection.pymilvus.DataType

    def _schema(self) -> Any:  # noqa: ANN401 - pymilvus.CollectionSchema
        return self._connection.pymilvus.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
