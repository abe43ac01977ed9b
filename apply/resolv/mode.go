package resolv

// Mode is the way the name servers go to the resolver.
type Mode uint8

const (
	ModeNone       Mode = iota // nothing to say: left alone
	ModeFile                   // netonce writes resolv.conf
	ModeResolved               // systemd-resolved is told over D-Bus
	ModeRespected              // resolv.conf is somebody else's: left alone
	ModeUnanswered             // systemd-resolved should be told, and the bus does not answer
)

// String returns the word that stands in the log.
func (m Mode) String() string {
	switch m {
	case ModeNone:
		return "none"
	case ModeFile:
		return "file"
	case ModeResolved:
		return "resolved"
	case ModeRespected:
		return "respected"
	case ModeUnanswered:
		return "unanswered"
	}
	return "unknown"
}

// Result is what became of the name servers.
type Result struct {
	Mode    Mode
	Changed bool   // something was, even if not all that should have been
	Why     string // one line of key=value: the decision and the facts behind it
}
