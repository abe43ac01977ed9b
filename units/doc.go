// Package units is the systemd side of netonce: readiness notification, the log
// as the journal wants it, and, beside it in systemd/, the unit files.
package units
