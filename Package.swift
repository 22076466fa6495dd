// swift-tools-version: 6.2

import PackageDescription

/// Warnings are errors in continuous integration only, so a newer compiler stops nobody.
let warningLevel: WarningLevel = Context.environment["CHAINRULE_CI"] == nil ? .warning : .error

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: warningLevel),
]

let package = Package(
  name: "chainrule",
  platforms: [.macOS(.v15)],
  products: [
    .library(
      name: "Chainrule",
      targets: [
        "Decimals", "RandomNumbers", "Formulas", "Programs", "Lessons", "Tracing", "Checking",
        "Rendering",
      ]
    ),
    .executable(name: "chainrule", targets: ["chainrule"]),
  ],
  targets: [
    .target(name: "Decimals", swiftSettings: settings),
    .target(name: "RandomNumbers", swiftSettings: settings),
    .target(name: "Formulas", dependencies: ["Decimals"], swiftSettings: settings),
    .target(
      name: "Programs", dependencies: ["Formulas", "RandomNumbers"],
      swiftSettings: settings),
    .target(
      name: "Lessons",
      dependencies: ["Programs", "Formulas", "Decimals", "RandomNumbers"],
      exclude: ["Lessons", "Prelude"],
      swiftSettings: settings,
      plugins: ["EmbedTexts"]
    ),
    .target(
      name: "Tracing",
      dependencies: ["Programs", "Formulas", "Decimals", "RandomNumbers"],
      swiftSettings: settings
    ),
    .target(
      name: "Checking",
      dependencies: ["Tracing", "Lessons", "Programs", "Formulas", "RandomNumbers", "Decimals"],
      swiftSettings: settings
    ),
    .target(
      name: "Rendering",
      dependencies: ["Tracing", "Lessons", "Programs", "Formulas", "Decimals"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "chainrule",
      dependencies: [
        "Decimals", "Formulas", "Programs", "Lessons", "Tracing", "Checking", "Rendering",
      ],
      swiftSettings: settings
    ),

    .executableTarget(
      name: "benchmark",
      dependencies: ["Formulas", "Programs", "Lessons", "Tracing"],
      exclude: ["Workloads", "peers.py"],
      swiftSettings: settings
    ),

    .executableTarget(name: "embed-texts", swiftSettings: settings),
    .plugin(
      name: "EmbedTexts",
      capability: .buildTool(),
      dependencies: ["embed-texts"],
      path: "Sources/EmbedTexts"
    ),

    .testTarget(name: "DecimalsTests", dependencies: ["Decimals"], swiftSettings: settings),
    .testTarget(
      name: "RandomNumbersTests", dependencies: ["RandomNumbers"], swiftSettings: settings),
    .testTarget(
      name: "FormulasTests", dependencies: ["Formulas", "Decimals"], swiftSettings: settings),
    .testTarget(
      name: "ProgramsTests",
      dependencies: ["Programs", "Formulas", "Decimals"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LessonsTests",
      dependencies: ["Lessons", "Programs", "Formulas", "Decimals", "RandomNumbers"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "TracingTests",
      dependencies: ["Tracing", "Lessons", "Programs", "Formulas", "Decimals", "RandomNumbers"],
      exclude: ["Published", "References"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CheckingTests",
      dependencies: ["Checking", "Tracing", "Lessons", "Programs", "Formulas", "Decimals"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "RenderingTests",
      dependencies: ["Rendering", "Tracing", "Lessons", "Programs", "Formulas", "Decimals"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "chainrule",
        "Decimals", "RandomNumbers", "Formulas", "Programs", "Lessons", "Tracing", "Checking",
        "Rendering",
      ],
      swiftSettings: settings
    ),
  ],
  swiftLanguageModes: [.v6]
)
