// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "chiport",
  products: [
    .executable(name: "chiport", targets: ["chiport"]),
    .executable(name: "find-equivalent", targets: ["find-equivalent"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // C libraries: nothing but what Swift cannot import.
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CCrypto", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CEmbedded"),

    // Foundations: know nothing of testbeds.
    .target(name: "Hashing", dependencies: ["CCrypto"]),
    .target(name: "HTTP", dependencies: ["CCurl"]),
    .target(name: "JSON"),
    .target(name: "SourceText"),
    .target(name: "SQLite", dependencies: ["CSQLite"]),

    // Pure layers: no file, clock, environment or network.
    .target(name: "Testbed", dependencies: ["JSON"]),
    .target(name: "Hardware", dependencies: ["JSON", "Testbed"]),
    .target(name: "Selectors", dependencies: ["JSON", "Testbed"]),
    .target(name: "Equivalence", dependencies: ["Hardware", "Testbed"]),
    .target(name: "Availability", dependencies: ["Testbed"]),
    .target(name: "Resources", dependencies: ["JSON", "Testbed"]),
    .target(
      name: "Translation",
      dependencies: ["Equivalence", "Hardware", "JSON", "Selectors", "Testbed"]),
    .target(
      name: "Planning", dependencies: ["Equivalence", "JSON", "Resources", "Testbed"]),
    .target(
      name: "Rewriting",
      dependencies: [
        "Equivalence", "Hardware", "JSON", "Selectors", "SourceText", "Testbed", "Translation",
      ]),

    // Services: users' files; the catalogue on disk, and what fills it.
    .target(name: "Files"),
    .target(
      name: "Catalog",
      dependencies: ["CEmbedded", "Hardware", "JSON", "Selectors", "SQLite", "Testbed"]),
    .target(
      name: "Calendars", dependencies: ["Availability", "HTTP", "JSON", "OpenStack", "Testbed"]),
    .target(
      name: "Harvest", dependencies: ["Catalog", "Hardware", "HTTP", "JSON", "Testbed"]),

    .target(
      name: "OpenStack", dependencies: ["HTTP", "JSON", "Resources", "SourceText", "Testbed"]),
    .target(
      name: "Transfer",
      dependencies: ["Files", "Hashing", "HTTP", "JSON", "OpenStack", "Resources", "Testbed"]),

    // The command line: the only place that prints.
    .target(
      name: "Commands",
      dependencies: [
        "Availability", "Calendars", "Catalog", "Equivalence", "Files", "Hardware", "Harvest",
        "HTTP", "JSON", "OpenStack", "Planning", "Resources", "Rewriting", "Selectors",
        "SourceText", "Testbed", "Transfer", "Translation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "chiport",
      dependencies: [
        "Commands", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "find-equivalent",
      dependencies: [
        "Commands", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Tests.
    .target(name: "TestSupport", dependencies: ["JSON"], path: "Tests/TestSupport"),
    .target(
      name: "TestCatalog",
      dependencies: ["Catalog", "Equivalence", "Hardware", "Selectors", "Testbed", "Translation"],
      path: "Tests/TestCatalog"),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP", "TestSupport"]),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
    .testTarget(name: "HashingTests", dependencies: ["Hashing", "TestSupport"]),
    .testTarget(
      name: "OpenStackTests",
      dependencies: ["HTTP", "JSON", "OpenStack", "Resources", "Testbed", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ResourcesTests", dependencies: ["JSON", "Resources", "Testbed", "TestSupport"]),
    .testTarget(
      name: "TransferTests",
      dependencies: [
        "Files", "Hashing", "HTTP", "JSON", "OpenStack", "Resources", "Testbed", "TestSupport",
        "Transfer",
      ]),
    .testTarget(
      name: "PlanningTests",
      dependencies: ["Equivalence", "JSON", "Planning", "Resources", "Testbed", "TestSupport"]),
    .testTarget(
      name: "SourceTextTests", dependencies: ["SourceText", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
    .testTarget(
      name: "HardwareTests",
      dependencies: ["Catalog", "Hardware", "JSON", "Testbed", "TestSupport"]
    ),
    .testTarget(
      name: "SelectorsTests", dependencies: ["JSON", "Selectors", "Testbed", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "EquivalenceTests",
      dependencies: [
        "Catalog", "Equivalence", "Hardware", "Selectors", "Testbed", "TestSupport",
      ],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "TranslationTests",
      dependencies: [
        "Catalog", "Equivalence", "Hardware", "JSON", "Selectors", "Testbed", "TestCatalog",
        "TestSupport",
        "Translation",
      ]),
    .testTarget(
      name: "RewritingTests",
      dependencies: [
        "Catalog", "Equivalence", "Hardware", "JSON", "Rewriting", "Selectors", "SourceText",
        "Testbed", "TestCatalog", "TestSupport", "Translation",
      ],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "AvailabilityTests", dependencies: ["Availability", "TestSupport"]),
    .testTarget(
      name: "FilesTests", dependencies: ["Files", "JSON", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "CalendarsTests",
      dependencies: [
        "Availability", "Calendars", "HTTP", "JSON", "OpenStack", "Testbed", "TestSupport",
      ]),
    .testTarget(
      name: "CatalogTests",
      dependencies: [
        "Catalog", "Hardware", "JSON", "Selectors", "SQLite", "Testbed", "TestSupport",
      ]
    ),
    .testTarget(
      name: "HarvestTests",
      dependencies: ["Catalog", "Harvest", "HTTP", "JSON", "SQLite", "Testbed", "TestSupport"]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Availability", "Commands", "HTTP", "JSON", "OpenStack", "Planning", "Resources", "Testbed",
        "TestSupport", "chiport", "find-equivalent",
      ],
      resources: [.copy("Golden")]),
  ],
  swiftLanguageModes: [.v6]
)

let strictMemorySafetyTargets: Set = ["Hashing", "HTTP", "SQLite"]
for target in package.targets where [.regular, .executable, .test].contains(target.type) {
  guard
    !target.name.hasPrefix("C") || ["Calendars", "Catalog", "Commands"].contains(target.name)
      || target.type == .test
  else { continue }
  target.swiftSettings = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  if strictMemorySafetyTargets.contains(target.name) {
    target.swiftSettings?.append(.strictMemorySafety())
  }
}
