package ifcfg

// aliasKeys are the keys of alias files and range files.
func aliasKeys() []Key { return rows(aliasTable) }

const aliasTable = `
= aliases and ranges
PARENTDEVICE | interface |  | Interface that carries the alias. | scripts not-applied | is a key of alias files; it has no effect here
REALDEVICE | interface | DEVICE up to the colon | Interface that carries the addresses; found by itself. | scripts stateless
ONPARENT | boolean | yes | Bring the alias up with its interface. | scripts not-applied nothing=yes | is a key of alias files; it has no effect here
NO_ALIASROUTING | boolean | no | No routes for the alias. | scripts not-applied nothing=no | is a key of alias files; it has no effect here
NOROUTESET | boolean | no | No static routes. | scripts not-applied nothing=no | is a key of alias files; it has no effect here
IPADDR_START | ipv4 |  | First address of a range. | scripts not-applied | belongs into a range file such as ifcfg-eth0-range0; it has no effect here
IPADDR_END | ipv4 |  | Last address of a range. | scripts not-applied | belongs into a range file such as ifcfg-eth0-range0; it has no effect here
CLONENUM_START | number 0..2147483647 | 0 | Number of the first address's label. | scripts not-applied | belongs into a range file such as ifcfg-eth0-range0; it has no effect here
`
