"""A person's change of a control reaches the draft, and the draft shows in the controls (widgets.md 6.3)."""

from widgets.draft_world import item

HIDDEN = "none"


def display(widget):
    return widget.layout.display


def test_a_name_that_is_typed_is_the_groups_name(builder):
    builder.panels["group"].name.value = "cart"
    assert builder.group.name == "cart"
    assert "cart" in builder.header.title.value


def test_a_wrong_name_is_told_below_its_control_in_the_tab_and_in_the_footer(builder):
    """G02; Test and Publish wait (6.4)."""
    group = builder.panels["group"]
    group.name.value = "my group"
    note = group.children[0].note.value
    assert "<b>Error:</b>Name may only hold letters, digits and underscores" in note
    assert builder.tabs.titles[1] == "2 Group – 1 error"
    assert "<b>1 error</b>" in builder.footer.summary.value
    assert builder.footer.test.disabled
    assert builder.footer.publish.disabled
    group.name.value = "my_group"
    assert not builder.footer.test.disabled
    assert builder.tabs.titles[1] == "2 Group"


def test_the_key_shows_how_many_values_it_has(builder):
    """Four events of two users."""
    labels = dict(builder.panels["group"].key.options)
    assert labels["domain_userid – 2 values"] == "domain_userid"
    assert builder.panels["group"].key.value == "domain_userid"


def test_a_key_of_ones_own(builder):
    group = builder.panels["group"]
    group.key.value = dict(group.key.options)["Custom…"]
    assert display(group.custom_key) != HIDDEN
    group.key_property.value = item("name")
    group.key_name.value = "product"
    assert builder.form.get("attribute_key")["name"] == "product"
    assert builder.group.attribute_key.property.path == "name"


def test_no_limit_takes_the_ttl_away_and_brings_it_back(builder):
    ttl = builder.panels["group"].ttl
    ttl.none.value = True
    assert builder.form.get("ttl") is None
    assert ttl.number.disabled
    ttl.none.value = False
    assert builder.form.get("ttl") == "P7D"


def test_a_number_and_a_unit_make_a_duration(builder):
    period = builder.panels["attributes"].editor.period
    period.number.value = 2
    period.unit.value = "weeks"
    assert builder.form.get("attributes.0.period") == "P2W"


def test_adding_and_deleting_attributes(builder):
    panel = builder.panels["attributes"]
    panel._add()
    assert builder.form.selected == 1
    assert [name for name, _ in panel.list.options][1].startswith("!\u00a0(no\u00a0name)")
    panel._delete()
    assert len(panel.list.options) == 2
    builder.undo()
    assert len(panel.list.options) == 3


def test_the_list_selects_what_the_editor_shows(builder):
    panel = builder.panels["attributes"]
    panel.list.value = 1
    assert panel.editor.name.value == "last_page"
    assert panel.editor.prop.path.value == "page_urlpath"
    panel.list.value = 0
    assert panel.editor.name.value == "views"


def test_only_legal_choices_show(builder):
    """Feature 12: a property where one is taken, a unit for times, date parts for date-times."""
    editor = builder.panels["attributes"].editor
    shown = {
        "counter": (HIDDEN, HIDDEN, HIDDEN),
        "sum": (None, HIDDEN, HIDDEN),
        "last": (None, HIDDEN, HIDDEN),
        "time_since_last": (HIDDEN, HIDDEN, None),
    }
    for aggregation, expected in shown.items():
        editor.agg.value = aggregation
        fields = (editor.prop, editor.date_part_field, editor.time_unit_field)
        assert tuple(map(display, fields)) == expected, aggregation
    editor.agg.value = "last"
    editor.prop.path.value = "derived_tstamp"
    assert display(editor.date_part_field) is None
    editor.date_part.value = "hour_of_day"
    assert builder.form.get("attributes.0.property.date_part") == "hour_of_day"


