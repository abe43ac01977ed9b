package main

import (
	"strconv"
	"strings"
	"time"

	"netonce/apply"
	"netonce/apply/state"
)

// What is measured, for the text file collector of Prometheus's node exporter. Times are
// points in time: the file says the same until it is written again.
const metricNames = `interface_up Whether all is as the profile asks; 0 where not, down by hand left out.
interface_carrier Whether the other end of the link is there.
interface_addresses How many addresses there are, link-local ones left out.
interface_missing How many things are missing.
interface_drift How many things somebody has changed or taken away behind netonce.
interface_incomplete_timestamp_seconds When a run first found that not all was as the profile asks, and each since.
address_expiry_timestamp_seconds When an address ends that is not renewed.
lease_expiry_timestamp_seconds When the lease ends.
lease_renewal_timestamp_seconds When the lease is due to be renewed.
change_pending Whether a change waits to be confirmed.
change_rollback_timestamp_seconds When it is taken back.
run_timestamp_seconds When the last run that did or awaited anything began.
run_duration_seconds How long it took.
run_wait_seconds How long it waited for what.
`

// samples are measured values in Prometheus's text format, by name.
type samples map[string][]string

func (s samples) add(name, labels string, value int64) {
	s.put(name, labels, strconv.FormatInt(value, 10))
}

func (s samples) put(name, labels, value string) {
	s[name] = append(s[name], "netonce_"+name+labels+" "+value+"\n")
}

// metrics is a status, with what the last runs waited for, in Prometheus's text format.
func metrics(s *apply.Status, runs state.Timeline, now time.Time) []byte {
	values := samples{}
	add := values.add
	yes := func(is bool) (n int64) {
		if is {
			n = 1
		}
		return n
	}
	for _, i := range s.Interfaces {
		if i.State == "down" {
			continue
		}
		labels := label("interface", i.Interface) + "," + label("profile", i.Profile)
		add("interface_up", "{"+labels+"}", yes(i.State == "up"))
		add("interface_carrier", "{"+labels+"}", yes(i.Carrier))
		add("interface_addresses", "{"+labels+"}", int64(len(i.Addresses)))
		add("interface_missing", "{"+labels+"}", int64(len(i.Missing)))
		add("interface_drift", "{"+labels+"}", int64(len(i.Drift)))
		if i.Since > 0 {
			add("interface_incomplete_timestamp_seconds", "{"+labels+"}", now.Unix()-i.Since)
		}
		for _, address := range i.Addresses {
			if left, ends := i.Lifetimes[address]; ends {
				add("address_expiry_timestamp_seconds", "{"+labels+","+label("address", address)+"}", now.Unix()+left)
			}
		}
		for n, l := range []*apply.LeaseState{i.Lease, i.Lease6} {
			if l == nil {
				continue
			}
			family := "{" + labels + "," + label("family", []string{"ipv4", "ipv6"}[n]) + "}"
			if left(l.Left) != forEver {
				add("lease_expiry_timestamp_seconds", family, now.Unix()+l.Seconds.Left)
			}
			add("lease_renewal_timestamp_seconds", family, now.Unix()+l.Seconds.Renewal)
		}
	}
	add("change_pending", "", yes(s.Pending != nil))
	if s.Pending != nil {
		add("change_rollback_timestamp_seconds", "", now.Unix()+*s.Pending)
	}
	values.addRuns(runs)
	return []byte(values.String())
}

// addRuns adds what runs have waited for.
func (s samples) addRuns(runs state.Timeline) {
	seconds := func(us int64) string { return strconv.FormatFloat(float64(us)/1e6, 'f', -1, 64) }
	for _, r := range runs {
		command := label("command", r.Command)
		s.add("run_timestamp_seconds", "{"+command+"}", r.Time)
		s.put("run_duration_seconds", "{"+command+"}", seconds(r.Took))
		for _, i := range r.Interfaces {
			waits := map[string]int64{}
			for _, span := range i.Spans {
				waits[span.What] += span.To - span.From
			}
			for _, span := range i.Spans {
				if us, left := waits[span.What]; left {
					s.put("run_wait_seconds", "{"+command+","+label("interface", i.Name)+","+label("for", span.What)+"}", seconds(us))
					delete(waits, span.What)
				}
			}
		}
	}
}

func (s samples) String() string {
	var b strings.Builder
	for line := range strings.Lines(metricNames) {
		name, help, _ := strings.Cut(line, " ")
		if len(s[name]) > 0 {
			b.WriteString("# HELP netonce_" + name + " " + help + "# TYPE netonce_" + name + " gauge\n" + strings.Join(s[name], ""))
		}
	}
	return b.String()
}

// label is a label with its value.
func label(name, value string) string {
	return name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(value) + `"`
}
