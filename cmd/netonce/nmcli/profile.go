package nmcli

import (
	"path"
	"strconv"
	"sync"

	"netonce/apply/network"
	"netonce/ifcfg"
	"netonce/ifcfg/property"
)

// profile is a connection profile with its place.
type profile struct {
	id, uuid string
	kind     string // "802-3-ethernet"
	device   string // interface-name, empty for any
	path     string // D-Bus path
	file     string // where it is stored
	files    *ifcfg.Host
	source   *ifcfg.Profile // nil, as files, for one that is made up

	table  func() *property.Profiles // shared by all
	opened *property.Connection
}

const dbus = "/org/freedesktop/NetworkManager/"

// profiles lists what the files hold. The D-Bus paths are counted, as
// NetworkManager counts, so that one that was shown can be given back.
func profiles(files *ifcfg.Host) []*profile {
	var list []*profile
	table := sync.OnceValue(func() *property.Profiles { return property.Open(files) })
	for i, p := range files.Profiles {
		list = append(list, &profile{
			table: table,
			id:    p.ID.Value, uuid: p.Identity(), kind: property.TypeOf(p.Kind.Value), device: p.Device.Value, files: files, source: p,
			path: dbus + "Settings/" + strconv.Itoa(i+1), file: path.Join("/", ifcfg.ScriptsDir, p.File),
		})
	}
	return list
}

// stored reports whether the profile has a file.
func (p *profile) stored() bool { return p.source != nil }

// connection is the profile with all of its properties. They are read when they
// are asked for: a list of many profiles needs them of none.
func (p *profile) connection() *property.Connection {
	if p.opened == nil {
		p.opened = p.table().Of(p.source)
	}
	return p.opened
}

// unreadable reports whether the file could not be read: nobody may write what he
// could not read.
func (p *profile) unreadable() bool { return p.files.File(p.source.File) == nil }

// autoconnect reports whether a profile comes up by itself.
func (p *profile) autoconnect() bool {
	if !p.stored() {
		return p.kind == "loopback"
	}
	return p.source.OnBoot.Value
}

func (p *profile) priority() int {
	if !p.stored() {
		return 0
	}
	return p.source.Priority.Value
}

// external is the profile that NetworkManager makes up for an interface that
// others have configured: shown, but nowhere stored.
func external(l network.Link, number int) *profile {
	return &profile{
		id: l.Name, uuid: (&ifcfg.Profile{File: l.Name + ".nmconnection"}).Identity(), kind: connectionType(deviceType(&l)), device: l.Name,
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
