/** What a shell reads to complete command lines: each asks the program itself, by its hidden command `complete`. */
import { directoryLine, fileLine, type shells } from './candidates.js';

const bash = `_wix_graphql_adapter() {
  local word="\${COMP_WORDS[COMP_CWORD]}" reply IFS=$'\\n'
  reply=$("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case "$reply" in
    ${directoryLine}) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$word")) ;;
    ${fileLine}) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$reply" -- "$word")) ;;
  esac
}
complete -F _wix_graphql_adapter wix-graphql-adapter`;

const zsh = `#compdef wix-graphql-adapter
_wix_graphql_adapter() {
  local reply
  reply=$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  case "$reply" in
    ${directoryLine}) _files -/ ;;
    ${fileLine}) _files ;;
    *) compadd -- \${(f)reply} ;;
  esac
}
compdef _wix_graphql_adapter wix-graphql-adapter`;

const fish = `function __wix_graphql_adapter
  set -l words (commandline -opc) (commandline -ct)
  set -l reply (command wix-graphql-adapter complete -- $words[2..-1] 2>/dev/null)
  switch "$reply[1]"
    case '${directoryLine}'
      __fish_complete_directories (commandline -ct)
    case '${fileLine}'
      __fish_complete_path (commandline -ct)
    case '*'
      printf '%s\\n' $reply
  end
end
complete -c wix-graphql-adapter -f -a '(__wix_graphql_adapter)'`;

export const scripts: Readonly<Record<(typeof shells)[number], string>> = { bash, zsh, fish };
