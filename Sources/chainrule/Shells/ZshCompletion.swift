/// Completion in zsh.
struct ZshCompletion {
  let commands: [Command]

  var script: String {
    """
    #compdef chainrule
    # Completion for chainrule in zsh: in a file _chainrule in a folder of $fpath, or, behind compinit,
    #     source <(chainrule completions zsh)

    _chainrule_shipped() {
      local -a names
      names=(${(f)"$(\(Shell.lessons(from: "_call_program lessons ${_chainrule_program:-chainrule}")))"})
      compadd -a names
    }

    _chainrule_lessons() {
      _alternative 'lessons:lesson:_chainrule_shipped' 'files:file:_files'
    }

    _chainrule() {
      local context state line _chainrule_program=${(Q)words[1]}
      local -a commands
      commands=(
    \(described(commands.map { ($0.name, $0.abstract) } + [("help", "Show help.")]))
      )
      _arguments -C '(- *)'{-h,--help}'[Show help information.]' \\
        '(- *)--version[Show the version.]' \\
        '1:command:->command' '*::argument:->argument' && return
      case $state in
        command) _describe command commands ;;
        argument)
          case $words[1] in
            help) _arguments '--man[As a page of the manual.]' '1:command:(\(names))' ;;
    \(commands.map(branch).joined(separator: "\n"))
          esac
          ;;
      esac
    }

    if [[ $funcstack[1] == _chainrule ]]; then
      _chainrule "$@"
    else
      compdef _chainrule chainrule
    fi

    """
  }

  private var names: String { commands.map(\.name).joined(separator: " ") }

  private func described(_ entries: [(name: String, help: String)]) -> String {
    entries.map { name, help in "    " + "\(name):\(help)".inSingleQuotes }.joined(separator: "\n")
  }

  private func branch(_ command: Command) -> String {
    var specifications = command.options.map { specification(of: $0.spelling) }
    specifications.append("'(- *)'{-h,--help}'[Show help information.]'")
    specifications += command.arguments.enumerated().map { index, argument in
      "'\(index + 1):\(plain(argument.name)):\(action(argument.completion))'"
    }
    if let more = command.moreArguments {
      specifications.append("'*:\(plain(more.name)):\(action(more.completion))'")
    }
    let lines = specifications.joined(separator: " \\\n            ")
    return "        \(command.name))\n          _arguments \\\n            \(lines)\n          ;;"
  }

  private func specification(of option: OptionSpelling) -> String {
    let help = "[\(plain(option.help))]".inSingleQuotes
    let value =
      option.value.map { ":\(plain($0)):\(action(option.completion))".inSingleQuotes } ?? ""
    if option.names.count == 1 { return option.name + help + value }
    let names = option.names.joined(separator: " ")
    return "'(\(names))'{\(option.names.joined(separator: ","))}\(help)\(value)"
  }

  /// A text without meaning to `_arguments`.
  private func plain(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private func action(_ completion: Completion) -> String {
    switch completion {
    case .nothing: " "
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .files: "_files"
    case .folders: "_files -/"
    case .lessons(let isShipped): isShipped ? "_chainrule_shipped" : "_chainrule_lessons"
    }
  }
}
