// swift-tools-version: 6.2

import PackageDescription

/// Warnings are errors in continuous integration only, so a newer compiler stops nobody.
let warningLevel: WarningLevel = Context.environment["CHAINRULE_CI"] == nil ? .warning : .error

/// Where a program is wanted that runs all commands on inputs of libFuzzer's making: the path of
/// libclang_rt.fuzzer_no_main.
let fuzzer = Context.environment["CHAINRULE_FUZZ"]

let toolSettings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: warningLevel),
]
let settings =
  fuzzer == nil ? toolSettings : toolSettings + [.unsafeFlags(["-sanitize=fuzzer,address"])]

let package = Package(
  name: "chainrule",
  platforms: [.macOS(.v15)],
  products: [
    .library(
      name: "Chainrule",
      targets: [
        "Diagnostics", "Decimals", "RandomNumbers", "Formulas", "Programs", "Words", "Lessons",
        "Tracing", "Checking", "Rendering", "Exports", "Reports",
      ]
    ),
    .executable(name: "chainrule", targets: ["chainrule"]),
  ],
  targets: [
    .target(name: "Diagnostics", swiftSettings: settings),
    .target(name: "Decimals", swiftSettings: settings),
    .target(name: "RandomNumbers", swiftSettings: settings),
    .target(
      name: "Formulas", dependencies: ["Diagnostics", "Decimals"], swiftSettings: settings),
    .target(
      name: "Programs", dependencies: ["Diagnostics", "Formulas", "RandomNumbers"],
      swiftSettings: settings),
    .target(
      name: "Words", dependencies: ["Diagnostics", "Decimals", "Programs"], swiftSettings: settings),
    .target(
      name: "Lessons",
      dependencies: ["Diagnostics", "Words", "Programs", "Formulas", "Decimals", "RandomNumbers"],
      exclude: ["Lessons", "Prelude"],
      swiftSettings: settings,
      plugins: ["EmbedTexts"]
    ),
    .target(
      name: "Tracing",
      dependencies: ["Diagnostics", "Programs", "Formulas", "Decimals", "RandomNumbers"],
      swiftSettings: settings
    ),
    .target(
      name: "Checking",
      dependencies: [
        "Diagnostics", "Tracing", "Lessons", "Words", "Programs", "Formulas", "RandomNumbers",
        "Decimals",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "Rendering",
      dependencies: [
        "Diagnostics", "Tracing", "Lessons", "Words", "Programs", "Formulas", "Decimals",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "Exports",
      dependencies: [
        "Diagnostics", "Rendering", "Tracing", "Lessons", "Words", "Programs", "Formulas",
        "Decimals",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "Reports",
      dependencies: [
        "Diagnostics", "Checking", "Exports", "Rendering", "Tracing", "Lessons", "Words",
        "Formulas",
        "Decimals",
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "chainrule",
      dependencies: [
        "Diagnostics", "Decimals", "Formulas", "Programs", "Words", "Lessons", "Tracing",
        "Checking", "Rendering", "Exports", "Reports",
      ],
      swiftSettings: settings
    ),

    .executableTarget(
      name: "benchmark",
      dependencies: ["Diagnostics", "Formulas", "Programs", "Lessons", "Tracing", "Exports"],
      exclude: ["Workloads", "peers.py"],
      swiftSettings: settings
    ),

    .executableTarget(name: "embed-texts", swiftSettings: toolSettings),
    .plugin(
      name: "EmbedTexts",
      capability: .buildTool(),
      dependencies: ["embed-texts"],
      path: "Sources/EmbedTexts"
    ),

    .target(
      name: "Fixtures", dependencies: ["Diagnostics", "Formulas", "Lessons"],
      path: "Tests/Fixtures",
      swiftSettings: settings),
    .testTarget(name: "StructureTests", dependencies: ["Fixtures"], swiftSettings: settings),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "DecimalsTests", dependencies: ["Fixtures", "Decimals"], swiftSettings: settings),
    .testTarget(
      name: "RandomNumbersTests", dependencies: ["RandomNumbers"], swiftSettings: settings),
    .testTarget(
      name: "FormulasTests", dependencies: ["Fixtures", "Diagnostics", "Formulas", "Decimals"],
      swiftSettings: settings),
    .testTarget(
      name: "ProgramsTests",
      dependencies: ["Fixtures", "Diagnostics", "Programs", "Formulas", "Decimals"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "WordsTests",
      dependencies: [
        "Fixtures", "Words", "Diagnostics", "Decimals", "Formulas", "Programs", "Lessons",
        "Tracing",
        "Checking", "Rendering", "Reports",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "Fixtures", "Diagnostics", "Lessons", "Programs", "Formulas", "Decimals", "RandomNumbers",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "TracingTests",
      dependencies: [
        "Fixtures", "Diagnostics", "Tracing", "Lessons", "Programs", "Formulas", "Decimals",
        "RandomNumbers",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CheckingTests",
      dependencies: [
        "Fixtures", "Diagnostics", "Checking", "Tracing", "Lessons", "Words", "Programs",
        "Formulas", "Decimals", "Exports",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "RenderingTests",
      dependencies: [
        "Fixtures", "Diagnostics", "Rendering", "Tracing", "Lessons", "Words", "Programs",
        "Formulas", "Decimals",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ExportsTests",
      dependencies: [
        "Exports", "Diagnostics", "Rendering", "Tracing", "Lessons", "Programs", "Formulas",
        "Decimals",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Diagnostics", "Checking", "Rendering", "Tracing", "Lessons", "Words",
        "Programs", "Formulas", "Decimals",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Fixtures", "chainrule", "Diagnostics", "Decimals", "RandomNumbers", "Formulas", "Programs",
        "Lessons", "Tracing", "Checking", "Rendering", "Exports", "Reports",
      ],
      swiftSettings: settings
    ),
  ],
  swiftLanguageModes: [.v6]
)

if let fuzzer {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Fixtures", "Diagnostics", "Decimals", "Formulas", "Programs", "Words", "Lessons",
        "Tracing", "Checking", "Rendering", "Exports", "Reports",
      ],
      path: "Tests/Fuzzing",
      exclude: ["make_corpus.py", "commands/Main.swift"],
      sources: ["Fuzz.swift", "commands"],
      swiftSettings: settings,
      linkerSettings: [.unsafeFlags([fuzzer]), .linkedLibrary("stdc++")]
    ))
}
