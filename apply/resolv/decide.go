package resolv

import (
	"strconv"
	"strings"
)

// decision is what is to be done, and why.
type decision struct {
	mode  Mode
	write bool // the bytes go into the file
	why   why
}

// result closes the line with what came of the decision.
func (d decision) result(changed bool, config Config) Result {
	d.why.add("servers", strconv.Itoa(len(config.Servers)))
	d.why.add("changed", strconv.FormatBool(changed))
	return Result{Mode: d.mode, Changed: changed, Why: string(d.why)}
}

// decide chooses from the facts alone. The order of the cases is the order of
// precedence: what cannot be ours first, then what there is to say.
func decide(f facts) decision {
	switch {
	case f.mount:
		return leave(ModeRespected, f, "mount-point")
	case f.kind == kindOther:
		return leave(ModeRespected, f, "not-a-file")
	case f.toResolved():
		return decideResolved(f)
	case f.kind == kindLink:
		d := leave(ModeRespected, f, "foreign-link")
		if f.dangling && strings.Contains(f.link, "/run/NetworkManager/") {
			d.why.add("hint", "NetworkManager is gone: remove the link and netonce writes the file")
		}
		return d
	case f.empty && !f.origin.ours:
		return leave(ModeNone, f, "nothing-to-say")
	case !replaceable(f.origin.generator):
		return leave(ModeRespected, f, "other-generator")
	}
	return decideFile(f)
}

func decideResolved(f facts) decision {
	switch {
	case f.resolved:
		return leave(ModeResolved, f, "resolved-link")
	case f.timeout:
		d := leave(ModeUnanswered, f, "bus-timeout")
		d.why.add("limit", busLimit.String())
		d.why.add("hint", "netonce reload hands the servers over once the bus answers")
		return d
	case f.empty:
		return leave(ModeNone, f, "nothing-to-say")
	}
	d := leave(ModeRespected, f, "resolved-not-running")
	d.why.add("hint", "start systemd-resolved, or remove the link and netonce writes the file")
	return d
}

func decideFile(f facts) decision {
	reason := "writable"
	if f.empty {
		reason = "withdrawn" // ours, and no server is left to name
	}
	d := leave(ModeFile, f, reason)
	d.write = !f.same
	return d
}

// leave is a decision to write nothing; it says which facts it rests on.
func leave(mode Mode, f facts, reason string) decision {
	d := decision{mode: mode}
	d.why.add("mode", mode.String())
	d.why.add("reason", reason)
	d.why.add("rc", f.kind.String())
	if f.link != "" {
		d.why.add("link", f.link)
	}
	if f.dangling {
		d.why.add("dangling", "true")
	}
	switch {
	case f.origin.ours:
		d.why.add("by", "netonce")
	case f.origin.generator != "":
		d.why.add("by", f.origin.generator)
	}
	return d
}
