package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"netonce/ifcfg"
)

// check looks for mistakes in the host's profiles, or in the files that are named.
func check(v *invocation) int {
	format, err := v.findingFormat()
	if err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitUsage
	}
	hosts, err := v.toCheck()
	if err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	found := v.findings(hosts)
	if err := format(v, found); err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	for _, f := range found {
		if f.diagnostic.Severity == ifcfg.Error {
			return exitFailed
		}
	}
	return exitDone
}

// finding is a diagnostic in each of its forms.
type finding struct {
	ifcfg.Finding

	diagnostic ifcfg.Diagnostic
	source     string // the line it is about
}

// findings collects what is wrong with files; their names are made such that
// an editor can open them.
func (v *invocation) findings(hosts []*ifcfg.Host) []finding {
	found := []finding{}
	for _, h := range hosts {
		all := h.All()
		// What is said of profiles together goes beside what is said of each.
		sort.SliceStable(all, func(i, j int) bool { return comparePlaces(all[i].Pos, all[j].Pos) < 0 })
		for _, d := range all {
			source := h.Line(d)
			if len(v.args) == 0 {
				d.Pos.File = filepath.Join(v.root, ifcfg.PathOf(d.Pos.File))
			}
			found = append(found, finding{d.Finding(), d, source})
		}
	}
	return found
}

// comparePlaces orders by file and line; what is about a file as a whole, and so on
// no line, comes last.
func comparePlaces(a, b ifcfg.Pos) int {
	return cmp.Or(
		strings.Compare(ifcfg.PathOf(a.File), ifcfg.PathOf(b.File)),
		cmp.Compare(uint(a.Line-1), uint(b.Line-1)),
		cmp.Compare(a.Col, b.Col))
}

// toCheck reads what is to be checked: each file by itself, or the whole host.
func (v *invocation) toCheck() ([]*ifcfg.Host, error) {
	if len(v.args) == 0 {
		h, err := ifcfg.Load(v.files(v.logger()))
		return []*ifcfg.Host{h}, err
	}
	var hosts []*ifcfg.Host
	for _, path := range v.args {
		h, err := checkFile(path)
		if err != nil {
			return nil, err
		}
		hosts = append(hosts, h)
	}
	return hosts, nil
}

func checkFile(path string) (*ifcfg.Host, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a FIFO would wait for a writer
		return nil, fmt.Errorf("%s: not a regular file", filepath.Clean(path))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ifcfg.Check(f, path)
}
