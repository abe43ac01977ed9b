package nmcli

func upConnection(c *call) error { return notYet(c) }

func downConnections(c *call) error { return notYet(c) }
