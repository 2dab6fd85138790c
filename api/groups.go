// SPDX-License-Identifier: Apache-2.0

package api

func (s *server) getGroup(c *call) (answer, error) {
	record, err := s.manager.Group(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	body, err := showGroup(c.grant.ID(), record)
	return c.answerGet(record.Meta.ETag, body), err
}

func (s *server) putGroup(c *call) (answer, error) {
	var in groupRequest
	if err := c.readBody(&in); err != nil {
		return answer{}, err
	}
	input, err := in.toInput()
	if err != nil {
		return answer{}, err
	}
	result, err := s.manager.PutGroup(c.Context(), c.grant, input, c.write())
	if err != nil {
		return answer{}, err
	}
	body, err := showGroup(c.grant.ID(), result.Record)
	return answerPut(result, result.Record.Meta.ETag, result.Record.Revision, body), err
}

func (s *server) deleteGroup(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteGroup(c.Context(), c.grant, c.write()))
}
