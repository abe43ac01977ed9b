package main

import (
	"fmt"
	"strings"
	"time"

	"netonce/apply"
)

// What is measured, for the text file collector of Prometheus's node exporter. Times are
// points in time: the file says the same until it is written again.
const metricNames = `interface_up Whether all is as the profile asks; 0 where not, down by hand left out.
interface_carrier Whether the other end of the link is there.
interface_addresses How many addresses there are, link-local ones left out.
interface_missing How many things are missing.
interface_drift How many things somebody has changed or taken away behind netonce.
lease_expiry_timestamp_seconds When the lease ends.
lease_renewal_timestamp_seconds When the lease is due to be renewed.
change_pending Whether a change waits to be confirmed.
change_rollback_timestamp_seconds When it is taken back.
`

// metrics is a status in Prometheus's text format.
func metrics(s *apply.Status, now time.Time) []byte {
	samples := map[string][]string{}
	add := func(name, labels string, value int64) {
		samples[name] = append(samples[name], fmt.Sprintf("netonce_%s%s %d\n", name, labels, value))
	}
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
	var b strings.Builder
	for line := range strings.Lines(metricNames) {
		name, help, _ := strings.Cut(line, " ")
		if len(samples[name]) > 0 {
			b.WriteString("# HELP netonce_" + name + " " + help + "# TYPE netonce_" + name + " gauge\n" + strings.Join(samples[name], ""))
		}
	}
	return []byte(b.String())
}

// label is a label with its value.
func label(name, value string) string {
	return name + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(value) + `"`
}
