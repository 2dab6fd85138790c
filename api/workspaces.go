// SPDX-License-Identifier: Apache-2.0

package api

import "github.com/corsgate/corsgate/repository"

func (s *server) listWorkspaces(c *call) (answer, error) {
	return answerList(s, c, lister[repository.Workspace]{
		read: func(page repository.Page) ([]*repository.Workspace, error) {
			return s.manager.ListWorkspaces(c.Context(), c.grant, page)
		},
		show: func(r *repository.Workspace) (*resource, error) { return showWorkspace(storedID(r.ID), r) },
		key:  func(r *repository.Workspace) repository.Key { return r.Key },
	})
}

func (s *server) getWorkspace(c *call) (answer, error) {
	record, err := s.manager.Workspace(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	body, err := showWorkspace(c.grant.ID(), record)
	return c.answerGet(record.Meta.ETag, body), err
}

func (s *server) putWorkspace(c *call) (answer, error) {
	var in request
	if err := c.readBody(&in); err != nil {
		return answer{}, err
	}
	input, err := in.toInput(false)
	if err != nil {
		return answer{}, err
	}
	result, err := s.manager.PutWorkspace(c.Context(), c.grant, input.Input, c.write())
	if err != nil {
		return answer{}, err
	}
	body, err := showWorkspace(c.grant.ID(), result.Record)
	return answerPut(result, result.Record.Meta.ETag, result.Record.Revision, body), err
}

func (s *server) deleteWorkspace(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteWorkspace(c.Context(), c.grant, c.write()))
}
