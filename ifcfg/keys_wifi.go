package ifcfg

// wifiKeys are the keys of wireless networks. TYPE or ESSID is told of; these
// say nothing by themselves.
func wifiKeys() []Key {
	const w = "Wireless"
	flags := someOf("user ask unused")
	ciphers := "CCMP TKIP"
	rows := []Key{
		{Name: "MODE", Takes: oneOf("Managed Auto Ad-Hoc Ap Monitor"), Default: "Managed", Meaning: "Part that the host plays.", Strict: true},
		{Name: "FREQ", Takes: aText(), Meaning: "Frequency in MHz.", Reader: ByScripts},
		{Name: "RATE", Takes: aText(), Meaning: "Was never read.", Reader: ByScripts},
		{Name: "CHANNEL", Takes: number(0, 1<<32-1), Meaning: "Channel.", Reader: ByNM, Strict: true},
		{Name: "BAND", Takes: exactly("a bg 6GHz"), Meaning: "Band.", Reader: ByNM, Strict: true},
		{Name: "BSSID", Takes: one(formMAC), Meaning: "The one access point to use.", Reader: ByNM, Strict: true},
		{Name: "SSID_HIDDEN", Takes: aBoolean(), Default: "no", Meaning: "The network does not tell its name.", Reader: ByNM},
		{Name: "POWERSAVE", Takes: oneOf("default ignore disable no enable yes").orNumber(0, 3), Default: "default", Meaning: "Save power.", Reader: ByNM, Strict: true},
		{Name: "MAC_ADDRESS_RANDOMIZATION", Takes: oneOf("default never always"), Default: "default", Meaning: "Use made-up hardware addresses.", Reader: ByNM, Strict: true},
		{Name: "AP_ISOLATION", Takes: aBoolean(), Meaning: "Keep clients apart.", Reader: ByNM},
		{Name: "WOWLAN", Takes: aText(), Meaning: "What wakes the host.", Reader: ByScripts},
		{Name: "WIRELESS_ENC_KEY", Takes: aText(), Meaning: "Key to forget when the interface goes down.", Secret: true, Reader: ByScripts},
		{Name: "SECURITYMODE", Takes: oneOf("open restricted leap"), Meaning: "How WEP authenticates.", Reader: ByNM, Strict: true},
		{Name: "DEFAULTKEY", Takes: number(1, 4), Default: "1", Meaning: "Which of the WEP keys.", Reader: ByNM, Strict: true},
		{Name: "KEY_PASSPHRASE", Numbered: true, Takes: length(1, 63), Meaning: "WEP passphrase.", Secret: true, Reader: ByNM, Strict: true},
		{Name: "KEY_TYPE", Takes: oneOf("key passphrase"), Meaning: "Which of KEY and KEY_PASSPHRASE is meant.", Reader: ByNM},
		{Name: "WEP_KEY_FLAGS", Takes: flags, Meaning: "Who keeps the secret.", Reader: ByNM},
		{Name: "CIPHER_PAIRWISE", Takes: someOf(ciphers), Meaning: "Ciphers to the access point.", Reader: ByNM},
		{Name: "CIPHER_GROUP", Takes: someOf(ciphers + " WEP40 WEP104"), Meaning: "Ciphers of the group.", Reader: ByNM},
		{Name: "WPA_ALLOW_WPA", Takes: aBoolean(), Meaning: "Allow WPA.", Reader: ByNM},
		{Name: "WPA_ALLOW_WPA2", Takes: aBoolean(), Meaning: "Allow WPA2.", Reader: ByNM},
		{Name: "WPA_PSK", Takes: one(formPSK), Meaning: "Shared key.", Secret: true, Reader: ByNM, Strict: true},
		{Name: "WPA_PSK_FLAGS", Takes: flags, Meaning: "Who keeps the secret.", Reader: ByNM},
		{Name: "WPS_METHOD", Takes: someOf("default disabled auto pbc pin pin-display"), Default: "default", Meaning: "Ways of WPS.", Reader: ByNM},
		{Name: "PMF", Takes: oneOf("default disable optional required").orNumber(0, 3), Default: "default", Meaning: "Protection of management frames.", Reader: ByNM, Strict: true},
		{Name: "FILS", Takes: oneOf("default disable optional required").orNumber(0, 3), Default: "default", Meaning: "Fast initial link setup.", Reader: ByNM, Strict: true},
	}
	for i := range rows {
		rows[i].Scope, rows[i].Kinds, rows[i].Fate, rows[i].silent = ScopeWifi, w, Stateless, true
	}
	return append(rows,
		Key{Name: "KEY", Numbered: true, Scope: ScopeWifi, Takes: one(formKey), Meaning: "WEP key, or the key of a GRE tunnel.", Kinds: w + " GRE GRE6 Gretap Gretap6", Secret: true, Strict: true},
		Key{Name: "ESSID", Scope: ScopeWifi, Kinds: w, Takes: one(formSSID), Meaning: "Name of the wireless network.", Fate: Blocking, Why: laterKind},
		Key{Name: "KEY_MGMT", Scope: ScopeAuthentication, Takes: exactly("WPA-PSK SAE OWE WPA-EAP WPA-EAP-SUITE-B-192 IEEE8021X"), Meaning: "How keys are agreed on; IEEE8021X alone on a cable.", Reader: ByNM, Strict: true, Fate: NotApplied, Why: supplicant},
	)
}

const supplicant = "802.1X needs a supplicant; the port is configured as if it were open"

