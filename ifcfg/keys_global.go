package ifcfg

// globalKeys are the keys of /etc/sysconfig/network that profiles have not.
func globalKeys() []Key { return rows(globalTable) }

const globalTable = `
= all profiles
NETWORKING | boolean | yes | No kept the old scripts from doing anything; profiles have ONBOOT. | scripts stateless
NETWORKING_IPV6 | boolean |  | Of older scripts; see IPV6INIT. | scripts stateless instead=IPV6INIT
HOSTNAME | text |  | The host's name, today in /etc/hostname. | scripts stateless
NISDOMAIN | text |  | NIS domain. | scripts stateless
NOZEROCONF | text |  | Anything keeps the old scripts from adding a route to 169.254.0.0/16, which netonce never adds. | scripts stateless
FORWARD_IPV4 | boolean |  | Long obsolete; forwarding is a matter of sysctl. | scripts stateless
NETWORKWAIT | boolean |  | Long obsolete. | scripts stateless
IFDOWN_ON_SHUTDOWN | boolean | yes | Take interfaces down when the host stops. | scripts stateless
NETWORKDELAY | seconds 0..2147483647 | 0 | Pause when all is up. | scripts not-applied nothing=0
WAIT_UNTIL_REACHABLE | text |  | Host to wait for when all is up. | scripts not-applied
IPV6_AUTOTUNNEL | boolean | no | Automatic tunnels over sit0. | scripts not-applied nothing=no
IPV6_RADVD_PIDFILE | text | /run/radvd/radvd.pid | Where radvd is found. | scripts stateless
IPV6TO4_RADVD_PIDFILE | text |  | Old name of IPV6_RADVD_PIDFILE. | scripts stateless instead=IPV6_RADVD_PIDFILE
IPV6_RADVD_TRIGGER_ACTION | word startstop reload restart SIGHUP | SIGHUP | How radvd hears of changes. | scripts stateless
GATEWAYDEV | interface |  | The only interface with an IPv4 default route. | not-applied | NetworkManager reads it in /etc/sysconfig/network only; it has no effect here
IPV6_DEFAULTDEV | interface |  | The only interface with an IPv6 default route. | not-applied | NetworkManager reads it in /etc/sysconfig/network only; it has no effect here
`
