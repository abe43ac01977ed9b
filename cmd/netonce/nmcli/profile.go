package nmcli

import (
	"path"
	"strconv"
	"strings"

	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/ifcfg"
)

// profile is a connection profile as nmcli lists it.
type profile struct {
	id          string
	uuid        string
	kind        string // "802-3-ethernet"
	device      string // interface-name, empty for any
	autoconnect bool
	priority    int
	path        string // D-Bus path
	file        string // where it is stored
	source      *ifcfg.Profile
}

const dbus = "/org/freedesktop/NetworkManager/"

// profiles lists what the files hold. The D-Bus paths are counted, as
// NetworkManager counts, so that one that was shown can be given back.
func profiles(files *ifcfg.Host) []*profile {
	var list []*profile
	for i, p := range files.Profiles {
		list = append(list, &profile{
			id: p.ID.Value, uuid: p.Identity(), kind: kindType(p.Kind.Value), device: p.Device.Value,
			autoconnect: p.OnBoot.Value, priority: p.Priority.Value, source: p,
			path: dbus + "Settings/" + strconv.Itoa(i+1), file: path.Join("/", ifcfg.ScriptsDir, p.File),
		})
	}
	return list
}

// external is the profile that NetworkManager makes up for an interface that
// others have configured: shown, but nowhere stored.
func external(l network.Link, number int) *profile {
	return &profile{
		id: l.Name, uuid: (&ifcfg.Profile{File: l.Name + ".nmconnection"}).Identity(), kind: connectionType(deviceType(l)), device: l.Name,
		path: dbus + "Settings/" + strconv.Itoa(number), file: "/run/NetworkManager/system-connections/" + l.Name + ".nmconnection",
		autoconnect: l.Loopback,
	}
}

// alias is the short name of a connection type, for people.
func alias(connectionType string) string {
	switch connectionType {
	case "802-3-ethernet":
		return "ethernet"
	case "802-11-wireless":
		return "wifi"
	}
	return connectionType
}

func connectionType(deviceType string) string {
	switch deviceType {
	case "ethernet":
		return "802-3-ethernet"
	case "wifi":
		return "802-11-wireless"
	}
	return deviceType
}

// kindType is the connection type of a profile's kind of link.
func kindType(k ifcfg.Kind) string {
	switch k {
	case ifcfg.KindEthernet:
		return "802-3-ethernet"
	case ifcfg.KindWireless:
		return "802-11-wireless"
	}
	return strings.ToLower(string(k))
}
