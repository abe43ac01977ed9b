// Package smoke tries whether the rig of tests/vm works: its test is built with the
// tag vm alone.
package smoke
