// Package completion completes command lines, for bash, zsh and fish. The shells
// ask the program itself, which knows its tables and the host's profiles.
package completion

// Shells are the shells that there is a script for.
func Shells() []string { return []string{"bash", "zsh", "fish"} }

// Script is what a shell has to read, empty for one that is not known. Each hands
// the words up to the cursor to "netonce complete" and offers the lines that come.
func Script(shell string) string {
	return map[string]string{"bash": bash, "zsh": zsh, "fish": fish}[shell]
}

const bash = `# bash completion of netonce, and of nmcli where that is netonce
_netonce() {
	local IFS=$'\n' word
	COMPREPLY=()
	while read -r word; do
		COMPREPLY+=("$(printf %q "$word")")
	done < <(netonce complete "${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
	[[ ${COMPREPLY[0]} == *. ]] && compopt -o nospace
	return 0
}
complete -o default -F _netonce netonce
[[ $(readlink -f "$(type -P nmcli)") == */netonce ]] && complete -o default -F _netonce nmcli
`

const zsh = `#compdef netonce
# zsh completion of netonce
_netonce() {
	local -a found
	found=("${(@f)$(netonce complete "${(@Q)words[1,CURRENT]}" 2>/dev/null)}")
	if (( ${#found} == 0 )) || [[ -z ${found[1]} ]]; then
		_files
		return
	fi
	if [[ ${found[1]} == *. ]]; then
		compadd -S '' -a found
	else
		compadd -a found
	fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
	_netonce "$@"
else
	compdef _netonce netonce
fi
`

const fish = `# fish completion of netonce
complete -c netonce -f -a '(netonce complete (commandline -opc) (commandline -ct) 2>/dev/null)'
complete -c netonce -n '__fish_seen_subcommand_from check load' -F
`
