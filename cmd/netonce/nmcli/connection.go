package nmcli

import "fmt"

func connectionCommands() []command {
	return []command{
		{"show", "[--active] [--order [+-]active|name|type|path,...] [[id | uuid | path | apath | filename] NAME...] [--json [--all]]", showConnections},
		{"up", "[[id | uuid | path] NAME] [ifname IFNAME]", upConnection},
		{"down", "[id | uuid | path | apath] NAME...", downConnections},
		{"add", "type TYPE [ifname IFNAME] [con-name NAME] [PROPERTY VALUE]...", editing(addConnection)},
		{"edit", "", refuseEdit},
		{"delete", "[id | uuid | path] NAME...", editing(deleteConnections)},
		{"reload", "", func(c *call) error { return nil }}, // every command reads the files anew
		{"load", "FILE...", loadConnections},
		{"modify", "[id | uuid | path] NAME ([+|-]SETTING.PROPERTY VALUE)... | remove SETTING", editing(modifyConnection)},
		{"clone", "[id | uuid | path] NAME NEW-NAME", editing(cloneConnection)},
		{"import", "", func(*call) error { return fail(exitFailed, "connections are not imported: there is no VPN here.") }},
		{"export", "", func(*call) error { return misuse("the connection is not VPN.") }},
		{"monitor", "", refuseMonitor},
		{"migrate", "", func(*call) error {
			return fail(exitFailed, "connections are not migrated: ifcfg files are their place.")
		}},
	}
}

// editing runs a command that writes profiles while nobody else does.
func editing(run func(*call) error) func(*call) error {
	return func(c *call) error {
		release, err := c.system.Edit()
		if err != nil {
			return fail(exitFailed, "the profiles cannot be edited: %w", err)
		}
		defer release()
		return run(c)
	}
}

// refuseEdit: the editor is a dialogue; modify does the same in one line.
func refuseEdit(c *call) error {
	if name, given := c.next(); given {
		s, err := c.lookAtFiles()
		if err != nil {
			return err
		}
		if len(c.matching(s, name)) == 0 {
			return fail(exitNotFound, "Unknown connection '%s'.", name)
		}
	}
	return fail(exitFailed, "there is no editor here; use nmcli connection modify.")
}

// loadConnections tells of files that are no profiles. There is nothing to load:
// every command reads the files anew.
func loadConnections(c *call) error {
	if len(c.args) == 0 {
		return misuse("No connection specified.")
	}
	s, err := c.lookAtFiles()
	if err != nil {
		return err
	}
	for _, file := range c.args {
		if len(s.named(byFile, file)) == 0 {
			fmt.Fprintf(c.errOut, "Could not load file '%s'\n", file)
		}
	}
	return nil
}
