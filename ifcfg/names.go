package ifcfg

import (
	"path"
	"strings"
)

// Places below the root of a host.
const (
	ScriptsDir  = "etc/sysconfig/network-scripts"
	NetworkFile = "etc/sysconfig/network"
)

// HostFiles are the files that are read besides those in ScriptsDir, below the root
// of a host.
func HostFiles() []string {
	return []string{NetworkFile, PathOf(staticRoutes), PathOf(staticRoutes6)}
}

// PathOf is the path below the root of a host of a file that positions name.
func PathOf(name string) string {
	switch name {
	case path.Base(NetworkFile), staticRoutes, staticRoutes6:
		return path.Join(path.Dir(NetworkFile), name)
	}
	return path.Join(ScriptsDir, name)
}

const (
	profilePrefix = "ifcfg-"
	keysPrefix    = "keys-"
)

// IsProfileName reports whether a file of that name is a profile. What editors,
// package managers and people leave beside the files is not: the suffixes that
// either NetworkManager or the old scripts ignore.
func IsProfileName(name string) bool {
	suffix, ok := strings.CutPrefix(name, profilePrefix)
	return ok && suffix != "" && !isLeftover(suffix)
}

func isLeftover(suffix string) bool {
	low := strings.ToLower(suffix)
	for _, end := range []string{"~", ".bak", ".old", ".orig", ".rej", ".swp", ".swo", ".tmp", ".rpmnew", ".rpmorig", ".rpmsave", ".augnew", ".augtmp"} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	// rpm's temporary copy: ;XXXXXXXX with eight hexadecimal digits.
	at := strings.LastIndexByte(low, ';')
	return at >= 0 && len(low)-at == 9 && strings.Trim(low[at+1:], "0123456789abcdef") == ""
}

// IsCompanionName reports whether a file of that name belongs to a profile:
// its secrets, routes or rules.
func IsCompanionName(name string) bool {
	kind, suffix, dash := strings.Cut(name, "-")
	switch kind {
	case "keys", "route", "route6", "rule", "rule6":
		return dash && suffix != "" && !isLeftover(suffix)
	}
	return false
}
