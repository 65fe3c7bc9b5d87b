extension OwnDocument.Shape {
  /// Every kind of document, those with more members first where one has all members of another.
  ///
  /// Members are added within a version and never taken away, so that these are in later documents too.
  /// Rows of chosen columns (`-c`) are not among them: nothing tells them from a table of the user's.
  static let all = files + answers + listings

  /// What is written to be read again.
  private static let files: [Self] = [
    Self("a plan", "version from to steps", constant: ("document", "plan")),
    Self(
      "the record of a plan", "version from to done copied",
      constant: ("document", "plan_record")),
    Self("a map", "version from to pairs unknown", constant: ("document", "map")),
    Self("an inventory", "version site project read_at", constant: ("document", "inventory")),
    Self("a saved calendar", "version calendars", constant: ("format", "chiport-calendar")),
    Self("a record of copies", "version", rows: ("copied", "kind from to name")),
    Self(
      "a report of 'chiport rewrite'", "version from to files remaining totals skipped errors"),
  ]

  /// What `-f json` prints.
  private static let answers: [Self] = [
    Self("an answer of 'chiport verify'", "version to files references remaining totals errors"),
    Self(
      "an answer of 'chiport availability'",
      "version asked read_at calendars candidates alternatives not_counted outages warnings"),
    Self(
      "an answer of 'find-equivalent'", "query requirements catalog results mixes rejected"),
    Self("an answer of 'chiport show'", "query catalog configurations nodes"),
    Self(
      "an answer of 'chiport snapshot advise'",
      "version root verdict measured image_bytes archive_bytes exclude large mounts command steps"),
    Self(
      "an answer of 'chiport selector translate'",
      "selector from to outcome translated reason replacement source alternatives remarks"),
    Self(
      "an answer of 'chiport selector explain'",
      "selector site nodes reservable comparisons values findings"),
    Self("an answer of 'chiport selector check'", "selector site accepted offset findings"),
    Self("an answer of 'chiport selector match'", "selector site nodes findings"),
    Self(
      "an answer of 'chiport selector for'",
      "selector nodes exact also_matches shorter narrower"),
    Self(
      "an answer of 'chiport harvest'",
      "source catalog version version_timestamp bytes sites devices problems"),
  ]

  /// Rows that `-f json` prints.
  private static let listings: [Self] = [
    Self(
      "an answer of 'chiport sites'", "outages",
      rows: ("sites", "site name region_name class status services dashboard_url client_id")),
    Self(
      "an answer of 'chiport sites --check'",
      rows: ("checks", "site cloud check status milliseconds detail")),
    Self(
      "an answer of 'chiport harvest --blazar'",
      rows: ("sites", "site source hosts not_listed not_in_catalog problem")),
    Self(
      "an answer of 'chiport harvest --availability'", "failed",
      rows: ("calendars", "site source read_at synced_at known_nodes known_flavors")),
    Self(
      "an answer of 'chiport list'",
      rows: (
        nil, "site node_type configuration kind instruction_set persistent_memory_bytes selector"
      )),
    Self(
      "an answer of 'chiport doctor'",
      rows: (nil, "site node_type rule field found used reason")),
    Self("an answer of 'chiport changes'", rows: (nil, "site node uid change property old new")),
  ]
}
