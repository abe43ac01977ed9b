package boot

import (
	"encoding/json"
	"os"

	"netonce/tests/vm/machine"
)

// writeInitramfs writes what mounts the root.
func writeInitramfs(to string, k machine.Kernel) error {
	program := to + ".init"
	if err := buildGuest(program); err != nil {
		return err
	}
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer f.Close()
	a := machine.NewArchive(f)
	for _, dir := range []string{"/dev", "/proc", "/sys", "/root"} {
		a.Dir(dir)
	}
	a.File("/init", program)
	modules, err := machine.AddModules(a, k, diskModules)
	if err != nil {
		return err
	}
	list, err := json.Marshal(modules)
	if err != nil {
		return err
	}
	a.Bytes("/modules.json", 0o644, list)
	if err := a.Close(); err != nil {
		return err
	}
	return f.Close()
}
