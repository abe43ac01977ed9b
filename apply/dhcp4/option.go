package dhcp4

import "github.com/insomniacslk/dhcp/dhcpv4"

// The options that are sent or read, as numbers: as values of the library's own type they
// would bring the names of all options into the program.
const (
	optBootfileName           = uint8(dhcpv4.OptionBootfileName)
	optBroadcastAddress       = uint8(dhcpv4.OptionBroadcastAddress)
	optClassIdentifier        = uint8(dhcpv4.OptionClassIdentifier)
	optClasslessStaticRoute   = uint8(dhcpv4.OptionClasslessStaticRoute)
	optClientIdentifier       = uint8(dhcpv4.OptionClientIdentifier)
	optDHCPMessageType        = uint8(dhcpv4.OptionDHCPMessageType)
	optDNSDomainSearchList    = uint8(dhcpv4.OptionDNSDomainSearchList)
	optDomainName             = uint8(dhcpv4.OptionDomainName)
	optDomainNameServer       = uint8(dhcpv4.OptionDomainNameServer)
	optFQDN                   = uint8(dhcpv4.OptionFQDN)
	optHostName               = uint8(dhcpv4.OptionHostName)
	optIPAddressLeaseTime     = uint8(dhcpv4.OptionIPAddressLeaseTime)
	optInterfaceMTU           = uint8(dhcpv4.OptionInterfaceMTU)
	optMaximumDHCPMessageSize = uint8(dhcpv4.OptionMaximumDHCPMessageSize)
	optMessage                = uint8(dhcpv4.OptionMessage)
	optNTPServers             = uint8(dhcpv4.OptionNTPServers)
	optOptionOverload         = uint8(dhcpv4.OptionOptionOverload)
	optParameterRequestList   = uint8(dhcpv4.OptionParameterRequestList)
	optRapidCommit            = uint8(dhcpv4.OptionRapidCommit)
	optRebindingTimeValue     = uint8(dhcpv4.OptionRebindingTimeValue)
	optRenewTimeValue         = uint8(dhcpv4.OptionRenewTimeValue)
	optRequestedIPAddress     = uint8(dhcpv4.OptionRequestedIPAddress)
	optRootPath               = uint8(dhcpv4.OptionRootPath)
	optRouter                 = uint8(dhcpv4.OptionRouter)
	optServerIdentifier       = uint8(dhcpv4.OptionServerIdentifier)
	optStaticRoutingTable     = uint8(dhcpv4.OptionStaticRoutingTable)
	optSubnetMask             = uint8(dhcpv4.OptionSubnetMask)
)

// kindOf is the kind of a message (option 53); zero for none.
func kindOf(msg *dhcpv4.DHCPv4) dhcpv4.MessageType {
	if v := msg.Options[optDHCPMessageType]; len(v) == 1 {
		return dhcpv4.MessageType(v[0])
	}
	return dhcpv4.MessageTypeNone
}
