package property

const matchTable = `
= match | any
interface-name | MATCH_INTERFACE_NAME |  | texts | Patterns for the interface's name.
kernel-command-line | MATCH_KERNEL_COMMAND_LINE |  | texts | Patterns for the kernel's command line.
driver | MATCH_DRIVER |  | texts | Patterns for the interface's driver.
path | MATCH_PATH |  | texts | Patterns for the interface's place in the machine.
`

const hostnameTable = `
= hostname | any
priority | HOSTNAME_PRIORITY | 0 | integer -2147483648..2147483647 | Which profile names the host.
from-dhcp | HOSTNAME_FROM_DHCP | -1 | ternary | Take the host's name from DHCP.
from-dns-lookup | HOSTNAME_FROM_DNS_LOOKUP | -1 | ternary | Take the host's name from the name service.
only-from-default | HOSTNAME_ONLY_FROM_DEFAULT | -1 | ternary | Only where the default route is.
`

const proxyTable = `
= proxy | ip
method | PROXY_METHOD | none | choice none auto | How the proxy is found. | explicit
browser-only | BROWSER_ONLY | no | boolean | The proxy is for browsers only. | explicit
pac-url | PAC_URL |  | text | Where the PAC file is.
pac-script | PAC_SCRIPT |  | text | The PAC file itself.
`
