package online_test

import (
	"strings"
	"testing"

	"netonce/apply/online"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"address", "ipv4,ipv6", "default-route,dns,gateway-reachable", "tcp:192.0.2.1:22,tcp:[2001:db8::1]:443", "tcp:[fe80::1%eth0]:22"} {
		all, err := online.Parse(list)
		if err != nil {
			t.Errorf("%s: %v", list, err)
		}
		var words []string
		for _, c := range all {
			words = append(words, string(c))
		}
		if got := strings.Join(words, ","); got != list {
			t.Errorf("%s is read as %s", list, got)
		}
	}
	for list, says := range map[string]string{
		"": "no condition", "ipv5": `"ipv5" is no condition; there are address, `, "dns,": "no condition", "tcp:": "tcp:: ",
		"tcp:www.example.org:80": "an address", "tcp:192.0.2.1": "an address", "tcp:2001:db8::1:443x": "an address",
	} {
		if _, err := online.Parse(list); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", list, err)
		}
	}
}
