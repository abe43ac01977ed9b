package ifcfg

// wifiKeys are the keys of wireless networks. TYPE or ESSID is told of; these
// say nothing by themselves.
func wifiKeys() []Key { return rows(wifiTable) }

const wifiTable = `
= wireless
MODE | word Managed Auto Ad-Hoc Ap Monitor | Managed | Part that the host plays. | stateless strict silent kinds=Wireless
FREQ | text |  | Frequency in MHz. | scripts stateless silent kinds=Wireless
RATE | text |  | Was never read. | scripts stateless silent kinds=Wireless
CHANNEL | number 0..4294967295 |  | Channel. | nm stateless strict silent kinds=Wireless
BAND | exact a bg 6GHz |  | Band. | nm stateless strict silent kinds=Wireless
BSSID | mac |  | The one access point to use. | nm stateless strict silent kinds=Wireless
SSID_HIDDEN | boolean | no | The network does not tell its name. | nm stateless silent kinds=Wireless
POWERSAVE | number 0..3 default ignore disable no enable yes | default | Save power. | nm stateless strict silent kinds=Wireless
MAC_ADDRESS_RANDOMIZATION | word default never always | default | Use made-up hardware addresses. | nm stateless strict silent kinds=Wireless
AP_ISOLATION | boolean |  | Keep clients apart. | nm stateless silent kinds=Wireless
WOWLAN | text |  | What wakes the host. | scripts stateless silent kinds=Wireless
WIRELESS_ENC_KEY | text |  | Key to forget when the interface goes down. | scripts stateless secret silent kinds=Wireless
SECURITYMODE | word open restricted leap |  | How WEP authenticates. | nm stateless strict silent kinds=Wireless
DEFAULTKEY | number 1..4 | 1 | Which of the WEP keys. | nm stateless strict silent kinds=Wireless
KEY_PASSPHRASE# | text 1..63 |  | WEP passphrase. | nm stateless secret strict silent kinds=Wireless
KEY_TYPE | word key passphrase |  | Which of KEY and KEY_PASSPHRASE is meant. | nm stateless silent kinds=Wireless
WEP_KEY_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent kinds=Wireless
CIPHER_PAIRWISE | word+, CCMP TKIP |  | Ciphers to the access point. | nm stateless silent kinds=Wireless
CIPHER_GROUP | word+, CCMP TKIP WEP40 WEP104 |  | Ciphers of the group. | nm stateless silent kinds=Wireless
WPA_ALLOW_WPA | boolean |  | Allow WPA. | nm stateless silent kinds=Wireless
WPA_ALLOW_WPA2 | boolean |  | Allow WPA2. | nm stateless silent kinds=Wireless
WPA_PSK | psk |  | Shared key. | nm stateless secret strict silent kinds=Wireless
WPA_PSK_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent kinds=Wireless
WPS_METHOD | word+, default disabled auto pbc pin pin-display | default | Ways of WPS. | nm stateless silent kinds=Wireless
PMF | number 0..3 default disable optional required | default | Protection of management frames. | nm stateless strict silent kinds=Wireless
FILS | number 0..3 default disable optional required | default | Fast initial link setup. | nm stateless strict silent kinds=Wireless
KEY# | key |  | WEP key, or the key of a GRE tunnel. | secret strict kinds=Wireless,GRE,GRE6,Gretap,Gretap6
ESSID | ssid |  | Name of the wireless network. | blocking kinds=Wireless
= 802.1X
KEY_MGMT | exact WPA-PSK SAE OWE WPA-EAP WPA-EAP-SUITE-B-192 IEEE8021X |  | How keys are agreed on; IEEE8021X alone on a cable. | nm not-applied strict | 802.1X needs a supplicant; the port is configured as if it were open
`

// authenticationKeys are the keys of 802.1X. KEY_MGMT or the methods are told of;
// the others say nothing by themselves.
func authenticationKeys() []Key { return rows(authenticationTable) }

