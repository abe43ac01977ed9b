// Package journal writes lines for the journal, or for a terminal: a message, then
// key=value, as log/slog has it. Of that the formats, groups and handlers alone would be
// 65 kB of the binary.
package journal
