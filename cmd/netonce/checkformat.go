package main

import (
	"fmt"
	"io"
	"strings"

	"netonce/cmd/netonce/nmcli/output"
	"netonce/ifcfg"
)

// findingFormat returns what writes findings in the form that is asked for.
func (v *invocation) findingFormat() (func(*invocation, []finding) error, error) {
	name := v.format
	if v.json {
		name = "json"
	}
	switch name {
	case "", "text":
		return (*invocation).writeText, nil
	case "json":
		return func(v *invocation, found []finding) error { return output.JSON(v.stdout, found) }, nil
	case "github":
		return func(v *invocation, found []finding) error { return writeWorkflow(v.stdout, found) }, nil
	}
	return nil, fmt.Errorf("--format %s: it is text, json or github", v.format)
}

// writeText writes findings for people and, FILE:LINE:COL before each, for
// editors; on a terminal their numbers follow.
func (v *invocation) writeText(found []finding) error {
	errors := 0
	for _, f := range found {
		if f.diagnostic.Severity == ifcfg.Error {
			errors++
		}
		if err := ifcfg.Render(v.stdout, f.diagnostic, f.source, v.color(v.stdout)); err != nil {
			return err
		}
	}
	if !isTerminal(v.stdout) {
		return nil
	}
	_, err := fmt.Fprintln(v.stdout, tallied(errors, len(found)-errors))
	return err
}

// tallied counts findings.
func tallied(errors, warnings int) string {
	count := func(n int, what string) string {
		if n != 1 {
			what += "s"
		}
		return fmt.Sprintf("%d %s", n, what)
	}
	if errors+warnings == 0 {
		return "nothing to complain of"
	}
	return count(errors, "error") + ", " + count(warnings, "warning")
}

// writeWorkflow writes findings as workflow commands of GitHub Actions, which
// shows them beside the lines.
func writeWorkflow(w io.Writer, found []finding) error {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, f := range found {
		place := "file=" + property.Replace(f.File)
		if f.Line > 0 {
			place += fmt.Sprintf(",line=%d,col=%d", f.Line, f.Col)
		}
		message := f.Message
		if f.Hint != "" {
			message += "\nhint: " + f.Hint
		}
		if _, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", f.Severity, place, property.Replace(f.Code), data.Replace(message)); err != nil {
			return err
		}
	}
	return nil
}
