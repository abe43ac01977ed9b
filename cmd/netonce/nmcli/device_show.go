package nmcli

import (
	"fmt"
	"strconv"
	"strings"

	"netonce/cmd/netonce/nmcli/output"
)

// knownDeviceSections are those that --fields may name.
const knownDeviceSections = "GENERAL,CAPABILITIES,INTERFACE-FLAGS,WIFI-PROPERTIES,AP,WIRED-PROPERTIES,WIMAX-PROPERTIES,NSP," +
	"IP4,DHCP4,IP6,DHCP6,BOND,TEAM,BRIDGE,VLAN,BLUETOOTH,CONNECTIONS"

const commonDeviceFields = "GENERAL.DEVICE,GENERAL.TYPE,GENERAL.HWADDR,GENERAL.MTU,GENERAL.STATE,GENERAL.CONNECTION,GENERAL.CON-PATH," +
	"WIRED-PROPERTIES,IP4,IP6"

// showDevice shows all of one device, or of each.
func showDevice(c *call) error {
	c.takeOwn()
	name, one := c.next()
	if err := c.noMore(); err != nil {
		return err
	}
	c.detailed()
	s, err := c.look()
	if err != nil {
		return err
	}
	devices := s.devices
	if one {
		d := s.find(name)
		if d == nil {
			return noDevice(name)
		}
		devices = []*device{d}
	}
	for i, d := range devices {
		if i > 0 && !c.json {
			fmt.Fprintln(c.out)
		}
		if err := c.printDevice(s, d); err != nil {
			return misuse("'device show': %w", err)
		}
	}
	return nil
}

func noDevice(name string) error { return fail(exitNotFound, "Device '%s' not found.", name) }

func (c *call) printDevice(s *scene, d *device) error {
	asked := output.Split(c.fields)
	switch strings.ToLower(c.fields) {
	case "", "common":
		asked = output.Split(commonDeviceFields)
	case "all":
		asked = output.Split(knownDeviceSections)
	}
	chosen, err := chooseSections(asked, d.sections(s), output.Split(knownDeviceSections))
	if err != nil {
		return err
	}
	if c.json {
		return output.JSON(c.out, objectOf(chosen))
	}
	c.printTitle("Device details (" + d.Link.Name + ")")
	c.printSections(chosen)
	return nil
}

func (d *device) sections(s *scene) []section {
	list := []section{d.generalSection(), {"CAPABILITIES", "NAME", texts(
		"CARRIER-DETECT", yes(true), "SPEED", "unknown", "IS-SOFTWARE", yes(isSoftware(&d.Link)), "SRIOV", yes(false),
	)}, {"INTERFACE-FLAGS", "NAME", texts(
		"UP", yes(d.Link.Up), "LOWER-UP", yes(d.Link.Carrier), "CARRIER", yes(d.Link.Carrier),
	)}}
	if deviceType(&d.Link) == "ethernet" {
		list = append(list, section{"WIRED-PROPERTIES", "NAME", texts("CARRIER", onOff(d.Link.Carrier))})
	}
	return append(append(list, d.ipSections()...), d.connectionsSection(s))
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

func (d *device) generalSection() section {
	var id, uuid string
	if d.profile != nil {
		id, uuid = d.profile.id, d.profile.uuid
	}
	driver := d.facts.Drivers[d.Link.Name]
	number, word := d.connectivity()
	connectivity := fmt.Sprintf("%d (%s)", number, word)
	return section{"GENERAL", "NAME", texts(
		"DEVICE", d.Link.Name, "TYPE", deviceType(&d.Link), "NM-TYPE", kindOf(&d.Link).class, "DBUS-PATH", d.path(),
		"VENDOR", "", "PRODUCT", "",
		"DRIVER", driver.Name, "DRIVER-VERSION", driver.Version, "FIRMWARE-VERSION", driver.Firmware,
		"HWADDR", d.hardwareAddress(), "MTU", strconv.Itoa(d.Link.MTU),
		"STATE", fmt.Sprintf("%d (%s)", d.state, d.word()), "REASON", "0 (No reason given)",
		"IP4-CONNECTIVITY", connectivity, "IP6-CONNECTIVITY", connectivity,
		"UDI", "", "PATH", "", "IP-IFACE", d.ipInterface(), "IS-SOFTWARE", yes(isSoftware(&d.Link)),
		"NM-MANAGED", yes(d.state != unmanaged), "AUTOCONNECT", yes(true),
		"FIRMWARE-MISSING", yes(false), "NM-PLUGIN-MISSING", yes(false), "PHYS-PORT-ID", "",
		"CONNECTION", id, "CON-UUID", uuid, "CON-PATH", d.activePath(), "METERED", "no (guessed)",
	)}
}

// hardwareAddress is written as NetworkManager writes it, in capitals.
func (d *device) hardwareAddress() string {
	return strings.ToUpper(d.Link.MAC.String())
}

// ipInterface is the interface that carries the addresses, while something is up.
func (d *device) ipInterface() string {
	if d.state != connected {
		return ""
	}
	return d.Link.Name
}

// connectionsSection lists the profiles that could be up on the device.
func (d *device) connectionsSection(s *scene) section {
	var paths, names []string
	for _, p := range s.available(d) {
		paths = append(paths, p.path)
		names = append(names, p.uuid+" | "+p.id)
	}
	var all string
	if len(paths) > 0 {
		all = dbus + "Settings/{" + strings.ReplaceAll(strings.Join(paths, ","), dbus+"Settings/", "") + "}"
	}
	return section{"CONNECTIONS", "NAME", []value{text("AVAILABLE-CONNECTION-PATHS", all), list("AVAILABLE-CONNECTIONS", names)}}
}
