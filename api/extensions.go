// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

func (s *server) getCORS(c *call) (answer, error) {
	x, err := s.manager.CORSSettings(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	return s.answerSettings(c, x.Meta.ETag, &x.Part, func() (any, error) { return showExtension(c.grant.ID(), x), nil })
}

func (s *server) putCORS(c *call) (answer, error) {
	body, err := c.readBody(settingsShape)
	if err != nil {
		return answer{}, err
	}
	settings, err := propertiesOf[jsontext.Value](body)
	if err != nil {
		return answer{}, err
	}
	result, err := s.manager.PutCORSSettings(c.Context(), c.grant, settings, c.write())
	return answerPutExtension(c, result, err)
}

func (s *server) deleteCORS(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteCORSSettings(c.Context(), c.grant, c.write()))
}

func (s *server) getUpstream(c *call) (answer, error) {
	x, err := s.manager.Upstream(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	return answerGetExtension(c, x)
}

func (s *server) putUpstream(c *call) (answer, error) {
	body, err := c.readBody(upstreamShape)
	if err != nil {
		return answer{}, err
	}
	upstream, err := propertiesOf[repository.Upstream](body)
	if err != nil {
		return answer{}, err
	}
	result, err := s.manager.PutUpstream(c.Context(), c.grant, upstream, c.write())
	return answerPutExtension(c, result, err)
}

func (s *server) deleteUpstream(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteUpstream(c.Context(), c.grant, c.write()))
}

func (s *server) getGateway(c *call) (answer, error) {
	x, err := s.manager.GatewaySettings(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	return answerGetExtension(c, x)
}

func (s *server) putGateway(c *call) (answer, error) {
	body, err := c.readBody(gatewayShape)
	if err != nil {
		return answer{}, err
	}
	settings, err := propertiesOf[repository.GatewaySettings](body)
	if err != nil {
		return answer{}, err
	}
	result, err := s.manager.PutGatewaySettings(c.Context(), c.grant, settings, c.write())
	return answerPutExtension(c, result, err)
}

func (s *server) deleteGateway(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteGatewaySettings(c.Context(), c.grant, c.write()))
}

func answerGetExtension[T any](c *call, x *service.Extension[T]) (answer, error) {
	return c.answerGet(x.Meta.ETag, func() (any, error) { return showExtension(c.grant.ID(), x), nil })
}

func answerPutExtension[T any](c *call, result service.Result[service.Extension[T]], err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	return answerPut(result, result.Record.Meta.ETag, result.Record.Revision, showExtension(c.grant.ID(), result.Record)), nil
}