// authenticationKeys are the keys of 802.1X. KEY_MGMT or the methods are told of;
// the others say nothing by themselves.
func authenticationKeys() []Key {
	text, path, flags := aText(), aText(), someOf("user ask unused")
	inner := "PAP CHAP MSCHAP MSCHAPV2 GTC OTP MD5 TLS EAP-MD5 EAP-MSCHAPV2 EAP-OTP EAP-GTC EAP-TLS"
	tls := "tls-1-0-disable tls-1-1-disable tls-1-2-disable tls-1-3-disable tls-disable-time-checks tls-1-0-enable tls-1-1-enable tls-1-2-enable tls-1-3-enable"
	rows := []Key{
		{Name: "IDENTITY", Takes: text, Meaning: "Who the host says it is."},
		{Name: "ANON_IDENTITY", Takes: text, Meaning: "Who it says it is before the tunnel stands."},
		{Name: "PASSWORD", Takes: text, Meaning: "Password.", Secret: true},
		{Name: "PASSWORD_RAW", Takes: one(formBytes), Meaning: "Password as bytes.", Secret: true},
		{Name: "PIN", Takes: text, Meaning: "PIN of a smart card.", Secret: true},
		{Name: "CA_CERT", Takes: path, Meaning: "Certificate of the authority."},
		{Name: "CA_CERT_PASSWORD", Takes: text, Meaning: "Password of the token that holds it.", Secret: true},
		{Name: "CA_PATH", Takes: path, Meaning: "Directory of authorities' certificates."},
		{Name: "CLIENT_CERT", Takes: path, Meaning: "The host's certificate."},
		{Name: "CLIENT_CERT_PASSWORD", Takes: text, Meaning: "Password of the token that holds it.", Secret: true},
		{Name: "PRIVATE_KEY", Takes: path, Meaning: "File of the host's private key."},
		{Name: "PRIVATE_KEY_PASSWORD", Takes: text, Meaning: "Password of that file.", Secret: true},
		{Name: "INNER_AUTH_METHODS", Takes: someOf(inner), Meaning: "Methods within the tunnel."},
		{Name: "INNER_CA_CERT", Takes: path, Meaning: "Certificate of the authority, within the tunnel."},
		{Name: "INNER_CA_CERT_PASSWORD", Takes: text, Meaning: "Password of the token that holds it.", Secret: true},
		{Name: "INNER_CLIENT_CERT", Takes: path, Meaning: "The host's certificate, within the tunnel."},
		{Name: "INNER_CLIENT_CERT_PASSWORD", Takes: text, Meaning: "Password of the token that holds it.", Secret: true},
		{Name: "INNER_PRIVATE_KEY", Takes: path, Meaning: "File of the private key, within the tunnel."},
		{Name: "INNER_PRIVATE_KEY_PASSWORD", Takes: text, Meaning: "Password of that file.", Secret: true},
		{Name: "PEAP_VERSION", Takes: number(0, 1), Meaning: "Version of PEAP."},
		{Name: "PEAP_FORCE_NEW_LABEL", Takes: aBoolean(), Default: "no", Meaning: "Use the new label in key derivation."},
		{Name: "PAC_FILE", Takes: path, Meaning: "File of EAP-FAST credentials."},
		{Name: "FAST_PROVISIONING", Takes: someOf("allow-auth allow-unauth"), Meaning: "How they may be had."},
		{Name: "PHASE1_AUTH_FLAGS", Takes: someOf(tls), Meaning: "Versions of TLS."},
		{Name: "SUBJECT_MATCH", Takes: text, Meaning: "What the server's certificate must say."},
		{Name: "PHASE2_SUBJECT_MATCH", Takes: text, Meaning: "The same, within the tunnel."},
		{Name: "ALTSUBJECT_MATCHES", Takes: texts(), Meaning: "Other names that it must have."},
		{Name: "PHASE2_ALTSUBJECT_MATCHES", Takes: texts(), Meaning: "The same, within the tunnel."},
		{Name: "DOMAIN_MATCH", Takes: text, Meaning: "Name of the server."},
		{Name: "PHASE2_DOMAIN_MATCH", Takes: text, Meaning: "The same, within the tunnel."},
		{Name: "DOMAIN_SUFFIX_MATCH", Takes: text, Meaning: "Domain of the server."},
		{Name: "PHASE2_DOMAIN_SUFFIX_MATCH", Takes: text, Meaning: "The same, within the tunnel."},
		{Name: "PHASE2_CA_PATH", Takes: path, Meaning: "Directory of authorities' certificates, within the tunnel."},
		{Name: "SYSTEM_CA_CERTS", Takes: aBoolean(), Default: "no", Meaning: "Trust the host's own list of authorities."},
		{Name: "AUTH_TIMEOUT", Takes: number(0, maxInt), Default: "0", Meaning: "Seconds that it may take."},
		{Name: "OPTIONAL", Takes: aBoolean(), Default: "no", Meaning: "Go on where it fails."},
		{Name: "OPENSSL_CIPHERS", Takes: text, Meaning: "Ciphers, in OpenSSL's words."},
	}
	for _, k := range rows {
		if k.Secret {
			rows = append(rows, Key{Name: k.Name + "_FLAGS", Takes: flags, Meaning: "Who keeps the secret."})
		}
	}
	for i := range rows {
		rows[i].Name = "IEEE_8021X_" + rows[i].Name
		rows[i].Scope, rows[i].Reader, rows[i].Fate, rows[i].silent = ScopeAuthentication, ByNM, Stateless, true
	}
	return append(rows, Key{Name: "IEEE_8021X_EAP_METHODS", Scope: ScopeAuthentication, Takes: someOf("LEAP PWD TLS PEAP TTLS FAST MD5 PAP CHAP MSCHAP MSCHAPV2"),
		Meaning: "Methods of authentication.", Reader: ByNM, Strict: true, Fate: NotApplied, Why: supplicant})
}
