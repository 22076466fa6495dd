/// The process, apart from the commands, which other programs run too.
@main
extension Chainrule {
  static func main() {
    Signals.prepare()
    var surroundings = Surroundings.process
    let status = run(CommandLine.arguments.dropFirst(), &surroundings)
    if status != .done { Surroundings.exit(status) }
  }
}
