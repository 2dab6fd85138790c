// SPDX-License-Identifier: Apache-2.0

package arm

// Code is the machine-readable name of a failure. Clients branch on it.
type Code string

// The codes, about in the order in which a request is checked; openapi.yaml has it exactly.
const (
	AuthenticationFailed       Code = "AuthenticationFailed"
	InvalidResourceType        Code = "InvalidResourceType"
	InvalidResourceNamespace   Code = "InvalidResourceNamespace"
	MethodNotAllowed           Code = "MethodNotAllowed"
	MissingAPIVersionParameter Code = "MissingApiVersionParameter"
	UnsupportedAPIVersionValue Code = "UnsupportedApiVersionValue"
	AuthorizationFailed        Code = "AuthorizationFailed"
	InvalidResourceName        Code = "InvalidResourceName"
	UnsupportedMediaType       Code = "UnsupportedMediaType"
	RequestEntityTooLarge      Code = "RequestEntityTooLarge"
	RequestTimeout             Code = "RequestTimeout"
	InvalidRequestContent      Code = "InvalidRequestContent"
	InvalidSkipToken           Code = "InvalidSkipToken"
	ParentResourceNotFound     Code = "ParentResourceNotFound"
	ResourceNotFound           Code = "ResourceNotFound"
	WorkspaceNameUnavailable   Code = "WorkspaceNameUnavailable"
	SubscriptionUnavailable    Code = "SubscriptionUnavailable"
	CannotDeleteResource       Code = "CannotDeleteResource"
	PreconditionFailed         Code = "PreconditionFailed"
	LocationRequired           Code = "LocationRequired"
	InvalidResourceLocation    Code = "InvalidResourceLocation"
	InvalidCorsConfiguration   Code = "InvalidCorsConfiguration"
	InvalidUpstreamURL         Code = "InvalidUpstreamUrl"
	ServiceUnavailable         Code = "ServiceUnavailable"
	InternalServerError        Code = "InternalServerError"
	TooManyRequests            Code = "TooManyRequests"
	InvalidQueryParameterValue Code = "InvalidQueryParameterValue"
)

// The codes of details: what is wrong with one property of a body. The rules of CORS add theirs.
const (
	UnknownProperty Code = "UnknownProperty"
	InvalidType     Code = "InvalidType"
	InvalidValue    Code = "InvalidValue"
	MissingProperty Code = "MissingProperty"
	TooLong         Code = "TooLong"
	TooManyItems    Code = "TooManyItems"
	TooFewItems     Code = "TooFewItems"
)

// Error is the error of every answer that is not a success. Target is the JSON path or parameter at fault.
//
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/common-types/resource-management/v5/types.json
type Error struct {
	Code           Code             `json:"code"`
	Message        string           `json:"message"`
	Target         string           `json:"target,omitempty"`
	Details        []Error          `json:"details,omitempty"`
	AdditionalInfo []AdditionalInfo `json:"additionalInfo,omitempty"`
}

// AdditionalInfo is for programs: what the message says to people, in members with names. Type says which.
type AdditionalInfo struct {
	Type string         `json:"type"`
	Info map[string]any `json:"info"`
}

// The types of AdditionalInfo.
const (
	Suggestion    = "Suggestion"    // property: the known name that was probably meant
	APIVersions   = "ApiVersions"   // supported: those in which the type is served
	Retry         = "Retry"         // afterSeconds: when the same request may succeed
	ResourceTypes = "ResourceTypes" // supported: those that the operation knows
)

// Error is the message with its code.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// ErrorBody is the envelope in which an Error travels.
type ErrorBody struct {
	Error Error `json:"error"`
}