const authenticationTable = `
= 802.1X
IEEE_8021X_IDENTITY | text |  | Who the host says it is. | nm stateless silent
IEEE_8021X_ANON_IDENTITY | text |  | Who it says it is before the tunnel stands. | nm stateless silent
IEEE_8021X_PASSWORD | text |  | Password. | nm stateless secret silent
IEEE_8021X_PASSWORD_RAW | bytes |  | Password as bytes. | nm stateless secret silent
IEEE_8021X_PIN | text |  | PIN of a smart card. | nm stateless secret silent
IEEE_8021X_CA_CERT | text |  | Certificate of the authority. | nm stateless silent
IEEE_8021X_CA_CERT_PASSWORD | text |  | Password of the token that holds it. | nm stateless secret silent
IEEE_8021X_CA_PATH | text |  | Directory of authorities' certificates. | nm stateless silent
IEEE_8021X_CLIENT_CERT | text |  | The host's certificate. | nm stateless silent
IEEE_8021X_CLIENT_CERT_PASSWORD | text |  | Password of the token that holds it. | nm stateless secret silent
IEEE_8021X_PRIVATE_KEY | text |  | File of the host's private key. | nm stateless silent
IEEE_8021X_PRIVATE_KEY_PASSWORD | text |  | Password of that file. | nm stateless secret silent
IEEE_8021X_INNER_AUTH_METHODS | word+, PAP CHAP MSCHAP MSCHAPV2 GTC OTP MD5 TLS EAP-MD5 EAP-MSCHAPV2 EAP-OTP EAP-GTC EAP-TLS |  | Methods within the tunnel. | nm stateless silent
IEEE_8021X_INNER_CA_CERT | text |  | Certificate of the authority, within the tunnel. | nm stateless silent
IEEE_8021X_INNER_CA_CERT_PASSWORD | text |  | Password of the token that holds it. | nm stateless secret silent
IEEE_8021X_INNER_CLIENT_CERT | text |  | The host's certificate, within the tunnel. | nm stateless silent
IEEE_8021X_INNER_CLIENT_CERT_PASSWORD | text |  | Password of the token that holds it. | nm stateless secret silent
IEEE_8021X_INNER_PRIVATE_KEY | text |  | File of the private key, within the tunnel. | nm stateless silent
IEEE_8021X_INNER_PRIVATE_KEY_PASSWORD | text |  | Password of that file. | nm stateless secret silent
IEEE_8021X_PEAP_VERSION | number 0..1 |  | Version of PEAP. | nm stateless silent
IEEE_8021X_PEAP_FORCE_NEW_LABEL | boolean | no | Use the new label in key derivation. | nm stateless silent
IEEE_8021X_PAC_FILE | text |  | File of EAP-FAST credentials. | nm stateless silent
IEEE_8021X_FAST_PROVISIONING | word+, allow-auth allow-unauth |  | How they may be had. | nm stateless silent
IEEE_8021X_PHASE1_AUTH_FLAGS | word+, tls-1-0-disable tls-1-1-disable tls-1-2-disable tls-1-3-disable tls-disable-time-checks tls-1-0-enable tls-1-1-enable tls-1-2-enable tls-1-3-enable |  | Versions of TLS. | nm stateless silent
IEEE_8021X_SUBJECT_MATCH | text |  | What the server's certificate must say. | nm stateless silent
IEEE_8021X_PHASE2_SUBJECT_MATCH | text |  | The same, within the tunnel. | nm stateless silent
IEEE_8021X_ALTSUBJECT_MATCHES | text+ |  | Other names that it must have. | nm stateless silent
IEEE_8021X_PHASE2_ALTSUBJECT_MATCHES | text+ |  | The same, within the tunnel. | nm stateless silent
IEEE_8021X_DOMAIN_MATCH | text |  | Name of the server. | nm stateless silent
IEEE_8021X_PHASE2_DOMAIN_MATCH | text |  | The same, within the tunnel. | nm stateless silent
IEEE_8021X_DOMAIN_SUFFIX_MATCH | text |  | Domain of the server. | nm stateless silent
IEEE_8021X_PHASE2_DOMAIN_SUFFIX_MATCH | text |  | The same, within the tunnel. | nm stateless silent
IEEE_8021X_PHASE2_CA_PATH | text |  | Directory of authorities' certificates, within the tunnel. | nm stateless silent
IEEE_8021X_SYSTEM_CA_CERTS | boolean | no | Trust the host's own list of authorities. | nm stateless silent
IEEE_8021X_AUTH_TIMEOUT | number 0..2147483647 | 0 | Seconds that it may take. | nm stateless silent
IEEE_8021X_OPTIONAL | boolean | no | Go on where it fails. | nm stateless silent
IEEE_8021X_OPENSSL_CIPHERS | text |  | Ciphers, in OpenSSL's words. | nm stateless silent
IEEE_8021X_PASSWORD_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_PASSWORD_RAW_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_PIN_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_CA_CERT_PASSWORD_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_CLIENT_CERT_PASSWORD_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_PRIVATE_KEY_PASSWORD_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_INNER_CA_CERT_PASSWORD_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_INNER_CLIENT_CERT_PASSWORD_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_INNER_PRIVATE_KEY_PASSWORD_FLAGS | word+, user ask unused |  | Who keeps the secret. | nm stateless silent
IEEE_8021X_EAP_METHODS | word+, LEAP PWD TLS PEAP TTLS FAST MD5 PAP CHAP MSCHAP MSCHAPV2 |  | Methods of authentication. | nm not-applied strict | 802.1X needs a supplicant; the port is configured as if it were open
`