def test_a_switch_of_kind_brings_back_what_was_chosen(builder):
    builder.form.select(1)
    picker = builder.panels["attributes"].editor.prop
    picker.kind.value = "entity"
    picker.schema.value = "item (com.acme) v1"
    picker.path.value = "price"
    assert builder.group.attributes[1].property.to_dict() == {**item("price"), "index": 0}
    picker.kind.value = "atomic"
    assert builder.form.get("attributes.1.property")["name"] == "page_urlpath"
    picker.kind.value = "entity"
    assert builder.form.get("attributes.1.property")["path"] == "price"


def test_pickers_offer_what_the_events_have(builder):
    """Feature 10: schemas and paths out of the data, with type and examples."""
    builder.form.select(1)
    picker = builder.panels["attributes"].editor.prop
    assert "page_urlpath" in picker.path.options
    picker.kind.value = "entity"
    assert sorted(picker.schema.options) == ["item (com.acme) v1", "page (com.acme) v1"]
    picker.schema.value = "item (com.acme) v1"
    assert sorted(picker.path.options) == ["in_stock", "name", "price"]
    picker.path.value = "price"
    builder.wait(20)
    assert "double" in picker.detail.value
    assert "Filled in 100.0 % of events · 4 values" in picker.detail.value


def test_events_are_tags(builder):
    """Tags of what is in the data, all versions too; none is all events."""
    picker = builder.panels["attributes"].editor.events
    assert picker.tags.allowed_tags[:2] == ["page_view 1-0-0", "page_view (all versions)"]
    picker.tags.value = ["page_view 1-0-0"]
    assert builder.form.get("attributes.0.events") == [
        {"vendor": "com.snowplowanalytics.snowplow", "name": "page_view", "version": "1-0-0"}
    ]
    picker.tags.value = []
    assert builder.form.get("attributes.0.events") == []


def test_an_event_that_is_not_in_the_data(builder):
    picker = builder.panels["attributes"].editor.events
    picker.other.value = "iglu:com.acme/checkout/jsonschema/1-0-0"
    picker.add_other()
    assert builder.form.get("attributes.0.events")[-1] == {
        "vendor": "com.acme",
        "name": "checkout",
        "version": "1-0-0",
    }
    assert picker.tags.value[-1] == "checkout 1-0-0 (com.acme)"
    picker.other.value = "a//b"
    picker.add_other()
    assert "Write vendor/name/version" in picker.problem.value


def test_a_criterion_from_property_to_value(builder):
    editor = builder.panels["attributes"].editor.criteria
    editor.add_row()
    row = editor.rows.children[0]
    row.property.value = "page_urlpath"
    row.operator.value = "!="
    row.control.text.value = "/p1"
    assert builder.form.get("attributes.0.criteria.all.0") == {
        "property": {"type": "atomic", "name": "page_urlpath"},
        "operator": "!=",
        "value": "/p1",
    }
    builder.wait(20)
    assert "keeps 3 of 4 events (75.0 %)" in builder.panels["attributes"].editor.count_note.value
    assert sorted(row.control.text.options) == ["/p0", "/p1", "/p2", "/p3"]


def test_a_field_of_a_schema_in_a_criterion(builder):
    """One box takes a column, or a schema and a path."""
    editor = builder.panels["attributes"].editor.criteria
    editor.add_row()
    row = editor.rows.children[0]
    assert "item › price" in row.property.options
    row.property.value = "item › price"
    assert builder.form.get("attributes.0.criteria.all.0.property") == item("price")
    row.operator.value = ">"
    row.control.number.value = 2.0
    assert builder.form.get("attributes.0.criteria.all.0.value") == 2


def test_the_value_control_follows_the_operator(builder):
    """Scenario 4: the control swaps, the value is kept."""
    editor = builder.panels["attributes"].editor.criteria
    editor.add_row()
    row = editor.rows.children[0]
    row.property.value = "page_urlpath"
    row.control.text.value = "/p1"
    row.operator.value = "in"
    assert display(row.control.list) is None
    assert display(row.control.text) == HIDDEN
    assert row.control.list.value == ["/p1"]
    row.control.list.value = ["/p1", "/p2"]
    row.operator.value = "is null"
    assert display(row.control) == HIDDEN
    row.operator.value = "="
    assert row.control.text.value == "/p1"
    row.operator.value = "in"
    assert row.control.list.value == ["/p1", "/p2"]


