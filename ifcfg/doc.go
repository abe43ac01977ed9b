// Package ifcfg reads ifcfg files: text to lossless File, File to typed
// Profile, with a diagnostic for everything that is not taken as written.
//
// It knows nothing of the kernel. Parsers take an io.Reader and a name, never a
// path, and never execute, source or expand anything they read.
package ifcfg
