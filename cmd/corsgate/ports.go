// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
)

// ports are the open listeners; sample is nil without --dev.
type ports struct{ api, gateway, ops, sample *listener }

func (c *serveCommand) open(ctx context.Context) (*ports, error) {
	p := &ports{}
	wanted := []struct {
		to                  **listener
		name, flag, address string
	}{
		{&p.api, "api", "--api-listen", c.APIListen},
		{&p.gateway, "gateway", "--gateway-listen", c.GatewayListen},
		{&p.ops, "ops", "--ops-listen", c.OpsListen},
		{&p.sample, "sample", "--sample-listen", c.SampleListen},
	}
	if !c.Dev {
		wanted = wanted[:3]
	}
	for _, w := range wanted {
		l, err := open(ctx, w.name, w.flag, w.address)
		if err != nil {
			p.close()
			return nil, err
		}
		*w.to = l
	}
	return p, nil
}

// close is for ports that no server has closed yet.
func (p *ports) close() {
	for _, l := range []*listener{p.api, p.gateway, p.ops, p.sample} {
		if l != nil {
			_ = l.Listener.Close() // an error means that it is closed already
		}
	}
}
