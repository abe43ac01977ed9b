package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/state"
)

func timed() *state.Timed {
	return &state.Timed{Command: "boot", Uptime: 4_200_000, Took: 6_000_000, Applied: 600_000, Changes: 12, Interfaces: []state.Waiter{
		{Name: "eth0", Spans: []state.Span{{What: "another host with its address", From: 600_000, To: 1_200_000}}},
		{Name: "eth1", Spans: []state.Span{{What: "carrier", From: 600_000, To: 4_500_000}, {What: "DHCP", From: 4_500_000, To: 6_000_000}}},
		{Name: "ifcfg-<&>", Failed: true, Spans: []state.Span{{What: "device", To: 3_000_000}}},
	}}
}

func TestReportInText(t *testing.T) {
	t.Parallel()
	_, text, _ := strings.Cut(inText(timed()), "\n")
	want := "" +
		"  eth0            |====aaaa................................| another host with its address 600ms\n" +
		"  eth1            |====ccccccccccccccccccccccccccDDDDDDDDDD| carrier 3.9s, DHCP 1.5s\n" +
		"  ifcfg-<&>       |dddddddddddddddddddd....................| device 3s, failed\n" +
		"  critical: eth1, carrier 3.9s, DHCP 1.5s of 6s; 3s sooner without the wait for carrier: nothing was at the other end: the cable, the port's spanning tree (portfast), or ONBOOT=no\n"
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
}

func TestAdvice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		run  state.Timed
		want string
	}{
		{"nothing", state.Timed{Took: 5}, "nothing was waited for"},
		{"no gain without it", state.Timed{Took: 9_000, Applied: 9_000, Interfaces: []state.Waiter{{Name: "eth0", Spans: []state.Span{{What: "DAD", To: 9_000}}}}},
			"critical: eth0, DAD 9ms of 9ms"},
		{"all but what the next one takes", state.Timed{Took: 3_000_000, Interfaces: []state.Waiter{
			{Name: "eth1", Spans: []state.Span{{What: "IPv6 router", To: 3_000_000}}},
			{Name: "eth0", Spans: []state.Span{{What: "DHCP", To: 2_000_000}}}}},
			"critical: eth1, IPv6 router 3s of 3s; 1s sooner without the wait for IPv6 router: routers or a DHCPv6 server were slow, or silent: IPV6_RA_TIMEOUT, IPV6_REQUIRED_TIMEOUT or IPV6INIT=no"},
	} {
		if got := advice(&tt.run); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The picture is XML, with a bar for each wait and a colour for each kind.
func TestDrawing(t *testing.T) {
	t.Parallel()
	picture := drawing(state.Timeline{timed(), {Command: "renew", Took: 100}})
	bars := map[string]int{}
	decoder := xml.NewDecoder(strings.NewReader(picture))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, picture)
		}
		e, is := token.(xml.StartElement)
		if !is || e.Name.Local != "rect" {
			continue
		}
		for _, a := range e.Attr {
			if a.Name.Local == "fill" {
				bars[a.Value]++
			}
		}
	}
	want := map[string]int{"#fff": 1, "#7a7a7a": 3, "#3c8d5a": 1, "#d9822b": 1, "#2f6fb0": 1, "#b5651d": 1}
	if diff := cmp.Diff(want, bars); diff != "" {
		t.Errorf("%s\n%s", diff, picture)
	}
}
