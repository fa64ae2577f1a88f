"""The definitions that the registry's tests publish, and a picture of a folder to compare."""

from pathlib import Path

from signals_nb.definitions import (
    AtomicProperty,
    Attribute,
    AttributeKey,
    BatchAttributeGroup,
    BatchSource,
    EntityProperty,
    ExternalBatchAttributeGroup,
    Field,
    PageView,
    Service,
    StreamAttributeGroup,
    domain_userid,
)

OWNER = "data@example.com"


def views(name="page_views", **other):
    return Attribute(name=name, type="int32", aggregation="counter", events=[PageView()], **other)


def group(name="basket", version=1, **other):
    fields = {"attribute_key": domain_userid, "owner": OWNER, "attributes": [views()]} | other
    return StreamAttributeGroup(name=name, version=version, **fields)


def batch_group(name="weekly", **other):
    fields = {"attribute_key": domain_userid, "owner": OWNER, "attributes": [views()]} | other
    return BatchAttributeGroup(name=name, **fields)


def external_group(name="crm", **other):
    source = BatchSource(name="crm", database="DB", schema="PUBLIC", table="CRM", timestamp_field="AT")
    fields = {"attribute_key": customer(), "owner": OWNER, "batch_source": source} | other
    return ExternalBatchAttributeGroup(name=name, fields=[Field(name="TIER", type="string")], **fields)


def customer(column="user_id", **other):
    return AttributeKey(name="customer", property=AtomicProperty(name=column), **other)


def device():
    return AttributeKey(
        property=EntityProperty(vendor="com.acme", name="device", major_version=1, path="serial")
    )


def service(*groups, name="shop", **other):
    return Service(name=name, owner=OWNER, attribute_groups=list(groups), **other)


def picture(root: Path):
    """Every file of a folder but the lock, with its bytes and its time of change."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".gitignore")
    }


def files(root: Path):
    return list(picture(root))
