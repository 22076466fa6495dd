/// Completion in bash, from version 3.2 on.
struct BashCompletion {
  let commands: [Command]

  var script: String {
    """
    # Completion for chainrule in bash. From a file that bash reads at its start:
    #     source <(chainrule completions bash)

    _chainrule() {
        local program=$1 words=() kind= current=${COMP_WORDS[COMP_CWORD]} previous=
        local command=${COMP_WORDS[1]} position=0 index=2 skip= IFS=$' \\n'
        COMPREPLY=()
        ((COMP_CWORD > 0)) && previous=${COMP_WORDS[COMP_CWORD - 1]}
        # --format=text is three words to bash.
        if [[ $current == = ]]; then
            current=
        elif [[ $previous == = ]]; then
            previous=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        if ((COMP_CWORD < 2)); then
            words=(\(words(commands.map(\.name) + ["help", "--help", "--version"])))
        elif [[ $command == help ]]; then
            words=(\(words(commands.map(\.name) + ["--man"])))
        else
            case $command in
    \(commands.map(branch).joined(separator: "\n"))
            esac
        fi
        _chainrule_reply "$current" "$kind" "${words[@]}"
    }

    \(Self.functions)
    """
  }

  /// What completes the words that the script has found out to be possible.
  private static var functions: String {
    """
    # Which argument the present word is: those before it without options and their values.
    _chainrule_position() {
        position=1
        for ((index = 2; index < COMP_CWORD; index++)); do
            case ${COMP_WORDS[index]} in
                =) ((index++)) ;;
                -?*) [[ " $1 " == *" ${COMP_WORDS[index]} "* && ${COMP_WORDS[index + 1]} != = ]] && ((index++)) ;;
                *) ((position++)) ;;
            esac
        done
    }

    _chainrule_reply() {
        local current=$1 kind=$2 IFS=$'\\n'
        shift 2
        COMPREPLY=($(compgen -W "$*" -- "$current"))
        case $kind in
            lessons | shipped)
                COMPREPLY+=($(compgen -W "$(\(Shell.lessons(from: "\"${program/#\\~/$HOME}\"")))" -- "$current"))
                ;;
        esac
        case $kind in
            lessons | files) COMPREPLY+=($(compgen -f -- "$current")) ;;
            folders) COMPREPLY+=($(compgen -d -- "$current")) ;;
        esac
    }

    complete -o filenames -F _chainrule chainrule

    """
  }

  private func words(_ words: [String]) -> String { words.joined(separator: " ") }

  /// The branch of a command.
  private func branch(_ command: Command) -> String {
    let options = command.options.map(\.spelling)
    let values = options.filter { $0.value != nil }
    var lines = [
      "            \(command.name))",
      "                _chainrule_position '\(words(values.flatMap(\.names)))'",
      "                case $previous in",
    ]
    lines += values.map { option in
      "                    \(option.names.joined(separator: " | "))) \(set(option.completion)) ;;"
    }
    lines += [
      "                    *)",
      "                        if [[ $current == -* ]]; then",
      "                            words=(\(words(options.flatMap(\.names) + ["-h", "--help"])))",
      "                        else",
      "                            case $position in",
    ]
    for (index, completion) in command.completions.enumerated() {
      let isLast = index + 1 == command.completions.count && command.moreArguments != nil
      lines.append(
        "                                \(isLast ? "*" : "\(index + 1)")) \(set(completion)) ;;")
    }
    return
      (lines + [
        "                            esac",
        "                        fi",
        "                        ;;",
        "                esac",
        "                ;;",
      ]).joined(separator: "\n")
  }

  private func set(_ completion: Completion) -> String {
    switch completion {
    case .nothing: ":"
    case .words(let words): "words=(\(self.words(words)))"
    case .files: "kind=files"
    case .folders: "kind=folders"
    case .lessons(let isShipped): isShipped ? "kind=shipped" : "kind=lessons"
    }
  }
}
