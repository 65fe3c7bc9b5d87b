/// The tables of a catalogue, and how old files become new ones.
///
/// The only place that describes the file. People may query it with `sqlite3`; the comments below are
/// kept in `sqlite_schema` for them.
enum Schema {
  /// `PRAGMA user_version` of the files that this program writes.
  static let version = steps.count

  /// `PRAGMA application_id`: "chpt" in ASCII, so that another database is not taken for a catalogue.
  static let applicationID = 0x6368_7074

  /// What brings a file from version *n* to *n* + 1, for *n* from 0.
  static let steps: [String] = [version1]

  private static let version1 = """
    PRAGMA application_id = \(applicationID);

    CREATE TABLE site (
      uid TEXT PRIMARY KEY,           -- tacc
      name TEXT NOT NULL,             -- CHI@TACC
      site_class TEXT,                -- baremetal, kvm, edge
      record TEXT NOT NULL,           -- the whole JSON
      source TEXT NOT NULL,           -- where it is from: a URL or a folder
      version TEXT,                   -- of the source's data: a commit
      harvested_at TEXT NOT NULL      -- UTC, ISO 8601
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cluster (
      site TEXT NOT NULL REFERENCES site ON DELETE CASCADE,
      uid TEXT NOT NULL,
      record TEXT NOT NULL,
      PRIMARY KEY (site, uid)
    ) STRICT, WITHOUT ROWID;

    -- Nodes of one type at one site that have the same hardware, or a flavor of virtual machines.
    -- Beside each value stands its origin: recorded, inferred from ..., or unknown: ... (then NULL).
    CREATE TABLE configuration (
      id INTEGER PRIMARY KEY,
      site TEXT NOT NULL REFERENCES site ON DELETE CASCADE,
      node_type TEXT NOT NULL,
      name TEXT NOT NULL,             -- unique at a site
      kind TEXT NOT NULL CHECK (kind IN ('host', 'flavor', 'hypervisor')),
      node_count INTEGER NOT NULL,
    \(HardwareColumns.definitions),
      selector TEXT,                  -- resource_properties that reserve exactly these nodes
      also_matches INTEGER,           -- other nodes that the selector matches too; 0 when exact
      UNIQUE (site, name)
    ) STRICT;
    CREATE INDEX configuration_by_type ON configuration (node_type);

    -- What was read from records: one row for all nodes of a configuration whose records agree in
    -- everything that was read. The raw_ columns hold what the record says.
    CREATE TABLE reading (
      id INTEGER PRIMARY KEY,
      configuration INTEGER NOT NULL REFERENCES configuration ON DELETE CASCADE,
    \(HardwareColumns.definitions),
    \(RawColumns.definitions)
    ) STRICT;
    CREATE INDEX reading_by_configuration ON reading (configuration);

    CREATE TABLE node (
      id INTEGER PRIMARY KEY,
      site TEXT NOT NULL REFERENCES site ON DELETE CASCADE,
      cluster TEXT NOT NULL,
      uid TEXT NOT NULL,
      name TEXT NOT NULL,
      node_type TEXT NOT NULL,
      reservable INTEGER NOT NULL,    -- 0 for hypervisors
      configuration INTEGER NOT NULL REFERENCES configuration ON DELETE CASCADE,
      reading INTEGER NOT NULL REFERENCES reading ON DELETE CASCADE,
      UNIQUE (site, uid)
    ) STRICT;
    CREATE INDEX node_by_uid ON node (uid);
    CREATE INDEX node_by_name ON node (name);
    CREATE INDEX node_by_configuration ON node (configuration);
    CREATE INDEX node_by_reading ON node (reading);

    -- Records are large: apart from the columns, so that scanning those stays fast.
    CREATE TABLE node_record (
      node INTEGER PRIMARY KEY REFERENCES node ON DELETE CASCADE,
      record TEXT NOT NULL            -- the whole JSON, members sorted
    ) STRICT;

    CREATE TABLE flavor (
      site TEXT NOT NULL REFERENCES site ON DELETE CASCADE,
      uid TEXT NOT NULL,
      record TEXT NOT NULL,
      PRIMARY KEY (site, uid)
    ) STRICT, WITHOUT ROWID;

    -- CHI@Edge.
    CREATE TABLE device (
      uuid TEXT PRIMARY KEY,
      name TEXT,
      type TEXT,
      record TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What a harvest changed. property and the values are NULL for whole nodes.
    CREATE TABLE change (
      id INTEGER PRIMARY KEY,
      harvested_at TEXT NOT NULL,
      site TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('added', 'removed', 'changed')),
      uid TEXT NOT NULL,
      node_name TEXT NOT NULL,
      property TEXT,
      old TEXT,
      new TEXT
    ) STRICT;
    CREATE INDEX change_by_date ON change (harvested_at);

    -- Properties in Blazar's dotted naming, as resource_properties are matched against: booleans as
    -- True and False, numbers as they are written, list items by index from 0, null as absent.
    CREATE VIEW node_property AS
      SELECT node.site, node.uid, node.name AS node_name,
        substr(replace(replace(tree.fullkey, '[', '.'), ']', ''), 3) AS property,
        CASE tree.type
          WHEN 'true' THEN 'True' WHEN 'false' THEN 'False' ELSE CAST(tree.atom AS TEXT)
        END AS value
      FROM node JOIN node_record ON node_record.node = node.id,
        json_tree(node_record.record) AS tree
      WHERE tree.type NOT IN ('null', 'object', 'array');

    -- Each node with its normalised hardware, what its record says, and the origins.
    CREATE VIEW node_hardware AS
      SELECT node.site, node.uid, node.name AS node_name, node.node_type,
        configuration.name AS configuration_name, reading.*
      FROM node JOIN reading ON reading.id = node.reading
        JOIN configuration ON configuration.id = node.configuration;
    """
}
