package desired

import "netonce/ifcfg"

// ethernetMetric is NetworkManager's default route metric of Ethernet.
const ethernetMetric = 100

// baseMetric is the metric of the first link of a kind.
func baseMetric(p *ifcfg.Profile) uint32 { return kindOf(p.Kind.Value).metric }

// Metrics gives every interface that needs one a default metric: 100 for the
// first card, 101 for the next, 300 for the first bond, and so on, no two the same. Profiles that may carry a
// default route come first; those that NetworkManager was to leave alone come
// last, so that the others keep the metrics they had under it. An interface keeps the metric of an earlier run
// (held, by interface), so that a new neighbour does not move its routes.
func Metrics(assigned []Assignment, held map[string]uint32) map[string]uint32 {
	metrics := map[string]uint32{}
	taken := map[uint32]bool{}
	for _, a := range assigned {
		if m := held[a.Link.Name]; m >= baseMetric(a.Profile) && !taken[m] && needsMetric(a) {
			metrics[a.Link.Name], taken[m] = m, true
		}
	}
	nexts := map[uint32]uint32{}
	for rank := range lastRank + 1 {
		for _, a := range assigned {
			if metrics[a.Link.Name] != 0 || !needsMetric(a) || metricRank(a.Profile) != rank {
				continue
			}
			base := baseMetric(a.Profile)
			next := max(base, nexts[base])
			for taken[next] {
				next++
			}
			metrics[a.Link.Name], taken[next], nexts[base] = next, true, next
		}
	}
	return metrics
}

// needsMetric reports whether a route of the profile may take the default metric.
func needsMetric(a Assignment) bool {
	return !a.Link.Loopback && (needs(&a.Profile.IPv4) || needs(&a.Profile.IPv6))
}

func needs(ip *ifcfg.IP) bool {
	m := ip.Method.Value
	return m != ifcfg.MethodDisabled && m != ifcfg.MethodIgnore && !ip.Metric.IsSet()
}

const lastRank = 2

func metricRank(p *ifcfg.Profile) int {
	switch {
	case !p.Controlled.Value:
		return lastRank
	case needs(&p.IPv4) && p.IPv4.NeverDefault.Value, needs(&p.IPv6) && p.IPv6.NeverDefault.Value:
		return 1
	}
	return 0
}
