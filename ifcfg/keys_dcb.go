package ifcfg

// bridgingKeys are the keys of data center bridging. DCB is told of; the others
// mean nothing without it.
func bridgingKeys() []Key { return rows(bridgingTable) }

const bridgingTable = `
= DCB
DCB_APP_FCOE_MODE | exact fabric vn2vn | fabric | Mode of Fibre Channel. | nm stateless strict silent
DCB_PFC_UP | digits 0..8 01 | 00000000 | Which priorities can be paused. | nm stateless strict silent
DCB_PG_ID | digits 0..8 01234567f |  | Group of each priority. | nm stateless strict silent
DCB_PG_PCT | shares |  | Share of each group; 100 together. | nm stateless strict silent
DCB_PG_UPPCT | shares |  | Share of each priority in its group. | nm stateless strict silent
DCB_PG_STRICT | digits 0..8 01 |  | Which priorities may take all. | nm stateless strict silent
DCB_PG_UP2TC | digits 0..8 01234567 |  | Traffic class of each priority. | nm stateless strict silent
DCB_APP_FCOE_PRIORITY | number 0..7 | -1 | Priority of the application. | nm stateless strict silent
DCB_APP_ISCSI_PRIORITY | number 0..7 | -1 | Priority of the application. | nm stateless strict silent
DCB_APP_FIP_PRIORITY | number 0..7 | -1 | Priority of the application. | nm stateless strict silent
DCB_APP_FCOE_ENABLE | boolean | no | Turn the feature on. | nm stateless silent
DCB_APP_FCOE_ADVERTISE | boolean | no | Tell the peer of it. | nm stateless silent
DCB_APP_FCOE_WILLING | boolean | no | Take the peer's settings of it. | nm stateless silent
DCB_APP_ISCSI_ENABLE | boolean | no | Turn the feature on. | nm stateless silent
DCB_APP_ISCSI_ADVERTISE | boolean | no | Tell the peer of it. | nm stateless silent
DCB_APP_ISCSI_WILLING | boolean | no | Take the peer's settings of it. | nm stateless silent
DCB_APP_FIP_ENABLE | boolean | no | Turn the feature on. | nm stateless silent
DCB_APP_FIP_ADVERTISE | boolean | no | Tell the peer of it. | nm stateless silent
DCB_APP_FIP_WILLING | boolean | no | Take the peer's settings of it. | nm stateless silent
DCB_PFC_ENABLE | boolean | no | Turn the feature on. | nm stateless silent
DCB_PFC_ADVERTISE | boolean | no | Tell the peer of it. | nm stateless silent
DCB_PFC_WILLING | boolean | no | Take the peer's settings of it. | nm stateless silent
DCB_PG_ENABLE | boolean | no | Turn the feature on. | nm stateless silent
DCB_PG_ADVERTISE | boolean | no | Tell the peer of it. | nm stateless silent
DCB_PG_WILLING | boolean | no | Take the peer's settings of it. | nm stateless silent
DCB | boolean | no | Data center bridging; without it the other DCB_ keys mean nothing. | nm not-applied nothing=no
`
