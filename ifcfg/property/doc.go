// Package property shows profiles as the settings and properties that nmcli(1)
// names, and writes changes of these back into ifcfg files, line by line.
//
// One table has every property: its name, how its values are read and shown, and
// the ifcfg keys that hold it. The forms of values are nmcli's.
//
// What makes rows and forms is marked noinline: every row of the table would have
// its own copy of their closures, 0.3 MB in all.
package property
