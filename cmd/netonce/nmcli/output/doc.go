// Package output formats values in the forms of nmcli(1): tables and lines, for
// people, terse for scripts, pretty with headers, with or without colours. It
// knows nothing of what it formats.
package output
