// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// row is a service as a bare handler has it: the columns of the table. A time is what the driver makes of it.
type row struct {
	Subscription   string          `json:"subscription"`
	Group          string          `json:"group"`
	Workspace      string          `json:"workspace"`
	Name           string          `json:"name"`
	Tenant         string          `json:"tenant"`
	ID             string          `json:"id"`
	Location       string          `json:"location"`
	Document       json.RawMessage `json:"document"`
	ETag           string          `json:"etag"`
	CreatedBy      string          `json:"createdBy"`
	CreatedByType  string          `json:"createdByType"`
	CreatedAt      any             `json:"createdAt"`
	ModifiedBy     string          `json:"modifiedBy"`
	ModifiedByType string          `json:"modifiedByType"`
	ModifiedAt     any             `json:"modifiedAt"`
	CORS           json.RawMessage `json:"cors"`
	Upstream       json.RawMessage `json:"upstream"`
	Gateway        json.RawMessage `json:"gateway"`
	Revision       int64           `json:"revision"`
}

func (r *row) targets() []any {
	return []any{&r.Subscription, &r.Group, &r.Workspace, &r.Name, &r.Tenant, &r.ID, &r.Location, (*[]byte)(&r.Document), &r.ETag,
		&r.CreatedBy, &r.CreatedByType, &r.CreatedAt, &r.ModifiedBy, &r.ModifiedByType, &r.ModifiedAt,
		(*[]byte)(&r.CORS), (*[]byte)(&r.Upstream), (*[]byte)(&r.Gateway), &r.Revision}
}

// values are what is stored besides the revision.
func (r *row) values() []any {
	return []any{r.Subscription, r.Group, r.Workspace, r.Name, r.Tenant, r.ID, r.Location, string(r.Document), r.ETag,
		r.CreatedBy, r.CreatedByType, r.CreatedAt, r.ModifiedBy, r.ModifiedByType, r.ModifiedAt,
		text(r.CORS), text(r.Upstream), text(r.Gateway)}
}

// text is null for nothing.
func text(json json.RawMessage) any {
	if json == nil {
		return nil
	}
	return string(json)
}

// rows are one of the two stores without its package: the transactions of a read and of a change, written by hand.
type rows interface {
	read(ctx context.Context, key []any) (row, error)
	// write makes of a row what change makes of it. now is the time that it was changed.
	write(ctx context.Context, key []any, now time.Time, change func(*row) error) (row, error)
}

// bare serves rows as JSON. It verifies nobody, limits nobody, logs nothing and checks nothing.
func bare(r rows) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	const path = "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.HealthcareApis/workspaces/:workspace/fhirservices/:service"
	engine.GET(path, func(c *gin.Context) {
		found, err := r.read(c.Request.Context(), keyOf(c))
		answer(c, found, err)
	})
	engine.PUT(path, func(c *gin.Context) {
		var in input
		if err := c.ShouldBindJSON(&in); err != nil {
			c.AbortWithStatus(http.StatusBadRequest)
			return
		}
		now := time.Now().UTC()
		stored, err := r.write(c.Request.Context(), keyOf(c), now, func(r *row) error { return in.apply(r, now) })
		answer(c, stored, err)
	})
	return engine
}

func keyOf(c *gin.Context) []any {
	return []any{c.Param("subscription"), c.Param("group"), c.Param("workspace"), c.Param("service"), subscription}
}

func answer(c *gin.Context, r row, err error) {
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.JSON(http.StatusOK, r)
}

// newETag is as random as that of a store.
func newETag() string { return rand.Text() }
