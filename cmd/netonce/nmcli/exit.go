package nmcli

import (
	"errors"
	"fmt"
)

// Exit codes of nmcli(1).
const (
	exitDone       = 0
	exitFailed     = 1  // unknown or unspecified error
	exitUsage      = 2  // invalid user input
	exitTimeout    = 3  // the time of --wait is over
	exitActivate   = 4  // a connection was not activated
	exitDeactivate = 5  // a connection was not deactivated
	exitDisconnect = 6  // a device was not disconnected
	exitDelete     = 7  // a connection was not deleted
	exitNoDaemon   = 8  // NetworkManager is not running: there is never a daemon here
	exitNotFound   = 10 // no such connection, device or access point
)

// failure is an error with its exit code.
type failure struct {
	code int
	err  error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func fail(code int, format string, args ...any) error {
	return &failure{code, fmt.Errorf(format, args...)}
}

func misuse(format string, args ...any) error { return fail(exitUsage, format, args...) }

// needsDaemon refuses what only a running NetworkManager can do.
func needsDaemon(what, instead string) error {
	return fail(exitNoDaemon, "%s needs a NetworkManager that runs; netonce does not stay. %s", what, instead)
}

// exitCode is that of an error.
func exitCode(err error) int {
	var f *failure
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &f):
		return f.code
	}
	return exitFailed
}

// told is an error that has been shown already: only its code counts.
type told struct{ error }

func (t told) Unwrap() error { return t.error }

// quietly is an error whose text was shown when it came up.
func quietly(err error) error {
	if err == nil {
		return nil
	}
	return told{err}
}
