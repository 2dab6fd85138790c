// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

func (s *server) listGroups(c *call) (answer, error) {
	return answerList(s, c, lister[repository.Group]{
		read: func(page repository.Page) ([]*repository.Group, error) {
			return s.manager.ListGroups(c.Context(), c.grant, page)
		},
		show: func(r *repository.Group) (any, error) { return c.showGroup(storedID(r.ID), r) },
		key:  func(r *repository.Group) repository.Key { return r.Key },
	})
}

func (s *server) getGroup(c *call) (answer, error) {
	record, err := s.manager.Group(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	return c.answerGet(record.Meta.ETag, func() (any, error) { return c.showGroup(c.grant.ID(), record) })
}

// headGroup says whether there is one: 204 or 404, as Azure's clients ask.
//
// https://learn.microsoft.com/rest/api/resources/resource-groups/check-existence
func (s *server) headGroup(c *call) (answer, error) {
	record, err := s.manager.Group(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusNoContent, etag: record.Meta.ETag}, nil
}

func (s *server) putGroup(c *call) (answer, error) {
	in, err := c.readInput(groupShape)
	if err != nil {
		return answer{}, err
	}
	return c.answerGroup(s.manager.PutGroup(c.Context(), c.grant, in.Input, c.write()))
}

func (s *server) patchGroup(c *call) (answer, error) {
	revise, err := c.readRevision(groupShape)
	if err != nil {
		return answer{}, err
	}
	return c.answerGroup(s.manager.PatchGroup(c.Context(), c.grant, revise, c.write()))
}

func (c *call) answerGroup(result service.Result[repository.Group], err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	body, err := c.showGroup(c.grant.ID(), result.Record)
	return answerPut(result, result.Record.Meta.ETag, result.Record.Revision, body), err
}

func (s *server) deleteGroup(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteGroup(c.Context(), c.grant, c.write()))
}
