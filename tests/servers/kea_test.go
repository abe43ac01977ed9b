package servers_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// object is one of a configuration's.
type object = map[string]any

// kea starts one of its servers.
func kea(t *testing.T, h *lab.Host, c config) server {
	t.Helper()
	name := fmt.Sprintf("Dhcp%d", c.family)
	text, err := json.Marshal(object{name: keaConfig(c)})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(c.dir, "kea.conf")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	env := []string{"KEA_PIDFILE_DIR=" + c.dir, "KEA_LOCKFILE_DIR=" + c.dir, "KEA_DHCP_DATA_DIR=" + c.dir}
	p := h.Program(env, fmt.Sprintf("kea-dhcp%d", c.family), "-c", file)
	p.Says(fmt.Sprintf("DHCP%d_STARTED ", c.family))
	if c.family == 6 {
		return server{p, func(kind string) string { return " " + strings.ReplaceAll(kind, "-", "_") + " (type" }}
	}
	return server{p, func(kind string) string { return ": DHCP" + kind + " (type" }}
}

func keaConfig(c config) object {
	all := object{
		"interfaces-config": object{"interfaces": []string{listens(c)}},
		"lease-database":    object{"type": "memfile", "name": filepath.Join(c.dir, "leases"), "lfc-interval": 0},
		"valid-lifetime":    c.life,
		"loggers":           []object{logger(c, "", "INFO"), logger(c, ".packets", "DEBUG")},
	}
	if c.t1 > 0 {
		all["renew-timer"], all["rebind-timer"] = c.t1, c.t2
	}
	if c.family == 4 {
		all["authoritative"] = true
		all["option-data"] = []object{option("routers", "192.0.2.1"), option("domain-name-servers", "192.0.2.53"), option("domain-search", "lan.example")}
		if c.only6 > 0 {
			all["option-data"] = append(all["option-data"].([]object), option("v6-only-preferred", strconv.Itoa(c.only6)))
		}
		all["subnet4"] = []object{{"id": 1, "subnet": "192.0.2.0/24", "pools": []object{{"pool": "192.0.2." + c.first + " - 192.0.2." + c.last}}}}
		return all
	}
	subnet := object{"id": 1, "subnet": "2001:db8:7::/64", "interface": "lan", "rapid-commit": c.rapid}
	if !c.stateless {
		subnet["pools"] = []object{{"pool": "2001:db8:7::" + c.first + " - 2001:db8:7::" + c.last}}
	}
	all["preferred-lifetime"] = c.life
	all["server-id"] = object{"type": "EN", "enterprise-id": 32473, "identifier": "01", "persist": false} // else it goes to a file of the machine's
	all["option-data"] = []object{option("dns-servers", "2001:db8:7::53"), option("domain-search", "lan.example")}
	all["subnet6"] = []object{subnet}
	return all
}

func option(name, data string) object { return object{"name": name, "data": data} }

// logger is one that says everything of a level; that of packets tells each.
func logger(c config, part, level string) object {
	return object{"name": fmt.Sprintf("kea-dhcp%d%s", c.family, part), "severity": level, "debuglevel": 50,
		"output_options": []object{{"output": "stdout"}}}
}

// listens is where a server listens: with an address it does so there alone.
func listens(c config) string {
	if c.address == "" {
		return "lan"
	}
	return "lan/" + c.address
}

// keaDeclined is the state of a lease that another host had (Lease::STATE_DECLINED).
const keaDeclined = "1"

// leases reads what Kea has noted, a map of its columns for each line: the last of an
// address counts.
func (c config) leases(t *testing.T) (list []map[string]string) {
	t.Helper()
	f, err := os.Open(filepath.Join(c.dir, "leases"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) == 0 {
		t.Fatalf("lease file: %d lines, %v", len(lines), err)
	}
	for _, line := range lines[1:] {
		columns := map[string]string{}
		for i, name := range lines[0] {
			columns[name] = line[i]
		}
		list = append(list, columns)
	}
	return list
}
