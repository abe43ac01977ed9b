package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/netonce/netonce/ifcfg"
)

// check looks for mistakes in the host's profiles, or in the files that are named.
func check(v *invocation) int {
	hosts, err := v.toCheck()
	if err != nil {
		fmt.Fprintf(v.stderr, "netonce: %v\n", err)
		return exitNothing
	}
	code := exitDone
	found := []finding{}
	for _, h := range hosts {
		for _, d := range h.All() {
			if d.Severity == ifcfg.Error {
				code = exitFailed
			}
			found = append(found, finding{d.Pos.File, d.Pos.Line, d.Pos.Col, d.Severity.String(), d.Code, d.Text(), d.Hint})
			if v.json {
				continue
			}
			if err := ifcfg.Render(v.stdout, d, h.Line(d), v.color(v.stdout)); err != nil {
				fmt.Fprintf(v.stderr, "netonce: %v\n", err)
				return exitNothing
			}
		}
	}
	if v.json {
		return max(code, v.printJSON(found))
	}
	return code
}

// finding is a diagnostic as programs read it.
type finding struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
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
