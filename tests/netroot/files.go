package netroot

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"netonce/tests/boot"
)

// copyFile copies a file, and its holes.
func copyFile(from, to string) (string, error) {
	return boot.Command("cp", "--sparse=always", from, to)
}

// addProfiles writes profiles into the file system in a file.
func addProfiles(dir, image string, profiles map[string]string) error {
	const scripts = "/etc/sysconfig/network-scripts"
	var commands []string
	for name, text := range profiles {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
		commands = append(commands, fmt.Sprintf("write %s %s/%s", file, scripts, name))
	}
	if len(commands) == 0 {
		return nil
	}
	script := filepath.Join(dir, "debugfs")
	if err := os.WriteFile(script, []byte(strings.Join(commands, "\n")+"\n"), 0o644); err != nil {
		return err
	}
	// debugfs tells of what did not go well, and ends well nevertheless.
	out, err := boot.Command("debugfs", "-w", "-f", script, image)
	if err == nil && strings.Contains(out, "not found") {
		err = fmt.Errorf("debugfs: %s", out)
	}
	return err
}
