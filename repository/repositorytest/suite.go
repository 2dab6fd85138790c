// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"testing"

	"github.com/corsgate/corsgate/repository"
)

// Run checks a store against the contract. Each case opens an empty store of its own, in parallel with others, and
// closes it.
func Run(t *testing.T, open func(t *testing.T) repository.Store) {
	cases := []struct {
		name  string
		check func(t *testing.T, r *rig)
	}{
		{"subscription life", subscriptionLife},
		{"first group of a subscription", firstGroupOfSubscription},
		{"group life", groupLife},
		{"absent records", absentRecords},
		{"workspace life", workspaceLife},
		{"service life", serviceLife},
		{"ids without case", idsWithoutCase},
		{"keys that are no text", keysThatAreNoText},
		{"echo", echo},
		{"stamps", stamps},
		{"tenants see their own alone", tenantsSeeTheirOwn},
		{"tenants change their own alone", tenantsChangeTheirOwn},
		{"mutation sees the record", mutationSeesRecord},
		{"failed mutation changes nothing", failedMutation},
		{"no-op changes nothing", noOp},
		{"one of two writers wins", oneWriterWins},
		{"caller keeps its value", callerKeepsValue},
		{"etags of a service", serviceETags},
		{"etags of a subscription", subscriptionETags},
		{"etags of a group", groupETags},
		{"etags of a workspace", workspaceETags},
		{"etags never return", etagsNeverReturn},
		{"parents", parents},
		{"taken names", takenNames},
		{"taken label", takenLabel},
		{"taken subscription", takenSubscription},
		{"subscription of another tenant", subscriptionOfAnotherTenant},
		{"one of two tenants gets a subscription", oneTenantGetsSubscription},
		{"workspace name taken", workspaceNameTaken},
		{"subscription with groups", subscriptionWithGroups},
		{"groups made in a subscription that is deleted", groupsInDeletedSubscription},
		{"workspace with services", workspaceWithServices},
		{"group with all that is in it", cascade},
		{"history of what went with its group", historyOfCascade},
		{"group made anew", groupMadeAnew},
		{"deletion of a group refused", refusedCascade},
		{"writers in a group that is deleted", writersInDeletedGroup},
		{"order of lists", orderOfLists},
		{"pages while rows change", pagesWhileRowsChange},
		{"workspaces by page", workspacesByPage},
		{"subscriptions by page", subscriptionsByPage},
		{"groups by page", groupsByPage},
		{"services of a group by page", servicesOfGroupByPage},
		{"heads of services", serviceHeads},
		{"history", history},
		{"history by page", historyByPage},
		{"history of a subscription", historyOfSubscription},
		{"history of a group", historyOfGroup},
		{"history of a workspace", historyOfWorkspace},
		{"revisions have no gaps", revisionsWithoutGaps},
		{"ended contexts", endedContexts},
		{"context ends while another writes", contextEndsBehindWriter},
		{"closed store", closedStore},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, open(t))
			t.Cleanup(func() { r.close(t) })
			c.check(t, r)
		})
	}
}

// RunWatcher checks a watcher against the contract. Each case opens a watcher of an empty store, and the store to
// change what it sees; open sees to it that both are closed in the end.
func RunWatcher(t *testing.T, open func(t *testing.T) (writer repository.Store, watcher repository.Watcher)) {
	cases := []struct {
		name  string
		check func(t *testing.T, r *rig)
	}{
		{"empty snapshot", emptySnapshot},
		{"snapshot of all tenants", snapshotOfAllTenants},
		{"changes in order", changesInOrder},
		{"route keeps settings exactly", routeKeepsSettings},
		{"resume from a cursor", resumeFromCursor},
		{"deletion is seen", deletionIsSeen},
		{"recreation replaces deletion", recreationReplacesDeletion},
		{"deletion again", deletionAgain},
		{"deletion of a group is one commit", cascadeIsOneCommit},
		{"deletion of a group, partly superseded", cascadePartlySuperseded},
		{"others only move the cursor", othersMoveCursor},
		{"no-op is not seen", noOpIsNotSeen},
		{"slow consumer", slowConsumer},
		{"compaction", compaction},
		{"compaction keeps the young", compactionKeepsYoung},
		{"new epoch", newEpoch},
		{"cursor from elsewhere", cursorFromElsewhere},
		{"await wakes on a commit", awaitWakesOnCommit},
		{"await returns when behind", awaitReturnsWhenBehind},
		{"await wakes everybody", awaitWakesEverybody},
		{"await wakes on a new epoch", awaitWakesOnEpoch},
		{"await ends with its context", awaitEndsWithContext},
		{"ended contexts", endedContextsOfWatcher},
		{"writers and a follower", writersAndFollower},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			writer, watcher := open(t)
			r := newRig(t, writer)
			r.watcher = watcher
			c.check(t, r)
		})
	}
}
