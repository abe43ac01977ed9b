package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"netonce/apply"
	"netonce/apply/network"
	"netonce/cmd/netonce/nmcli/output"
)

// status prints how the host stands against its profiles. It changes nothing and
// needs no permission. Its exit code tells whether all is up.
func status(v *invocation) int {
	log := v.logger()
	scene, err := v.open(log)
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	defer scene.close()
	scene.host.Log = nil // what is missing is shown, not logged
	s, err := scene.host.Status(scene.request(apply.Reload))
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	code := exitDone
	for _, i := range s.Interfaces {
		if i.State != "up" && i.State != "down" {
			code = exitFailed
		}
	}
	if v.json {
		return max(code, v.printJSON(s))
	}
	if err := printStatus(v.stdout, s, v.color(v.stdout)); err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	return code
}

// printStatus prints a line for each profile, its columns one below the other, and
// lines for what is missing.
func printStatus(w io.Writer, s *apply.Status, color bool) error {
	var rows [][4]string
	for _, i := range s.Interfaces {
		rows = append(rows, [4]string{cmp.Or(i.Interface, "-"), stateWord(i.State, color), i.Profile, details(i)})
		for _, m := range i.Missing {
			rows = append(rows, [4]string{3: "missing: " + m})
		}
	}
	if len(rows) == 0 {
		rows = [][4]string{{3: "no profiles"}}
	}
	var widths [3]int
	for _, r := range rows {
		for i := range widths {
			if width := output.Width(r[i]); width > 0 {
				widths[i] = max(widths[i], width+2)
			}
		}
	}
	var b strings.Builder
	for _, r := range rows {
		for i, width := range widths {
			b.WriteString(r[i] + strings.Repeat(" ", width-output.Width(r[i])))
		}
		b.WriteString(r[3] + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func stateWord(state string, color bool) string {
	code := map[string]string{"up": "32", "down": "2"}[state]
	return output.Style{Color: color}.Colored(state, cmp.Or(code, "31"))
}

func details(i apply.InterfaceStatus) string {
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
	return strings.Join(words, " ")
}

func left(d time.Duration) string {
	if d >= network.Forever/2 {
		return "for ever"
	}
	return d.Round(time.Second).String()
}
