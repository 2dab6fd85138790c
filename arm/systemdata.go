// SPDX-License-Identifier: Apache-2.0

package arm

import "time"

// SystemData says who created and who last changed a resource, and when. Times are UTC.
//
// https://learn.microsoft.com/rest/api/resources/resources/get-by-id#systemdata
type SystemData struct {
	CreatedBy          string    `json:"createdBy"`
	CreatedByType      string    `json:"createdByType"`
	CreatedAt          time.Time `json:"createdAt"`
	LastModifiedBy     string    `json:"lastModifiedBy"`
	LastModifiedByType string    `json:"lastModifiedByType"`
	LastModifiedAt     time.Time `json:"lastModifiedAt"`
}
