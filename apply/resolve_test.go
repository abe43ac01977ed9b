package apply

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
	"netonce/apply/journal"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/ifcfg"
)

// resolving is a run with one interface that is taken down.
func resolving(log *bytes.Buffer, resolve func([]resolv.Source) (resolv.Result, error)) *run {
	p := &ifcfg.Profile{File: "ifcfg-eth0"}
	h := &Host{
		Log:     journal.New(log, journal.Options{Level: journal.Debug}),
		Resolve: func(_ context.Context, s []resolv.Source) (resolv.Result, error) { return resolve(s) },
	}
	n := network.Link{Index: 2, Name: "eth0"}
	l := &link{Assignment: desired.Assignment{Link: n, Profile: p}, want: desired.Empty(p, n)}
	return &run{Host: h, links: []*link{l}}
}

// The servers of an interface that is taken down are to be forgotten: whoever
// resolves names has to be told which link that is.
func TestResolveTakenDown(t *testing.T) {
	t.Parallel()
	var got []resolv.Source
	resolving(new(bytes.Buffer), func(s []resolv.Source) (resolv.Result, error) { got = s; return resolv.Result{}, nil }).resolve(t.Context())
	if diff := cmp.Diff([]resolv.Source{{Interface: "eth0", Index: 2, Profile: "ifcfg-eth0"}}, got); diff != "" {
		t.Error(diff)
	}
}

// The decision is logged where it is taken, and a change counts even where
// another one failed.
func TestResolveCounts(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, errors.New("eth1: refused")} {
		var log bytes.Buffer
		x := resolving(&log, func([]resolv.Source) (resolv.Result, error) {
			return resolv.Result{Changed: true, Why: "mode=resolved"}, err
		})
		x.resolve(t.Context())
		if x.report.Changes != 1 || (err != nil) != (len(x.report.Errors) == 1) {
			t.Errorf("%v: %+v", err, x.report)
		}
		if strings.Contains(log.String(), "mode=resolved") {
			t.Errorf("logged again: %s", log.String())
		}
	}
}
