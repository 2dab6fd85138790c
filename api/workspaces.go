// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

func (s *server) listWorkspaces(c *call) (answer, error) {
	return answerList(s, c, lister[repository.Workspace]{
		read: func(page repository.Page) ([]*repository.Workspace, error) {
			return s.manager.ListWorkspaces(c.Context(), c.grant, page)
		},
		show: func(r *repository.Workspace) (any, error) { return c.showWorkspace(storedID(r.ID), r) },
		key:  func(r *repository.Workspace) repository.Key { return r.Key },
	})
}

func (s *server) getWorkspace(c *call) (answer, error) {
	record, err := s.manager.Workspace(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	return c.answerGet(record.Meta.ETag, func() (any, error) { return c.showWorkspace(c.grant.ID(), record) })
}

func (s *server) putWorkspace(c *call) (answer, error) {
	in, err := c.readInput(workspaceShape)
	if err != nil {
		return answer{}, err
	}
	return c.answerWorkspace(s.manager.PutWorkspace(c.Context(), c.grant, in.Input, c.write()))
}

func (s *server) patchWorkspace(c *call) (answer, error) {
	revise, err := c.readRevision(workspaceShape)
	if err != nil {
		return answer{}, err
	}
	return c.answerWorkspace(s.manager.PatchWorkspace(c.Context(), c.grant, revise, c.write()))
}

func (c *call) answerWorkspace(result service.Result[repository.Workspace], err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	body, err := c.showWorkspace(c.grant.ID(), result.Record)
	return answerPut(result, result.Record.Meta.ETag, result.Record.Revision, body), err
}

func (s *server) deleteWorkspace(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteWorkspace(c.Context(), c.grant, c.write()))
}
