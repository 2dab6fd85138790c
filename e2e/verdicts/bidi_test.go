// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sync"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// bidi is a connection that speaks WebDriver BiDi, as much of it as is needed here.
//
// https://w3c.github.io/webdriver-bidi/#protocol
type bidi struct {
	conn    net.Conn
	event   listener
	mu      sync.Mutex
	last    int
	waiting map[int]chan bidiMessage
	ended   chan struct{} // closed when nothing more can arrive
}

// listener is told of each event, in their order.
type listener func(method string, params json.RawMessage)

// bidiMessage is whatever the browser sends: the answer to a command, or an event.
type bidiMessage struct {
	Type    string          `json:"type"`
	ID      int             `json:"id"`
	Result  json.RawMessage `json:"result"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
}

// dialBiDi opens the connection; event is called for each event, in their order.
func dialBiDi(ctx context.Context, url string, event listener) (*bidi, error) {
	conn, _, _, err := ws.Dial(ctx, url)
	if err != nil {
		return nil, err
	}
	b := &bidi{conn: conn, event: event, waiting: map[int]chan bidiMessage{}, ended: make(chan struct{})}
	go b.read()
	return b, nil
}

func (b *bidi) read() {
	defer close(b.ended)
	for {
		text, err := wsutil.ReadServerText(b.conn)
		if err != nil {
			return
		}
		var message bidiMessage
		if json.Unmarshal(text, &message) != nil {
			return
		}
		if message.Type == "event" {
			b.event(message.Method, message.Params)
			continue
		}
		b.mu.Lock()
		if waiting, found := b.waiting[message.ID]; found {
			waiting <- message
			delete(b.waiting, message.ID)
		}
		b.mu.Unlock()
	}
}

// do sends a command and reads what it results in; result may be nil.
func (b *bidi) do(ctx context.Context, method string, params, result any) error {
	answer := make(chan bidiMessage, 1)
	if err := b.send(method, params, answer); err != nil {
		return err
	}
	select {
	case message := <-answer:
		if message.Type != "success" {
			return fmt.Errorf("%s: %s: %s", method, message.Error, message.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(message.Result, result)
	case <-b.ended:
		return fmt.Errorf("%s: the browser is gone", method)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}

func (b *bidi) send(method string, params any, answer chan bidiMessage) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	text, err := json.Marshal(map[string]any{"id": b.last, "method": method, "params": params})
	if err != nil {
		return err
	}
	b.waiting[b.last] = answer
	return wsutil.WriteClientText(b.conn, text)
}
