package property

func matchSetting() Setting {
	return Setting{Name: "match", has: hasAny("match"), Properties: []*Property{
		row("interface-name", "MATCH_INTERFACE_NAME", "", texts(), "Patterns for the interface's name."),
		row("kernel-command-line", "MATCH_KERNEL_COMMAND_LINE", "", texts(), "Patterns for the kernel's command line."),
		row("driver", "MATCH_DRIVER", "", texts(), "Patterns for the interface's driver."),
		row("path", "MATCH_PATH", "", texts(), "Patterns for the interface's place in the machine."),
	}}
}

func hostnameSetting() Setting {
	return Setting{Name: "hostname", has: hasAny("hostname"), Properties: []*Property{
		row("priority", "HOSTNAME_PRIORITY", "0", integer(-1<<31, maxInt32, nil), "Which profile names the host."),
		row("from-dhcp", "HOSTNAME_FROM_DHCP", "-1", ternary(), "Take the host's name from DHCP."),
		row("from-dns-lookup", "HOSTNAME_FROM_DNS_LOOKUP", "-1", ternary(), "Take the host's name from the name service."),
		row("only-from-default", "HOSTNAME_ONLY_FROM_DEFAULT", "-1", ternary(), "Only where the default route is."),
	}}
}

func proxySetting() Setting {
	method := choice("none", "auto")
	method.explicit = "none"
	return Setting{Name: "proxy", has: hasIP, Properties: []*Property{
		row("method", "PROXY_METHOD", "none", method, "How the proxy is found."),
		switchOff("browser-only", "BROWSER_ONLY", false, "The proxy is for browsers only."),
		row("pac-url", "PAC_URL", "", text(), "Where the PAC file is."),
		row("pac-script", "PAC_SCRIPT", "", text(), "The PAC file itself."),
	}}
}
