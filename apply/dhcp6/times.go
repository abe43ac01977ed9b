package dhcp6

import "time"

// times adds to a lease the times of an address or prefix and of its IA, T1 and T2 of
// which are 0 where the server leaves them to the client: half and four fifths of the
// preferred lifetime then (RFC 8415 21.4). So are those that come after the end, as some
// servers send the same T1 and T2 for all lifetimes. What is shortest counts for all
// of the lease, as all of it is renewed with one message (RFC 8415 18.2.4).
func (l *Lease) times(t1, t2, preferred, valid time.Duration) {
	if preferred == 0 { // there are only old connections left
		preferred = valid
	}
	if t2 > valid || t1 > valid {
		t1, t2 = 0, 0
	}
	half, most := max(preferred/2, time.Second).Truncate(time.Second), max(preferred/5*4, time.Second).Truncate(time.Second)
	if preferred == Forever {
		half, most = Forever, Forever
	}
	if t2 == 0 {
		t2 = max(t1, most)
	}
	if t1 == 0 {
		t1 = min(t2, half)
	}
	if l.Lifetime == 0 {
		l.T1, l.T2 = Forever, Forever
	}
	l.Lifetime = max(l.Lifetime, valid)
	l.T2 = min(l.T2, t2)
	l.T1 = min(l.T1, t1, l.T2)
}

// longest is the largest valid lifetime in a lease.
func (l *Lease) longest() (d time.Duration) {
	for _, kind := range kinds() {
		for _, g := range *l.of(kind) {
			d = max(d, g.Valid)
		}
	}
	return d
}

// kinds are the kinds of IA.
func kinds() [2]uint16 { return [...]uint16{optIANA, optIAPD} }
