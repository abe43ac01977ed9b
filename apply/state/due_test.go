package state_test

import (
	"testing"
	"time"

	"netonce/apply/dhcp4"
	"netonce/apply/network"
	"netonce/apply/state"
)

// When a lease is due again after it was asked for in vain.
func TestDue(t *testing.T) {
	t.Parallel()
	const at = 100 * time.Minute
	hour := dhcp4.Lease{Lifetime: time.Hour, T1: 30 * time.Minute, T2: 52*time.Minute + 30*time.Second}
	for _, c := range []struct {
		name        string
		lease       dhcp4.Lease
		tried, want time.Duration // since it was acquired
	}{
		{"never tried", hour, 0, 30 * time.Minute},
		{"tried before its time", hour, 5 * time.Minute, 30 * time.Minute},
		{"at T1", hour, 30 * time.Minute, 41*time.Minute + 15*time.Second},
		{"shortly before T2", hour, 51 * time.Minute, 52 * time.Minute},
		{"less than a minute before T2", hour, 52 * time.Minute, 52*time.Minute + 30*time.Second},
		{"at T2", hour, 52*time.Minute + 30*time.Second, 56*time.Minute + 15*time.Second},
		{"at the end", hour, 59*time.Minute + 50*time.Second, time.Hour},
		{"two minutes", dhcp4.Lease{Lifetime: 2 * time.Minute, T1: time.Minute, T2: 105 * time.Second}, time.Minute, 105 * time.Second},
		{"all the time", dhcp4.Lease{Lifetime: time.Hour, T1: time.Second, T2: 50 * time.Minute}, 0, time.Minute},
		{"for ever", dhcp4.Lease{Lifetime: dhcp4.Forever, T1: dhcp4.Forever, T2: dhcp4.Forever}, 0, network.Forever},
	} {
		l := state.Lease{Lease: c.lease, Acquired: at}
		if c.tried != 0 {
			l.Tried = at + c.tried
		}
		if got := l.Due() - at; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for tries, want := range map[int]time.Duration{0: 30 * time.Second, 1: 30 * time.Second, 2: time.Minute, 5: 5 * time.Minute, 1 << 40: 5 * time.Minute} {
		if got := (state.Interface{Tries: tries, Tried: at}).Due() - at; got != want {
			t.Errorf("%d tries: %v, want %v", tries, got, want)
		}
	}
}
