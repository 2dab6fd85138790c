// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

func (s *server) listServices(c *call) (answer, error) {
	return answerList(s, c, lister[repository.Service]{
		read: func(page repository.Page) ([]*repository.Service, error) {
			return s.manager.ListFHIRServices(c.Context(), c.grant, page)
		},
		show: func(r *repository.Service) (any, error) { return c.showService(storedID(r.ID), r) },
		key:  func(r *repository.Service) repository.Key { return r.Key },
	})
}

func (s *server) getService(c *call) (answer, error) {
	record, err := s.manager.FHIRService(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	return s.answerSettings(c, record.Meta.ETag, record.CORS, func() (any, error) { return c.showService(c.grant.ID(), record) })
}

func (s *server) putService(c *call) (answer, error) {
	in, err := c.readInput(serviceShape)
	if err != nil {
		return answer{}, err
	}
	return c.answerService(s.manager.PutFHIRService(c.Context(), c.grant, in, c.write()))
}

func (s *server) patchService(c *call) (answer, error) {
	patch, err := c.readPatch(serviceShape)
	if err != nil {
		return answer{}, err
	}
	fault := settingsFault(patch)
	return c.answerService(s.manager.PatchFHIRService(c.Context(), c.grant,
		func(old *repository.Service) (service.FHIRServiceInput, error) {
			if fault != nil {
				return service.FHIRServiceInput{}, fault
			}
			return c.revise(stored{old.Location, old.Document, old.Meta, settingsOf(old)}, patch, serviceShape)
		}, c.write()))
}

func (c *call) answerService(result service.Result[repository.Service], err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	body, err := c.showService(c.grant.ID(), result.Record)
	return answerPut(result, result.Record.Meta.ETag, result.Record.Revision, body), err
}

func (s *server) deleteService(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteFHIRService(c.Context(), c.grant, c.write()))
}
