package property

import (
	"fmt"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

const maxInt32 = 1<<31 - 1

const connectionTable = `
= connection
id | NAME |  | text | Name of the profile. | always
uuid | UUID |  | text | Identity of the profile; without the key it follows from the file's path. | read-only always
stable-id | STABLE_ID |  | text | Token from which stable identifiers are made.
type | TYPE |  | text | Kind of link. | read-only always
interface-name | DEVICE |  | interface | Interface that the profile configures; any that fits without it.
autoconnect | ONBOOT | yes | boolean | Bring the profile up at boot. | explicit stated
autoconnect-priority | AUTOCONNECT_PRIORITY | 0 | integer -999..999 | Of several profiles for an interface the highest is taken.
autoconnect-retries | AUTOCONNECT_RETRIES | -1 | integer -1..2147483647 -1=default 0=forever | How often NetworkManager tried; netonce tries once a run.
multi-connect | MULTI_CONNECT | 0 | numbered 0=default 1=single 2=manual-multiple 3=multiple | Whether the profile may be up on several interfaces.
auth-retries | AUTH_RETRIES | -1 | integer -1..2147483647 | How often to try 802.1X.
timestamp |  | 0 | text | When the profile was last up. | runtime read-only
permissions | USERS |  | texts | Users who may use the profile.
zone | ZONE |  | text | Zone of the firewall.
controller | MASTER BRIDGE TEAM_MASTER VRF OVS_PORT, each also with _UUID |  | text | Controller that the interface is a port of.
master |  |  | alias controller
slave-type |  |  | alias port-type
port-type | which of the keys for the controller is there |  | choice bond bridge team vrf ovs-port | Kind of the controller.
autoconnect-slaves | AUTOCONNECT_SLAVES | -1 | ternary | Bring the ports up with their controller.
autoconnect-ports |  |  | alias autoconnect-slaves
down-on-poweroff |  | -1 | ternary | Take the profile down when the host stops.
secondaries | SECONDARY_UUIDS |  | texts | VPN profiles to start after this one.
gateway-ping-timeout | GATEWAY_PING_TIMEOUT | 0 | integer 0..600 | Seconds to wait for the gateway to answer.
ip-ping-timeout |  | 0 | integer 0..600 | Seconds to wait for the ping addresses to answer.
ip-ping-addresses |  |  | texts | Addresses to ping.
ip-ping-addresses-require-all |  | -1 | ternary | Whether all of them must answer.
metered | CONNECTION_METERED | unknown | metered | Whether traffic costs money.
lldp | LLDP | default | lldp | Receive LLDP.
mdns | MDNS | -1 | spelled -1=default 0=no 1=resolve 2=yes | Multicast DNS of systemd-resolved.
llmnr | LLMNR | -1 | spelled -1=default 0=no 1=resolve 2=yes | LLMNR of systemd-resolved.
dns-over-tls | DNS_OVER_TLS | -1 | spelled -1=default 0=no 1=opportunistic 2=yes | DNS over TLS of systemd-resolved.
dnssec |  | -1 | numbered -1=default | DNSSEC of systemd-resolved.
mptcp-flags | MPTCP_FLAGS | 0x0 | mptcp | MPTCP endpoints to register.
wait-device-timeout | DEVTIMEOUT | -1 | device-timeout | Milliseconds to wait for the interface to appear.
wait-activation-delay | WAIT_ACTIVATION_DELAY | -1 | integer -1..2147483647 | Milliseconds to wait before the profile counts as up.
`

// some is a list of one word, or of none where that is empty.
func some(word string) []string {
	if word == "" {
		return nil
	}
	return []string{word}
}

func interfaceName() *form {
	f := text()
	f.parse = func(s string) (string, error) {
		if s == "*" { // any, to nmcli
			return "", nil
		}
		if err := ifcfg.CheckInterfaceName(s); err != nil {
			return "", fmt.Errorf("'%s' is not a valid interface name: %w", s, err)
		}
		return s, nil
	}
	return f
}

func metered() *form {
	f := choice("unknown", "yes", "no")
	f.fromKey = func(s string) []string {
		if b, ok := ifcfg.ParseBool(s); ok {
			return []string{map[bool]string{true: "yes", false: "no"}[b]}
		}
		return nil
	}
	return f
}

func lldp() *form {
	f := choice("default", "disable", "enable-rx")
	f.fromKey = func(s string) []string {
		if strings.EqualFold(s, "rx") {
			return []string{"enable-rx"}
		}
		if b, ok := ifcfg.ParseBool(s); ok {
			return []string{map[bool]string{true: "enable-rx", false: "disable"}[b]}
		}
		return nil
	}
	f.toKey = func(w []string) string { return map[string]string{"disable": "no", "enable-rx": "rx"}[w[0]] }
	return f
}

// deviceTimeout is milliseconds, and seconds in the key.
func deviceTimeout() *form {
	f := integer(-1, maxInt32, nil)
	f.fromKey = func(s string) []string {
		n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil || n < 0 || n > maxInt32/1000 {
			return nil
		}
		return []string{strconv.Itoa(int(n * 1000))}
	}
	f.toKey = func(w []string) string {
		n, _ := strconv.Atoi(w[0]) // as parse let it through
		return strconv.FormatFloat(float64(n)/1000, 'f', -1, 64)
	}
	return f
}
