// Package dbus calls methods over a message bus, one at a time, and does nothing
// else: no signals, no objects of its own, no file descriptors. It speaks version
// 1 of the wire protocol (D-Bus Specification, dbus.freedesktop.org).
//
// Arguments are written and answers read value by value, each in the type that
// its signature says: Writer (marshal.go) and Reader (unmarshal.go). Whatever
// comes in is checked in full before anything is made of it: a signature is a
// promise of the sender, and so is a length.
package dbus
