package ifcfg

// tunnelKeys are the keys of tunnels.
func tunnelKeys() []Key { return rows(tunnelTable) }

const tunnelTable = `
= tunnels
TTL | number 0..255 inherit | inherit; of SIT and over IPv6 64 | Time to live of the outer packets. | scripts kinds=tunnels
OWNER | text |  | User who owns the tap interface. | scripts not-applied | belongs to a kind of link that is not built yet
MY_INNER_IPADDR | ip-net |  | Own address in the tunnel. | scripts kinds=tunnels
PEER_INNER_IPADDR | ip-net |  | The peer's address in the tunnel; the same as outside counts as none. | scripts kinds=tunnels
MY_OUTER_IPADDR | ip | any | Own address outside of it. | scripts kinds=tunnels
PEER_OUTER_IPADDR | ip | any | The peer's address outside of it. | scripts kinds=tunnels
REMIP | ipv4 |  | The peer's address. | scripts stateless silent
ROLE | exact PANU NAP GN |  | Part that the host plays in a Bluetooth network. | scripts stateless silent
CACHE | text | yes | Remember Bluetooth peers. | scripts stateless silent
REMOTEBDADDR | text |  | Address of the Bluetooth peer. | scripts stateless silent
IPV6TUNNELIPV4 | ipv4 |  | The peer's address outside of an IPv6 tunnel; alone it says TYPE=SIT. NetworkManager leaves such a file alone. | scripts kinds=SIT
IPV6TUNNELIPV4LOCAL | ipv4 | any | Own address outside of it. | scripts kinds=SIT
IPV6TO4INIT | boolean | no | A 6to4 tunnel. | scripts not-applied nothing=no
IPV6TO4_RELAY | ipv4 | 192.88.99.1 | Relay of the 6to4 tunnel. | scripts not-applied
IPV6TO4_IPV4ADDR | ipv4 |  | Address that the 6to4 prefix is made of. | scripts not-applied
IPV6TO4_MTU | number 0..65535 |  | Largest packet of the 6to4 tunnel. | scripts not-applied
IPV6TO4_ROUTING | text+ |  | Networks behind the 6to4 tunnel. | scripts not-applied
IPV6_CONTROL_RADVD | boolean | no | Tell radvd of changes. | scripts not-applied nothing=no
`

// dialKeys are the keys of what needs a program that stays: modems, ISDN, IPsec.
// TYPE is told of; they say nothing by themselves.
func dialKeys() []Key { return rows(dialTable) }

