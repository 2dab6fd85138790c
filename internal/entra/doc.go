// SPDX-License-Identifier: Apache-2.0

// Package entra is an authority in the shape of Microsoft Entra ID, for development: Azure's own clients get tokens for
// the management API from it with their ordinary settings. It knows one application, which signs in with a secret, and
// signs with the installation's token key.
//
// It must not know what its tokens are used for, nor of storage: each GUID is a tenant, whether or not there is a
// subscription of that name.
//
// https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
package entra
