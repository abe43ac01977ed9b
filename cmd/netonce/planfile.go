package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"strings"

	"netonce/apply"
	"netonce/apply/atomicfile"
)

// planFormat is the format of saved plans; another is not read.
const planFormat = 1

// savedPlan is a plan for netonce apply.
type savedPlan struct {
	Format int                 `json:"format"`
	Steps  []apply.PlannedStep `json:"steps"`
}

func savePlan(name string, p *apply.Preview) error {
	b, err := json.Marshal(savedPlan{planFormat, p.Steps})
	if err != nil {
		return err
	}
	return atomicfile.Write(name, append(b, '\n'), 0o644)
}

// maxPlan bounds what is read of a plan, in bytes.
const maxPlan = 64 << 20

func readPlan(name string) (p savedPlan, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return p, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxPlan {
		return p, fmt.Errorf("%s: not a regular file of at most %d bytes", name, maxPlan)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(b, &p); err != nil {
		return p, fmt.Errorf("%s: %w", name, err)
	}
	if p.Format != planFormat {
		return p, fmt.Errorf("%s: no plan of this version of netonce: make it again with netonce plan -o", name)
	}
	return p, nil
}

// checkPlan refuses a plan that is not what a run would do now, with the difference.
func (v *invocation) checkPlan(s *scene, name string) error {
	saved, err := readPlan(name)
	if err != nil {
		return err
	}
	now, err := s.host.Preview(context.Background(), s.request(apply.Reload))
	if err != nil {
		return err
	}
	if differ := planDifference(saved.Steps, now.Steps); len(differ) > 0 {
		return fmt.Errorf("%s: host or profiles are not what they were when the plan was made:\n  %s", name, strings.Join(differ, "\n  "))
	}
	return nil
}

// planDifference lists the steps that are in one of two plans only, or in another order.
func planDifference(saved, now []apply.PlannedStep) (lines []string) {
	same := func(a, b *apply.PlannedStep) bool {
		return a.Op == b.Op && a.Object == b.Object && a.Interface == b.Interface && timeless(a.Before) == timeless(b.Before) && timeless(a.Value) == timeless(b.Value)
	}
	words := func(sign string, s *apply.PlannedStep) string {
		return strings.Join([]string{sign, s.Op, s.Object, s.Interface, s.Value}, " ")
	}
	for len(saved) > 0 && len(now) > 0 && same(&saved[0], &now[0]) {
		saved, now = saved[1:], now[1:]
	}
	for len(saved) > 0 && len(now) > 0 && same(&saved[len(saved)-1], &now[len(now)-1]) {
		saved, now = saved[:len(saved)-1], now[:len(now)-1]
	}
	for n := range saved {
		lines = append(lines, words("-", &saved[n]))
	}
	for n := range now {
		lines = append(lines, words("+", &now[n]))
	}
	return lines
}

// timeless is what is said of an address without how long it lasts, which is never the
// same twice.
func timeless(words string) string {
	before, _, _ := strings.Cut(words, " valid_lft ")
	return before
}

// session is the connection of whoever calls (SSH_CONNECTION of sshd(8)): client address
// and port, server address and port.
func session() (s apply.Session) {
	words := strings.Fields(os.Getenv("SSH_CONNECTION"))
	if len(words) != 4 {
		return s
	}
	client, err := netip.ParseAddr(words[0])
	server, err2 := netip.ParseAddr(words[2])
	if err != nil || err2 != nil {
		return s
	}
	return apply.Session{Client: client.Unmap().WithZone(""), Server: server.Unmap().WithZone("")}
}
