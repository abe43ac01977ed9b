package nmcli

// What only a daemon can do.

func refuseMonitor(*call) error {
	return needsDaemon("monitor", "See ip monitor, or netonce status.")
}

func agentCommands() []command {
	return []command{{"secret", "", refuseAgent}, {"polkit", "", refuseAgent}, {"all", "", refuseAgent}}
}

func refuseAgent(*call) error {
	return needsDaemon("an agent", "Nobody asks for secrets here.")
}
