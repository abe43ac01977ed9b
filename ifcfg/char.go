package ifcfg

// isSpace tells white space in a file. A vertical tab is none, as in GLib's
// g_ascii_isspace.
func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'
}

// isName tells what a name may consist of, in a key and after a shell's '$'.
func isName(c byte) bool {
	return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}

// isOperator tells what a shell would not take for part of a word.
func isOperator(c byte) bool {
	return c == '|' || c == '&' || c == '(' || c == ')' || c == '<' || c == '>'
}

// isEscapee tells what means something inside double quotes.
func isEscapee(c byte) bool {
	return c == '"' || c == '\\' || c == '$' || c == '`'
}

// isPlain tells what is always part of an unquoted value and stands for itself.
func isPlain(c byte) bool {
	if isName(c) {
		return true
	}
	return !isSpace(c) && c != ';' && c != '\'' && !isEscapee(c) && !isOperator(c)
}
