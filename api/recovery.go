// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// recoverPanics answers 500 where the code is wrong. The log gets the place and the panic's type; its text could hold
// what the caller sent.
func (s *server) recoverPanics(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(cause) // how net/http is told to cut the connection
		}
		s.log.Error("panic", slog.String("requestId", factsOf(c.Request.Context()).requestID),
			slog.String("type", fmt.Sprintf("%T", cause)), slog.String("stack", string(debug.Stack())))
		s.fail(c, errInternal)
	}()
	c.Next()
}
