// Package property shows profiles as the settings and properties that nmcli(1)
// names, and writes changes of these back into ifcfg files, line by line.
//
// One table has every property: its name, how its values are read and shown, and
// the ifcfg keys that hold it. The forms of values are nmcli's.
package property
