package resolv

import (
	"slices"
	"strings"

	"netonce/ifcfg/lists"
)

const trustAD = "trust-ad"

// knownOption reports whether a resolver has the option (resolv.conf(5), as
// NetworkManager knows it), and returns the name it goes by: options are
// deduplicated by name, so that the first "ndots:" holds.
func knownOption(option string) (name string, ok bool) {
	name, value, numeric := strings.Cut(option, ":")
	switch name {
	case "ndots", "timeout", "attempts":
		return name, numeric && isNumber(value)
	case "debug", "rotate", "no-check-names", "inet6", "ip6-bytestring", "ip6-dotint", "no-ip6-dotint",
		"edns0", "single-request", "single-request-reopen", "no-tld-query", "use-vc", "no-reload",
		trustAD, "no-aaaa":
		return name, !numeric
	}
	return name, false
}

// isNumber takes what fits the resolver's int with room to spare.
func isNumber(s string) bool {
	if s == "" || len(s) > 9 {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// addOption adds an option unless it is unknown or there already.
func addOption(options []string, option string) []string {
	name, ok := knownOption(option)
	if !ok || slices.ContainsFunc(options, func(have string) bool {
		haveName, _, _ := strings.Cut(have, ":")
		return haveName == name
	}) {
		return options
	}
	return append(options, option)
}

// trusted reports whether every source with servers asks for trust-ad: one
// server that is not to be trusted makes the answer's AD bit worthless, since
// nobody knows which one was asked.
func trusted(sources []Source) bool {
	for _, s := range sources {
		if s.hasServers() && !lists.Any(sources, func(o *Source) bool {
			return s.kin(*o) && slices.Contains(o.Options, trustAD)
		}) {
			return false
		}
	}
	return true
}
