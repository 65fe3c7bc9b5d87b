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
  static let steps: [String] = [version1, version2, version3]

  /// The properties of `node_record.record` as a JSON list of pairs.
  ///
  /// The same rules in Swift, with their source: `ResourceProperties` and `PythonNumber`. Names are
  /// put together step by step, as paths of json_tree quote and do not tell `a[0]` from item 0 of `a`.
  /// Integers beyond 64 bits, which json_each turns into floats, are taken from the text; of floats,
  /// the shortest digits that read back as the same number are put into Python's notation.
  ///
  /// What SQLite 3.40 cannot tell: the 16th and 17th digit of some floats, the sign of `-0.0`, what
  /// follows a NUL in a text, and integers beyond 64 bits under a name with quotes, backslashes or
  /// control characters.
  private static let properties = """
        WITH RECURSIVE walk (place, property, type, value, digits) AS (
          SELECT '', '', 'object', node_record.record, NULL
          UNION ALL
          SELECT printf('%s%09d', walk.place, member.id),
            CASE walk.property WHEN '' THEN '' ELSE walk.property || '.' END || member.key,
            member.type, member.value,
            CASE
              WHEN member.type = 'integer' AND typeof(member.value) = 'real'
                AND member.key NOT GLOB '*["\\]*' THEN
                json_extract(walk.value,
                  CASE walk.type WHEN 'array' THEN '$[' || member.key || ']'
                    ELSE '$."' || member.key || '"' END,
                  '$')
              WHEN member.type = 'real' THEN
                CASE abs(member.value)
                  WHEN CAST(printf('%!.14e', abs(member.value)) AS REAL)
                    THEN printf('%!.14e', abs(member.value))
                  WHEN CAST(printf('%!.15e', abs(member.value)) AS REAL)
                    THEN printf('%!.15e', abs(member.value))
                  ELSE printf('%!.16e', abs(member.value))
                END
            END
          FROM walk, json_each(walk.value) AS member WHERE walk.type IN ('object', 'array')
        ),
        leaf (place, property, type, value, digits, point) AS (
          SELECT max(place), property, type, value,
            CASE type
              WHEN 'integer' THEN substr(digits, 2, instr(digits, ',') - 2)
              ELSE rtrim(replace(substr(digits, 1, instr(digits, 'e') - 1), '.', ''), '0')
            END,
            substr(digits, instr(digits, 'e') + 1) + 1
          FROM walk WHERE type NOT IN ('null', 'object', 'array') GROUP BY property
        )
        SELECT json_group_array(json_array(property, CASE type
          WHEN 'true' THEN 'True'
          WHEN 'false' THEN 'False'
          WHEN 'integer' THEN coalesce(nullif(digits, 'null'), CAST(value AS TEXT))
          WHEN 'real' THEN CASE WHEN value < 0 THEN '-' ELSE '' END || CASE
            WHEN abs(value) = 9e999 THEN 'inf'
            WHEN value = 0 THEN '0.0'
            WHEN point NOT BETWEEN -3 AND 16 THEN
              substr(digits, 1, 1) || CASE WHEN length(digits) > 1 THEN '.' ELSE '' END
                || substr(digits, 2) || printf('e%+03d', point - 1)
            WHEN point <= 0 THEN '0.' || substr('000', 1, -point) || digits
            WHEN point >= length(digits) THEN
              digits || substr('0000000000000000', 1, point - length(digits)) || '.0'
            ELSE substr(digits, 1, point) || '.' || substr(digits, point + 1)
            END
          ELSE value END)) FROM leaf
    """

  private static let version1 = """
    PRAGMA application_id = \(applicationID);

    CREATE TABLE site (
      uid TEXT PRIMARY KEY,           -- tacc
      name TEXT NOT NULL,             -- CHI@TACC
      site_class TEXT,                -- baremetal, kvm, edge
      record TEXT NOT NULL,           -- the whole JSON
      source TEXT NOT NULL,           -- where it is from: a URL or a folder
      version TEXT,                   -- of the source's data: a commit
      harvested_at TEXT NOT NULL,     -- UTC, ISO 8601
      facts TEXT NOT NULL,            -- the version of the facts that records were read with
      left_out INTEGER NOT NULL       -- records that could not be taken
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
    -- True and False, numbers as Python prints them, list items by index from 0, null and empty
    -- objects and lists as absent. Of two properties with one name ("a.b" and "b" in "a") the last
    -- one counts.
    CREATE VIEW node_property AS
      SELECT node.site, node.uid, node.name AS node_name,
        json_extract(pair.value, '$[0]') AS property, json_extract(pair.value, '$[1]') AS value
      FROM node JOIN node_record ON node_record.node = node.id, json_each((
    \(properties)
      )) AS pair;

    -- Each node with its normalised hardware, what its record says, and the origins.
    CREATE VIEW node_hardware AS
      SELECT node.site, node.uid, node.name AS node_name, node.node_type,
        configuration.name AS configuration_name, reading.*
      FROM node JOIN reading ON reading.id = node.reading
        JOIN configuration ON configuration.id = node.configuration;
    """

  /// Not tied to `site`: a calendar outlives the harvests that replace its site.
  private static let version2 = """
    -- When the nodes of a site are taken, as it was read last.
    CREATE TABLE calendar (
      id INTEGER PRIMARY KEY,
      site TEXT NOT NULL UNIQUE,
      read_at TEXT NOT NULL,          -- UTC, ISO 8601
      content TEXT NOT NULL           -- JSON, as in the files of saved calendars
    ) STRICT;
    """

  /// Not tied to `site` either.
  private static let version3 = """
    -- The hosts of a site as its Blazar listed them when it was asked last.
    CREATE TABLE blazar (
      id INTEGER PRIMARY KEY,
      site TEXT NOT NULL UNIQUE,
      read_at TEXT NOT NULL,          -- UTC, ISO 8601
      source TEXT NOT NULL,           -- Blazar's URL
      hosts TEXT NOT NULL             -- JSON, as /v1/os-hosts answers
    ) STRICT;
    """
}
