// Package udev reads what udev has noted of network interfaces, and tells when it
// has noted more. It imports nothing of netonce.
package udev
