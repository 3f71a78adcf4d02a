internal import Primitives

extension CompletionScript {
    /// The script for bash, which knows no descriptions.
    var bash: String {
        let words = places.map { place in
            let names = place.command.subcommands.map(\.name)
            let all = (names + place.options.map { "--\($0.name)" }).joined(separator: " ")
            return "        \(place.text.shellQuoted)) words=\(all.shellQuoted) ;;"
        }
        return """
            _wayleave() {
                local current=${COMP_WORDS[COMP_CWORD]} place='' word words=''
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case "$place $word" in
            \(branches)
                    esac
                done
                case ${COMP_WORDS[COMP_CWORD-1]} in
            \(values { "COMPREPLY=($(compgen -W \($0.shellQuoted) -- \"$current\")); return" })
                    \(pattern(.file))) COMPREPLY=($(compgen -f -- "$current")); return ;;
                    \(pattern(.other))) return ;;
                esac
                case $place in
            \(words.joined(separator: "\n"))
                esac
                COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -o default -F _wayleave wayleave
            """
    }

    /// The script for zsh.
    var zsh: String {
        let entries = places.map { place in
            let commands = place.command.subcommands.map { ($0.name, $0.summary) }
            let options = place.options.map { ("--\($0.name)", $0.summary) }
            let all = (commands + options).map { name, summary in
                "\(name):\(summary)".shellQuoted
            }
            let list = all.joined(separator: " ")
            return "        (\(place.text.shellQuoted)) entries=(\(list)) ;;"
        }
        return """
            #compdef wayleave
            _wayleave() {
                local place='' word
                local -a entries
                for word in ${words[2,CURRENT-1]}; do
                    case "$place $word" in
            \(branches)
                    esac
                done
                case ${words[CURRENT-1]} in
            \(values { "compadd -- \($0); return" })
                    \(pattern(.file))) _files; return ;;
                    \(pattern(.other))) return ;;
                esac
                case $place in
            \(entries.joined(separator: "\n"))
                esac
                _describe wayleave entries || _files
            }
            if [[ ${funcstack[1]} == _wayleave ]]; then
                _wayleave "$@"
            else
                compdef _wayleave wayleave
            fi
            """
    }

    /// The script for fish.
    var fish: String {
        var lines: [String] = []
        for place in places {
            let condition = "__wayleave_at \(place.text.shellQuoted)".fishQuoted
            let start = "complete -c wayleave -n \(condition)"
            for command in place.command.subcommands {
                lines.append("\(start) -f -a \(command.name) -d \(command.summary.fishQuoted)")
            }
            for option in place.options {
                let value =
                    switch option.valueKind {
                    case .none: ""
                    case .file: " -r -F"
                    case .choice(let words): " -x -a \(words.joined(separator: " ").fishQuoted)"
                    case .other: " -x"
                    }
                let words = option.summary.fishQuoted
                lines.append("\(start) -l \(option.name)\(value) -d \(words)")
            }
        }
        let patterns = leading.map(\.fishQuoted).joined(separator: " ")
        let cases = ["            case \(patterns)", "                set place \"$place $word\""]
        return """
            function __wayleave_at
                set -l place ''
                for word in (commandline -opc)[2..-1]
                    switch "$place $word"
            \(cases.joined(separator: "\n"))
                    end
                end
                test "$place" = "$argv[1]"
            end
            \(lines.joined(separator: "\n"))
            """
    }

    /// The places below the program itself.
    private var leading: [String] { places.map(\.text).filter { !$0.isEmpty } }

    /// The branch that goes on to a command.
    private var branches: String {
        let pattern = leading.map(\.shellQuoted).joined(separator: "|")
        return "            \(pattern)) place=\"$place $word\" ;;"
    }

    /// The branches of options that take one of a few words.
    private func values(_ line: (String) -> String) -> String {
        var seen: [String: String] = [:]
        for option in places.flatMap(\.options) {
            guard case .choice(let words) = option.valueKind else { continue }
            seen["--\(option.name)"] = words.joined(separator: " ")
        }
        return seen.sorted { $0.key < $1.key }
            .map { "        \($0.key)) \(line($0.value)) ;;" }.joined(separator: "\n")
    }

    private func pattern(_ kind: ValueKind) -> String {
        options(of: kind).joined(separator: "|")
    }
}

extension String {
    /// The text in single quotes, in which fish knows `\\'` and `\\\\`.
    fileprivate var fishQuoted: String {
        "'" + replacing(text: "\\", with: "\\\\").replacing(text: "'", with: "\\'") + "'"
    }
}
