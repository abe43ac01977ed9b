package nmcli

import (
	"path"
	"strconv"

	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/ifcfg"
	"github.com/netonce/netonce/ifcfg/property"
)

// profile is a connection profile with its place.
type profile struct {
	id, uuid   string
	kind       string // "802-3-ethernet"
	device     string // interface-name, empty for any
	path       string // D-Bus path
	file       string // where it is stored
	source     *ifcfg.Profile
	connection *property.Connection // nil, as source, for one that is made up
	unreadable bool                 // nobody may write what he could not read
}

const dbus = "/org/freedesktop/NetworkManager/"

// profiles lists what the files hold. The D-Bus paths are counted, as
// NetworkManager counts, so that one that was shown can be given back.
func profiles(files *ifcfg.Host) []*profile {
	var list []*profile
	for i, p := range files.Profiles {
		c := property.Of(files, p)
		list = append(list, &profile{
			id: c.ID(), uuid: c.UUID(), kind: c.Type(), device: c.Interface(), source: p, connection: c, unreadable: files.File(p.File) == nil,
			path: dbus + "Settings/" + strconv.Itoa(i+1), file: path.Join("/", ifcfg.ScriptsDir, p.File),
		})
	}
	return list
}

// autoconnect reports whether a profile comes up by itself.
func (p *profile) autoconnect() bool {
	if p.connection == nil {
		return p.kind == "loopback"
	}
	return p.connection.Autoconnect()
}

func (p *profile) priority() int {
	if p.source == nil {
		return 0
	}
	return p.source.Priority.Value
}

// external is the profile that NetworkManager makes up for an interface that
// others have configured: shown, but nowhere stored.
func external(l network.Link, number int) *profile {
	return &profile{
		id: l.Name, uuid: (&ifcfg.Profile{File: l.Name + ".nmconnection"}).Identity(), kind: connectionType(deviceType(l)), device: l.Name,
		path: dbus + "Settings/" + strconv.Itoa(number), file: "/run/NetworkManager/system-connections/" + l.Name + ".nmconnection",
	}
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