def test_rows_go_together_from_the_second_on(builder):
    editor = builder.panels["attributes"].editor.criteria
    editor.add_row()
    assert display(editor.mode_field) == HIDDEN
    editor.add_row()
    assert display(editor.mode_field) is None
    editor.mode.value = "any"
    assert len(builder.form.get("attributes.0.criteria.any")) == 2
    editor._draft.remove_criterion("attributes.0.criteria.any.0")
    assert len(editor.rows.children) == 1


def test_more_options(builder):
    editor = builder.panels["attributes"].editor
    assert display(editor.extra) == HIDDEN
    editor.more.value = True
    assert display(editor.extra) is None
    editor.type.value = "int32"
    editor.default.value = "0"
    editor.description.value = "Views of a week"
    assert editor.more.description == "More options (3 set)"
    shown = builder.group.attributes[0]
    assert (shown.type, shown.default_value, shown.description) == ("int32", 0, "Views of a week")


def test_go_to_first_opens_the_tab_of_the_error(builder):
    builder.form.set("attributes.1.aggregation", "sum")
    builder.form.select(0)
    builder.show("code")
    builder.go_to_first()
    assert builder.tabs.selected_index == 2
    assert builder.form.selected == 1


def test_undo_and_redo(builder):
    assert builder.header.undo.disabled
    builder.panels["group"].description.value = "Carts"
    builder.undo()
    assert builder.panels["group"].description.value == ""
    assert builder.header.undo.disabled
    builder.redo()
    assert builder.panels["group"].description.value == "Carts"


def test_code_is_in_step(builder):
    builder.show("code")
    builder.panels["group"].name.value = "cart"
    panel = builder.panels["code"]
    assert 'name="cart"' in panel.code.value
    panel.lang.value = "json"
    assert '"name": "cart"' in panel.code.value
    panel.lang.value = "sql"
    builder.wait(20)
    assert "SELECT" in panel.code.value
    assert builder.code("sdk").startswith("from datetime import timedelta")


def test_code_is_saved_to_a_new_file_only(builder, tmp_path):
    target = builder.save(tmp_path / "x.json", "json")
    assert '"name": "basket"' in target.read_text()
    builder.panels["code"].path.value = str(target)
    builder.guard.run("saving the code", builder.panels["code"]._save)
    assert "exists already. Choose another name." in builder.messages.texts[0]


def test_an_empty_form_says_what_to_do(build):
    builder = build(group=None)
    attributes = builder.panels["attributes"]
    assert "No attributes yet" in attributes.blank.value
    assert display(attributes.blank) is None
    assert display(attributes.editor) == HIDDEN
    assert builder.panels["group"].key.label == "Select attribute key…"


def test_without_events_the_form_still_works(build):
    """6.4: no data: Test is off and says why; the form is on."""
    builder = build(signals=None)
    assert builder.tabs.selected_index == 0
    assert "No events are open" in builder.panels["data"].summary.value
    assert builder.footer.test.disabled
    assert "Open a parquet file first." in builder.panels["test"].reason.value
    builder.panels["group"].name.value = "cart"
    assert builder.group.name == "cart"


def test_an_external_table(builder):
    """The third source: the card of the table, fields instead of attributes, no test."""
    group = builder.panels["group"]
    group.source.value = "external"
    assert display(group.external) is None
    assert "An external table has fields" in builder.panels["attributes"].blank.value
    for path, text in (
        ("name", "customers"),
        ("database", "analytics"),
        ("schema", "public"),
        ("table", "customers"),
        ("timestamp_field", "updated_at"),
    ):
        group.external.control_at(["batch_source", path]).value = text
    group.external.fields.value = "lifetime_value double\nplan string Current plan"
    shown = builder.group
    assert [(one.name, one.type, one.description) for one in shown.fields] == [
        ("lifetime_value", "double", None),
        ("plan", "string", "Current plan"),
    ]
    assert shown.batch_source.table == "customers"
    assert builder.footer.test.disabled
    assert not builder.footer.publish.disabled
    group.source.value = "stream"
    assert [each.name for each in builder.group.attributes] == ["views", "last_page"]
