package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"netonce/apply"
	"netonce/apply/journal"
	"netonce/apply/state"
)

// showReport prints what the last runs have waited for.
func showReport(v *invocation) int {
	log := v.logger()
	runs, err := v.state().Timeline()
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	switch {
	case v.json:
		return v.printJSON(append(state.Timeline{}, runs...))
	case v.svg:
		_, err = io.WriteString(v.stdout, drawing(runs))
	case len(runs) == 0:
		_, err = fmt.Fprintln(v.stdout, "no run of this boot did anything")
	default:
		for _, r := range runs {
			_, err = io.WriteString(v.stdout, inText(r)+"\n")
		}
	}
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	return exitDone
}

// keepTimes records what a run has waited for, where it did anything.
func (v *invocation) keepTimes(log *journal.Logger, r *apply.Report) {
	run := &state.Timed{Command: cmp.Or(v.command.name, "nmcli"), Time: time.Now().Add(-r.Took).Unix(), Uptime: (state.Uptime() - r.Took).Microseconds(),
		Took: r.Took.Microseconds(), Applied: r.Applied.Microseconds(), Changes: r.Changes, Interfaces: []state.Waiter{}}
	for n := range r.Interfaces {
		if i := &r.Interfaces[n]; len(i.Spans) > 0 {
			run.Interfaces = append(run.Interfaces, state.Waiter{Name: cmp.Or(i.Name, i.Profile), Failed: len(i.Errors) > 0, Spans: i.Spans})
		}
	}
	if r.Changes+len(run.Interfaces) == 0 {
		return
	}
	if err := v.state().AddTimed(run); err != nil {
		log.Warn("the times are not recorded", "err", err)
	}
}

// keepLacking records what is not as it should be, where that is not known already.
func (v *invocation) keepLacking(log *journal.Logger, mode apply.Mode, r *apply.Report) {
	found := map[string]bool{}
	for n := range r.Interfaces {
		i := &r.Interfaces[n]
		if i.Name != "" {
			found[i.Profile] = true // it has an interface now
		}
		found[cmp.Or(i.Name, i.Profile)] = len(i.Errors) == 0
	}
	store := v.state()
	lacking, err := store.Lacking()
	if lacking.Note(found, mode == apply.Boot || mode == apply.Reload, state.Uptime()) {
		err = errors.Join(err, store.SetLacking(lacking))
	}
	if err != nil {
		log.Warn("since when something is missing is not recorded", "err", err)
	}
}

func title(r *state.Timed) string {
	return fmt.Sprintf("%s at %s, %s after the kernel: %s, %d changes", r.Command, time.Unix(r.Time, 0).Format(time.DateTime), us(r.Uptime), us(r.Took), r.Changes)
}

// us is a time in a few digits.
func us(n int64) string {
	d := time.Duration(n) * time.Microsecond
	unit := 100 * time.Microsecond
	if d >= time.Second {
		unit = 10 * time.Millisecond
	}
	return d.Round(unit).String()
}

func spanWords(i *state.Waiter) string {
	var words []string
	for _, s := range i.Spans {
		words = append(words, s.What+" "+us(s.To-s.From))
	}
	if i.Failed {
		words = append(words, "failed")
	}
	return strings.Join(words, ", ")
}

// columns is how wide the text's picture of a run is.
const columns = 40

// inText has a line for each interface with a picture of what it waited for: '=' for
// what the run did by itself, then a letter for each wait.
func inText(r *state.Timed) string {
	text := title(r) + "\n"
	for n := range r.Interfaces {
		i := &r.Interfaces[n]
		picture := []byte(strings.Repeat(".", columns))
		draw := func(from, to int64, with byte) {
			for at := from * columns / max(r.Took, 1); at <= (to-1)*columns/max(r.Took, 1) && at < columns; at++ {
				if with != 'I' || picture[at] == '.' { // beside IPv6 the rest goes on
					picture[at] = with
				}
			}
		}
		draw(0, r.Applied, '=')
		for _, s := range i.Spans {
			draw(s.From, s.To, s.What[0])
		}
		text += fmt.Sprintf("  %-15s |%s| %s\n", i.Name, picture, spanWords(i))
	}
	return text + "  " + advice(r) + "\n"
}

// remedies are what could be done about a wait.
const remedies = `device its device came late: DEVTIMEOUT bounds that
carrier nothing was at the other end: the cable, the port's spanning tree (portfast), or ONBOOT=no
DHCP the server was slow, or silent: a static address, IPV4_DHCP_TIMEOUT, or rapid commit at the server
DAD duplicate address detection of IPv6: net.ipv6.conf.*.dad_transmits, or optimistic_dad
another the look for another host with the address: ACD_TIMEOUT=0 leaves it out
IPv6 routers or a DHCPv6 server were slow, or silent: IPV6_RA_TIMEOUT, IPV6_REQUIRED_TIMEOUT or IPV6INIT=no
`

// advice names the interface that was ready last, its longest wait, and what would be
// gained without that.
func advice(r *state.Timed) string {
	var last *state.Waiter
	var end, before int64 // of the last, and of the one before
	for n := range r.Interfaces {
		i := &r.Interfaces[n]
		ends := int64(0)
		for _, s := range i.Spans {
			ends = max(ends, s.To)
		}
		if ends > end {
			last, end, before = i, ends, end
		} else {
			before = max(before, ends)
		}
	}
	if last == nil {
		return "nothing was waited for"
	}
	longest := last.Spans[0]
	for _, s := range last.Spans {
		if s.To-s.From > longest.To-longest.From {
			longest = s
		}
	}
	gain := min(longest.To-longest.From, end-max(before, r.Applied))
	text := fmt.Sprintf("critical: %s, %s of %s", last.Name, spanWords(last), us(r.Took))
	if gain > 0 {
		text += "; " + us(gain) + " sooner without the wait for " + longest.What + ": " + lookUp(remedies, longest.What)
	}
	return text
}

// lookUp finds in a table what stands behind the first word of a wait.
func lookUp(table, what string) string {
	kind, _, _ := strings.Cut(what, " ")
	for _, line := range strings.Split(table, "\n") {
		if rest, is := strings.CutPrefix(line, kind+" "); is {
			return rest
		}
	}
	return ""
}
