"""The examples of the vendor's documentation, as constructions to run against two packages."""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType
from typing import Any


def attribute(m: ModuleType, name: str = "page_view_count", **fields: Any) -> Any:
    given = {"type": "int32", "events": [m.PageView()], "aggregation": "counter", **fields}
    return m.Attribute(name=name, **given)


def products_added(m: ModuleType) -> Any:
    return attribute(
        m,
        "products_added_to_cart_feature",
        type="string_list",
        events=[
            m.Event(
                vendor="com.snowplowanalytics.snowplow.ecommerce",
                name="snowplow_ecommerce_action",
                version="1-0-2",
            )
        ],
        aggregation="unique_list",
        property=m.EntityProperty(
            vendor="com.snowplowanalytics.snowplow.ecommerce", name="product", major_version=1, path="name"
        ),
        criteria=m.Criteria(
            all=[
                m.Criterion.eq(
                    m.EventProperty(
                        vendor="com.snowplowanalytics.snowplow.ecommerce",
                        name="snowplow_ecommerce_action",
                        major_version=1,
                        path="type",
                    ),
                    "add_to_cart",
                )
            ]
        ),
    )


def stream(m: ModuleType, **fields: Any) -> Any:
    given = {
        "name": "my_stream_attribute_group",
        "version": 1,
        "attribute_key": m.domain_sessionid,
        "owner": "user@company.com",
        "attributes": [attribute(m), products_added(m)],
        **fields,
    }
    return m.StreamAttributeGroup(**given)


def batch(m: ModuleType) -> Any:
    return m.BatchAttributeGroup(
        name="my_batch_attribute_group",
        version=1,
        attribute_key=m.domain_sessionid,
        owner="user@company.com",
        attributes=[attribute(m), products_added(m)],
        online=False,
    )


def external(m: ModuleType) -> Any:
    return m.ExternalBatchAttributeGroup(
        name="my_external_batch_attribute_group",
        version=1,
        attribute_key=m.domain_sessionid,
        owner="user@company.com",
        batch_source=m.BatchSource(
            name="ecommerce_source",
            database="SNOWPLOW_DB",
            schema="MODELS",
            table="TRANSACTIONS",
            timestamp_field="UPDATED_AT",
        ),
        fields=[
            m.Field(name="TOTAL_TRANSACTIONS", type="int32"),
            m.Field(name="TOTAL_REVENUE", type="int32"),
            m.Field(name="AVG_TRANSACTION_REVENUE", type="int32"),
        ],
    )


def comprehensive(m: ModuleType) -> Any:
    return stream(
        m,
        name="comprehensive_stream_attribute_group",
        version=2,
        attribute_key=m.user_id,
        owner="data-team@company.com",
        attributes=[
            attribute(m),
            attribute(m, "session_duration", type="double", aggregation="time_since_first", time_unit="min"),
            attribute(
                m,
                "conversion_rate",
                type="double",
                aggregation="mean",
                property=m.AtomicProperty(name="tr_total"),
                period=timedelta(days=30),
                default_value=0.0,
            ),
        ],
        description="User engagement attributes in real-time",
        ttl=timedelta(days=90),
    )


SEED: dict[str, Any] = {
    "stream": stream,
    "batch": batch,
    "external": external,
    "comprehensive": comprehensive,
    "page_view": lambda m: m.PageView(),
    "page_ping": lambda m: m.PagePing(),
    "structured": lambda m: m.StructuredEvent(),
    "domain_userid": lambda m: m.domain_userid,
    "domain_sessionid": lambda m: m.domain_sessionid,
    "user_id": lambda m: m.user_id,
    "network_userid": lambda m: m.network_userid,
    "user_attribute_key": lambda m: m.user_attribute_key,
    "session_attribute_key": lambda m: m.session_attribute_key,
    "service": lambda m: m.Service(name="s", owner="a@b.com", attribute_groups=[stream(m), external(m)]),
    "key id": lambda m: m.AttributeKeyId("user@company.com"),
    "key ids": lambda m: m.AttributeKeyIdentifiers({"domain_userid": ["a", "b"]}),
}
