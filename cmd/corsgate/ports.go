// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
)

// ports are the open listeners; nil is what the command does not have.
type ports struct{ ops, api, gateway, sample *listener }

func (p *parts) open(ctx context.Context) (*ports, error) {
	opened := &ports{}
	var wanted []wantedPort
	if p.api != nil {
		wanted = append(wanted, wantedPort{&opened.api, "api", "--api-listen", p.api.APIListen})
	}
	if p.gateway != nil {
		wanted = append(wanted, wantedPort{&opened.gateway, "gateway", "--gateway-listen", p.gateway.GatewayListen})
	}
	wanted = append(wanted, wantedPort{&opened.ops, "ops", "--ops-listen", p.common.OpsListen})
	if p.dev != nil {
		wanted = append(wanted, wantedPort{&opened.sample, "sample", "--sample-listen", p.dev.SampleListen})
	}
	for _, w := range wanted {
		l, err := open(ctx, w.name, w.flag, w.address)
		if err != nil {
			opened.close()
			return nil, err
		}
		*w.to = l
	}
	return opened, nil
}

type wantedPort struct {
	to                  **listener
	name, flag, address string
}

// all are those that are open, the operations port first: it stops last.
func (p *ports) all() []*listener {
	var all []*listener
	for _, l := range []*listener{p.ops, p.api, p.gateway, p.sample} {
		if l != nil {
			all = append(all, l)
		}
	}
	return all
}

// close is for ports that no server has closed yet.
func (p *ports) close() {
	for _, l := range p.all() {
		_ = l.Listener.Close() // an error means that it is closed already
	}
}