const dialTable = `
= dial-up and IPsec
PERSIST | boolean |  | Dial again after the line is lost. | scripts stateless silent
MODEMPORT | text |  | Device of the modem. | scripts stateless silent
LINESPEED | number 0..2147483647 |  | Bits per second to the modem. | scripts stateless silent
DEFABORT | boolean |  | Usual strings that end dialling. | scripts stateless silent
WVDIALSECT | text |  | Sections of wvdial.conf. | scripts stateless silent
DEBUG | boolean |  | Log more. | scripts stateless silent
ESCAPECHARS | boolean |  | Escape control characters. | scripts stateless silent
HARDFLOWCTL | boolean |  | Hardware flow control. | scripts stateless silent
PPPOPTIONS | text |  | Arguments of pppd. | scripts stateless silent
PPPOE_EXTRA | text |  | Arguments of pppoe. | scripts stateless silent
PPPD_EXTRA | text |  | Arguments of pppd. | scripts stateless silent
PAPNAME | text |  | Name for PAP. | scripts stateless silent
MRU | number 0..65535 |  | Largest packet to take. | scripts stateless silent
DISCONNECTTIMEOUT | number 0..2147483647 | 5 | Seconds to redial after a lost line. | scripts stateless silent
RETRYTIMEOUT | number 0..2147483647 | 60 | Seconds to redial after a failure. | scripts stateless silent
RETRYCONNECT | boolean | yes | Dial again after a failure. | scripts stateless silent
MAXFAIL | number 0..2147483647 |  | Failures until it gives up. | scripts stateless silent
DEMAND | boolean |  | Dial when there is traffic. | scripts stateless silent
IDLETIMEOUT | number 0..2147483647 | 600 | Seconds without traffic until it hangs up. | scripts stateless silent
BOOTTIMEOUT | number 0..2147483647 | 30 | Seconds that a boot waits for the line. | scripts stateless silent
PROVIDER | text |  | Of ISDN lines. | scripts stateless silent
USER | text |  | Of ISDN lines. | scripts stateless silent
PASSWORD | text |  | Of ISDN lines. | scripts stateless secret silent
ENCAP | text |  | Of ISDN lines. | scripts stateless silent
DIALMODE | text |  | Of ISDN lines. | scripts stateless silent
DIALIN | text |  | Of ISDN lines. | scripts stateless silent
SECURE | text |  | Of ISDN lines. | scripts stateless silent
MSN | text |  | Of ISDN lines. | scripts stateless silent
PHONE_IN | text |  | Of ISDN lines. | scripts stateless silent
AREACODE | text |  | Of ISDN lines. | scripts stateless silent
REGIONCODE | text |  | Of ISDN lines. | scripts stateless silent
COUNTRYCODE | text |  | Of ISDN lines. | scripts stateless silent
PHONE_OUT | text |  | Of ISDN lines. | scripts stateless silent
BUNDLING | text |  | Of ISDN lines. | scripts stateless silent
HUPTIMEOUT | text |  | Of ISDN lines. | scripts stateless silent
LAYER | text |  | Of ISDN lines. | scripts stateless silent
L2_PROT | text |  | Of ISDN lines. | scripts stateless silent
L3_PROT | text |  | Of ISDN lines. | scripts stateless silent
CALLBACK | text |  | Of ISDN lines. | scripts stateless silent
CHARGEHUP | text |  | Of ISDN lines. | scripts stateless silent
CHARGEINT | text |  | Of ISDN lines. | scripts stateless silent
CBHUP | text |  | Of ISDN lines. | scripts stateless silent
CBDELAY | text |  | Of ISDN lines. | scripts stateless silent
DIALMAX | text |  | Of ISDN lines. | scripts stateless silent
AUTH | text |  | Of ISDN lines. | scripts stateless silent
IHUP | text |  | Of ISDN lines. | scripts stateless silent
DELDEFAULTROUTE | text |  | Of ISDN lines. | scripts stateless silent
CBCP | text |  | Of ISDN lines. | scripts stateless silent
CBCP_MSN | text |  | Of ISDN lines. | scripts stateless silent
VJ | text |  | Of ISDN lines. | scripts stateless silent
VJCCOMP | text |  | Of ISDN lines. | scripts stateless silent
AC | text |  | Of ISDN lines. | scripts stateless silent
PC | text |  | Of ISDN lines. | scripts stateless silent
BSDCOMP | text |  | Of ISDN lines. | scripts stateless silent
LZS | text |  | Of ISDN lines. | scripts stateless silent
LZS_MODE | text |  | Of ISDN lines. | scripts stateless silent
NF | text |  | Of ISDN lines. | scripts stateless silent
CCP | text |  | Of ISDN lines. | scripts stateless silent
ISDN_HOSTNAME | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_DEVICE | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_MSN | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_PHONE_IN | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_PHONE_OUT | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_HUPTIMEOUT | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_CHARGEHUP | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_CHARGEINT | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_CBHUP | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_CBDELAY | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_IHUP | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_DIALMAX | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_DIALMODE | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_CALLBACK | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_DELAY | text |  | Of ISDN lines. | scripts stateless silent
SLAVE_TRIGGER | text |  | Of ISDN lines. | scripts stateless silent
BOOT | text |  | Of ISDN lines. | scripts stateless silent
LOCAL_IP | text |  | Of ISDN lines. | scripts stateless silent
REMOTE_IP | text |  | Of ISDN lines. | scripts stateless silent
SRC | text |  | Of IPsec tunnels. | scripts stateless silent
DST | text |  | Of IPsec tunnels. | scripts stateless silent
SRCNET | text |  | Of IPsec tunnels. | scripts stateless silent
DSTNET | text |  | Of IPsec tunnels. | scripts stateless silent
AH_PROTO | text |  | Of IPsec tunnels. | scripts stateless silent
AH_PROTO_IN | text |  | Of IPsec tunnels. | scripts stateless silent
AH_PROTO_OUT | text |  | Of IPsec tunnels. | scripts stateless silent
ESP_PROTO | text |  | Of IPsec tunnels. | scripts stateless silent
ESP_PROTO_IN | text |  | Of IPsec tunnels. | scripts stateless silent
ESP_PROTO_OUT | text |  | Of IPsec tunnels. | scripts stateless silent
AESP_PROTO | text |  | Of IPsec tunnels. | scripts stateless silent
AESP_PROTO_IN | text |  | Of IPsec tunnels. | scripts stateless silent
AESP_PROTO_OUT | text |  | Of IPsec tunnels. | scripts stateless silent
KEY_AH | text |  | Of IPsec tunnels. | scripts stateless secret silent
KEY_AH_IN | text |  | Of IPsec tunnels. | scripts stateless secret silent
KEY_AH_OUT | text |  | Of IPsec tunnels. | scripts stateless secret silent
KEY_ESP | text |  | Of IPsec tunnels. | scripts stateless secret silent
KEY_ESP_IN | text |  | Of IPsec tunnels. | scripts stateless secret silent
KEY_ESP_OUT | text |  | Of IPsec tunnels. | scripts stateless secret silent
KEY_AESP | text |  | Of IPsec tunnels. | scripts stateless secret silent
KEY_AESP_IN | text |  | Of IPsec tunnels. | scripts stateless secret silent
KEY_AESP_OUT | text |  | Of IPsec tunnels. | scripts stateless secret silent
SPI_ESP_IN | text |  | Of IPsec tunnels. | scripts stateless silent
SPI_ESP_OUT | text |  | Of IPsec tunnels. | scripts stateless silent
SPI_AH_IN | text |  | Of IPsec tunnels. | scripts stateless silent
SPI_AH_OUT | text |  | Of IPsec tunnels. | scripts stateless silent
IKE_DHGROUP | text |  | Of IPsec tunnels. | scripts stateless silent
IKE_METHOD | text |  | Of IPsec tunnels. | scripts stateless silent
IKE_AUTH | text |  | Of IPsec tunnels. | scripts stateless silent
IKE_ENC | text |  | Of IPsec tunnels. | scripts stateless silent
IKE_PSK | text |  | Of IPsec tunnels. | scripts stateless secret silent
IKE_CERTFILE | text |  | Of IPsec tunnels. | scripts stateless silent
IKE_PEER_CERTFILE | text |  | Of IPsec tunnels. | scripts stateless silent
IKE_DNSSEC | text |  | Of IPsec tunnels. | scripts stateless silent
KEYING | text |  | Of IPsec tunnels. | scripts stateless silent
MYID_TYPE | text |  | Of IPsec tunnels. | scripts stateless silent
MYID_VALUE | text |  | Of IPsec tunnels. | scripts stateless silent
`
