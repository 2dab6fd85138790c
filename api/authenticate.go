// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/corsgate/corsgate/auth"
)

// authenticate lets a request in that proves who is calling, by a bearer token (RFC 6750 section 2.1).
func (s *server) authenticate(c *gin.Context) {
	if c.FullPath() == metadataPath {
		return // asked before there is a token
	}
	lines := c.Request.Header.Values("Authorization")
	if len(lines) == 0 {
		s.fail(c, errNoToken)
		return
	}
	if len(lines) != 1 {
		s.fail(c, unauthenticated("one Authorization header with a bearer token is required"))
		return
	}
	scheme, token, _ := strings.Cut(lines[0], " ")
	token = strings.TrimLeft(token, " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		s.fail(c, unauthenticated("the Authorization header must be 'Bearer' and a token"))
		return
	}
	principal, err := s.verifier.Verify(c.Request.Context(), token)
	switch {
	case errors.Is(err, auth.ErrUnauthenticated):
		s.fail(c, unauthenticated(strings.TrimPrefix(err.Error(), auth.ErrUnauthenticated.Error()+": ")))
	case err != nil:
		s.fail(c, err)
	default:
		factsOf(c.Request.Context()).principal = principal
	}
}
