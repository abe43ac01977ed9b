package ifcfg

// bridgingKeys are the keys of data center bridging. DCB is told of; the others
// mean nothing without it.
func bridgingKeys() []Key {
	bits := Grammar{form: formDigits, max: 8, words: "01"}
	shares := Grammar{form: formShares}
	rows := []Key{
		{Name: "APP_FCOE_MODE", Takes: exactly("fabric vn2vn"), Default: "fabric", Meaning: "Mode of Fibre Channel."},
		{Name: "PFC_UP", Takes: bits, Default: "00000000", Meaning: "Which priorities can be paused."},
		{Name: "PG_ID", Takes: Grammar{form: formDigits, max: 8, words: "01234567f"}, Meaning: "Group of each priority."},
		{Name: "PG_PCT", Takes: shares, Meaning: "Share of each group; 100 together."},
		{Name: "PG_UPPCT", Takes: shares, Meaning: "Share of each priority in its group."},
		{Name: "PG_STRICT", Takes: bits, Meaning: "Which priorities may take all."},
		{Name: "PG_UP2TC", Takes: Grammar{form: formDigits, max: 8, words: "01234567"}, Meaning: "Traffic class of each priority."},
	}
	for _, app := range []string{"APP_FCOE", "APP_ISCSI", "APP_FIP"} {
		rows = append(rows, Key{Name: app + "_PRIORITY", Takes: number(0, 7), Default: "-1", Meaning: "Priority of the application."})
	}
	for _, feature := range []string{"APP_FCOE", "APP_ISCSI", "APP_FIP", "PFC", "PG"} {
		for _, flag := range []Key{
			{Name: "_ENABLE", Meaning: "Turn the feature on."},
			{Name: "_ADVERTISE", Meaning: "Tell the peer of it."},
			{Name: "_WILLING", Meaning: "Take the peer's settings of it."},
		} {
			rows = append(rows, Key{Name: feature + flag.Name, Takes: aBoolean(), Default: "no", Meaning: flag.Meaning})
		}
	}
	for i := range rows {
		rows[i].Name = "DCB_" + rows[i].Name
		rows[i].Scope, rows[i].Reader, rows[i].Strict, rows[i].Fate, rows[i].silent = ScopeDCB, ByNM, rows[i].Takes.form != formBoolean, Stateless, true
	}
	return append(rows, Key{Name: "DCB", Scope: ScopeDCB, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "Data center bridging; without it the other DCB_ keys mean nothing.", Reader: ByNM, Fate: NotApplied, Why: later})
}
