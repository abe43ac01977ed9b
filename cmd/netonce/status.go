package main

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"netonce/apply"
	"netonce/apply/atomicfile"
	"netonce/apply/history"
	"netonce/apply/journal"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/cmd/netonce/nmcli/output"
	"netonce/ifcfg/lists"
)

// status prints how the host stands against its profiles. It changes nothing and
// needs no permission. Its exit code tells whether all is up.
func status(v *invocation) int {
	log := v.logger()
	s, err := v.standing(log)
	if err == nil && v.metrics != "" {
		runs, unread := v.state().Timeline()
		if unread != nil {
			log.Warn("what runs have waited for is not known", "err", unread)
		}
		err = atomicfile.Write(v.metrics, metrics(s, runs, time.Now()), 0o644)
	}
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	code, line := verdict(s)
	switch {
	case v.check:
		fmt.Fprintln(v.stdout, line)
		return code
	case v.metrics != "":
		return exitDone
	}
	code = min(code, exitFailed)
	if v.json {
		return max(code, v.printJSON(s))
	}
	if err := printStatus(v.stdout, s, v.color(v.stdout)); err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	return code
}

// standing is how the host stands against its profiles.
func (v *invocation) standing(log *journal.Logger) (*apply.Status, error) {
	scene, err := v.open(log)
	if err != nil {
		return nil, err
	}
	defer scene.close()
	scene.host.Log = nil // what is missing is shown, not logged
	c := v.change(log)
	s, err := scene.host.Status(scene.request(apply.Reload), c.edited())
	if err != nil {
		return nil, err
	}
	if point, pending, _ := c.store.Checkpoint(); pending { // only root is told
		seconds := max(0, int64((point.Deadline - state.Uptime()).Seconds()))
		s.Pending = &seconds
	}
	lacking, err := c.store.Lacking()
	if err != nil {
		log.Warn("since when something is missing is not known", "err", err)
	}
	for _, i := range s.Interfaces {
		if since, known := lacking[cmp.Or(i.Interface, i.Profile)]; known && i.State != "up" && i.State != "down" {
			i.Since = max(1, int64((state.Uptime() - since).Seconds()))
		}
	}
	return s, nil
}

// edited reports whether files of a profile are others than in the last state. Where none
// is recorded, or it is not for everybody to read, all of them may be.
func (c *change) edited() func(profile string) bool {
	last, there, _ := c.history.Last()
	now, err := history.Read(c.v.root)
	differ := history.Compare(last.Files, now)
	of := func(file string) string { _, name, _ := strings.Cut(path.Base(file), "-"); return name }
	return func(profile string) bool {
		return !there || err != nil || lists.Any(differ, func(d *history.Difference) bool { return of(d.Path) == of(profile) })
	}
}

// namedAtMost is how many interfaces the verdict names.
const namedAtMost = 8

// verdict is an exit code for whoever watches the host, and a line that says why: 1 where
// something is not as it should be, 4 where nothing is up.
func verdict(s *apply.Status) (code int, line string) {
	up := 0
	var wrong []string
	for _, i := range s.Interfaces {
		if i.State == "up" {
			up++
		}
		if i.State != "up" && i.State != "down" {
			why := i.Missing
			for _, d := range i.Drift {
				why = append(slices.Clip(why), d.String())
			}
			text := cmp.Or(i.Interface, i.Profile) + ": " + why[0]
			if len(why) > 1 {
				text += fmt.Sprintf(" and %d more", len(why)-1)
			}
			wrong = append(wrong, text)
		}
	}
	line = fmt.Sprintf("%d of %d up", up, up+len(wrong))
	switch {
	case len(wrong) > 0 && up == 0:
		code = exitTimeout
	case len(wrong) > 0:
		code = exitFailed
	}
	if more := len(wrong) - namedAtMost; more > 0 {
		wrong = append(wrong[:namedAtMost], fmt.Sprintf("%d more", more))
	}
	if s.Pending != nil {
		wrong = append(wrong, pendingLine(s))
	}
	return code, strings.Join(append([]string{line}, wrong...), "; ")
}

func pendingLine(s *apply.Status) string {
	return fmt.Sprintf("a change is not confirmed: taken back in %s", time.Duration(*s.Pending)*time.Second)
}

// printStatus prints a line for each profile, its columns one below the other, and
// lines for what is missing.
func printStatus(w io.Writer, s *apply.Status, color bool) error {
	var rows [][]string
	for _, i := range s.Interfaces {
		rows = append(rows, []string{cmp.Or(i.Interface, "-"), stateWord(i.State, color), i.Profile, details(i)})
		var lines []string
		for _, d := range i.Drift {
			lines = append(lines, "changed behind netonce: "+d.String())
		}
		for _, m := range i.Missing {
			lines = append(lines, "missing: "+m)
		}
		if more := len(lines) - linesAtMost; more > 0 {
			lines = append(lines[:linesAtMost], fmt.Sprintf("and %d more (--json)", more))
		}
		for _, text := range lines {
			rows = append(rows, []string{"", "", "", text})
		}
	}
	if len(rows) == 0 {
		rows = [][]string{{"no profiles"}}
	}
	widths := make([]int, 4)
	for _, r := range rows {
		for i := range r[1:] {
			if width := output.Width(r[i]); width > 0 {
				widths[i] = max(widths[i], width+2)
			}
		}
	}
	var b strings.Builder
	for _, r := range rows {
		last := len(r) - 1
		for i, text := range r[:last] {
			b.WriteString(text + strings.Repeat(" ", widths[i]-output.Width(text)))
		}
		b.WriteString(r[last] + "\n")
	}
	if s.Pending != nil {
		b.WriteString(pendingLine(s) + " (netonce confirm keeps it)\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// linesAtMost is how many lines an interface gets below its own.
const linesAtMost = 4

func stateWord(state string, color bool) string {
	code := map[string]string{"up": "32", "down": "2"}[state]
	return output.Style{Color: color}.Colored(state, cmp.Or(code, "31"))
}

func details(i *apply.InterfaceStatus) string {
	var words []string
	words = append(words, i.Addresses...)
	for _, g := range i.Gateways {
		words = append(words, "via "+g)
	}
	if l := i.Lease; l != nil {
		words = append(words, fmt.Sprintf("lease of %s, %s left, due in %s", l.Server, left(l.Left), left(l.Renewal)))
	}
	if l := i.Lease6; l != nil {
		words = append(words, fmt.Sprintf("DHCPv6, %s left, due in %s", left(l.Left), left(l.Renewal)))
	}
	if i.Interface != "" && !i.Carrier && i.State != "down" {
		words = append(words, "(no carrier)")
	}
	if i.Since > 0 {
		words = append(words, "(for "+(time.Duration(i.Since)*time.Second).String()+")")
	}
	return strings.Join(words, " ")
}

const forEver = "for ever"

func left(d time.Duration) string {
	if d >= network.Forever/2 {
		return forEver
	}
	return d.Round(time.Second).String()
}
