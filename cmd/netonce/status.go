package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/netonce/netonce/apply"
	"github.com/netonce/netonce/apply/network"
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
	scene.host.Log = slog.New(slog.DiscardHandler) // what is missing is shown, not logged
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

func printStatus(w io.Writer, s *apply.Status, color bool) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, i := range s.Interfaces {
		name := i.Interface
		if name == "" {
			name = "-"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", name, stateWord(i.State, color), i.Profile, details(i))
		for _, m := range i.Missing {
			fmt.Fprintf(t, "\t\t\tmissing: %s\n", m)
		}
	}
	if len(s.Interfaces) == 0 {
		fmt.Fprintln(t, "no profiles")
	}
	return t.Flush()
}

// stateWord pads before it colours, for the tabs' sake.
func stateWord(state string, color bool) string {
	if !color {
		return state
	}
	code := map[string]string{"up": "32", "down": "2"}[state]
	if code == "" {
		code = "31"
	}
	return "\x1b[" + code + "m" + state + "\x1b[0m"
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
