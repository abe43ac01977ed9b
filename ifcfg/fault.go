package ifcfg

// fault is why a value cannot be read: the stable code and the words of the
// diagnostic it leads to. Faults never quote the value, which may be a secret.
type fault struct {
	code, text, hint string
}

func (f *fault) Error() string { return f.text }

const hintSingle = "put the value in single quotes: KEY='...'"

var (
	faultSingle = &fault{"quoting", "single quote is never closed",
		"close it on the same line; a value cannot run over several lines"}
	faultDouble = &fault{"quoting", "double quote is never closed",
		"close it on the same line; a value cannot run over several lines"}
	faultANSI = &fault{"quoting", "$' is never closed",
		"close it on the same line; a value cannot run over several lines"}
	faultBackslash = &fault{"quoting", "backslash at the end of the line: a line cannot be continued",
		"write the whole value on one line"}
	faultBlank = &fault{"quoting", "space between '=' and the value",
		"remove the space after '='"}
	faultWord = &fault{"quoting", "text after a space that is not in quotes",
		hintSingle}
	faultSemicolon = &fault{"quoting", "text after ';'",
		"put each KEY=value on its own line, or a value that contains ';' in single quotes"}
	faultOperator = &fault{"quoting", "shell character that is not in quotes",
		hintSingle}
	faultDollar = &fault{"quoting", "bare '$' in double quotes",
		"use single quotes, or write \\$"}
	faultNUL = &fault{"encoding", "NUL byte in the value",
		""}
	faultUTF8 = &fault{"encoding", "not valid UTF-8",
		"save the file as UTF-8"}
	faultEscape = &fault{"encoding", "escape makes no valid UTF-8",
		""}
	faultExpansion = &fault{"expansion", "this text means one thing to a shell and another to NetworkManager",
		"if it is meant as it stands, use single quotes: KEY='...'; otherwise write out what it stands for"}
)
