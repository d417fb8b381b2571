// Written from core/schemas/openapi.json by the test of core/src/api/rest/client-text.ts: not edited.

/** What answers are made of, by name. */
export interface Schemas {
  readonly Approvals: { readonly plan: string; readonly title: string; readonly hash: string; readonly needed: number; readonly given: readonly ({ readonly person: string; readonly at: string })[] };
  readonly Audit: { readonly records: readonly (Schemas['AuditRecord'])[]; readonly verified: boolean; readonly brokenAt: number | null };
  readonly AuditRecord: { readonly sequence: number; readonly at: string; readonly person: string; readonly origin: string | null; readonly action: string; readonly plugin: string | null; readonly pluginVersion: string | null; readonly device: string | null; readonly deviceName: string | null; readonly change: string | null; readonly outcome: 'done' | 'refused' | 'failed'; readonly detail: string; readonly hash: string };
  readonly Behind: { readonly device: string; readonly deviceName: string; readonly port: string | null; readonly ownWay: boolean; readonly devices: readonly ({ readonly device: string; readonly name: string; readonly site: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | null })[] };
  readonly Change: { readonly id: string; readonly title: string; readonly person: string; readonly state: 'planned' | 'applying' | 'verifying' | 'kept' | 'reverting' | 'reverted-verified' | 'reverted-unverified' | 'failed-held'; readonly planHash: string; readonly startedAt: string; readonly endedAt: string | null; readonly steps: readonly ({ readonly device: string; readonly resource: string; readonly key: { readonly [name: string]: unknown }; readonly state: 'pending' | 'applied' | 'verified' | 'restored' | 'restored-unverified' | 'failed' | 'untouched'; readonly message: string | null })[]; readonly undoes: string | null; readonly undoneBy: string | null; readonly message?: string | null; readonly unsaved?: readonly ({ readonly device: string; readonly deviceName: string; readonly plugin: string; readonly message: string | null })[]; readonly wave: number; readonly waves: number; readonly paused: boolean };
  readonly ChangesStop: { readonly person: string; readonly at: string; readonly reason: string };
  readonly ChangesStopped: { readonly stop: Schemas['ChangesStop'] | null };
  readonly Check: { readonly device: string; readonly plugin: string; readonly check: string; readonly title: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | 'pending'; readonly hard: boolean; readonly flapping?: boolean; readonly attempt: number; readonly summary: string; readonly items: readonly ({ readonly name: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown'; readonly summary: string; readonly metrics?: readonly ({ readonly name: string; readonly value: number })[] })[]; readonly metrics: readonly ({ readonly name: string; readonly value: number })[]; readonly since: string | null; readonly lastRun: string | null; readonly nextRun: string | null; readonly elapsedMs: number | null; readonly code: string | null; readonly where: string; readonly hint: string; readonly restores?: readonly ({ readonly machine: string; readonly object: string; readonly copiedAt: string | null; readonly command: string })[] };
  readonly CheckOfDevice: { readonly device: string; readonly plugin: string; readonly check: string; readonly title: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | 'pending'; readonly hard: boolean; readonly flapping?: boolean; readonly attempt: number; readonly summary: string; readonly items: readonly ({ readonly name: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown'; readonly summary: string; readonly metrics?: readonly ({ readonly name: string; readonly value: number })[] })[]; readonly metrics: readonly ({ readonly name: string; readonly value: number })[]; readonly since: string | null; readonly lastRun: string | null; readonly nextRun: string | null; readonly elapsedMs: number | null; readonly code: string | null; readonly where: string; readonly hint: string; readonly restores?: readonly ({ readonly machine: string; readonly object: string; readonly copiedAt: string | null; readonly command: string })[]; readonly deviceName: string; readonly site: string };
  readonly ConfigurationFile: { readonly file: string; readonly kind: 'daemon' | 'organization' | 'site' | 'credentials' | 'trust' | 'plugins'; readonly site: string | null; readonly etag: string; readonly writable: boolean };
  readonly ConfigurationText: { readonly file: string; readonly kind: 'daemon' | 'organization' | 'site' | 'credentials' | 'trust' | 'plugins'; readonly site: string | null; readonly etag: string; readonly writable: boolean; readonly text: string; readonly masked: boolean };
  readonly Credential: { readonly name: string; readonly kind: string; readonly place: { readonly file: string; readonly line: number; readonly column: number }; readonly fields: readonly ({ readonly field: string; readonly secret: boolean; readonly value: string | null; readonly from: 'vault' | 'file' | 'env' | 'plain' | 'value'; readonly reference: string | null })[]; readonly uses: readonly ({ readonly layer: string; readonly name: string; readonly key: string; readonly file: string; readonly line: number; readonly site: string | null })[] };
  readonly CredentialKind: { readonly kind: string; readonly fields: readonly ({ readonly field: string; readonly secret: boolean; readonly required: boolean; readonly values: readonly (string)[] | null })[] };
  readonly Credentials: { readonly credentials: readonly (Schemas['Credential'])[]; readonly kinds: readonly (Schemas['CredentialKind'])[] };
  readonly CredentialSet: { readonly name: string; readonly set: readonly (string)[]; readonly missing: readonly (string)[] };
  readonly Device: { readonly id: string; readonly name: string; readonly site: string; readonly kind: 'switch' | 'router' | 'firewall' | 'wireless' | 'pbx' | 'phone' | 'server' | 'storage' | 'backup' | 'printer' | 'power' | 'environment' | 'appliance' | 'unknown'; readonly addresses: readonly (string)[]; readonly vendor: string | null; readonly model: string | null; readonly os: string | null; readonly version: string | null; readonly serial: string | null; readonly plugins: readonly (string)[]; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | null; readonly interfaces?: readonly ({ readonly index: number; readonly name: string; readonly adminStatus: 'up' | 'down' | 'testing' | 'unknown' | 'dormant' | 'notPresent' | 'lowerLayerDown' | null; readonly operStatus: 'up' | 'down' | 'testing' | 'unknown' | 'dormant' | 'notPresent' | 'lowerLayerDown' | null; readonly speed: number | null })[]; readonly neighbours?: readonly ({ readonly localPort: string | null; readonly remoteName: string | null; readonly remotePort: string | null })[] };
  readonly DeviceDetail: { readonly id: string; readonly name: string; readonly site: string; readonly kind: 'switch' | 'router' | 'firewall' | 'wireless' | 'pbx' | 'phone' | 'server' | 'storage' | 'backup' | 'printer' | 'power' | 'environment' | 'appliance' | 'unknown'; readonly addresses: readonly (string)[]; readonly vendor: string | null; readonly model: string | null; readonly os: string | null; readonly version: string | null; readonly serial: string | null; readonly plugins: readonly (string)[]; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | null; readonly address: string; readonly labels: { readonly [name: string]: string }; readonly keys: readonly ({ readonly type: string; readonly value: string })[]; readonly firstSeen: string; readonly lastSeen: string | null; readonly interfaces: readonly ({ readonly index: number; readonly name: string; readonly adminStatus: 'up' | 'down' | 'testing' | 'unknown' | 'dormant' | 'notPresent' | 'lowerLayerDown' | null; readonly operStatus: 'up' | 'down' | 'testing' | 'unknown' | 'dormant' | 'notPresent' | 'lowerLayerDown' | null; readonly speed: number | null; readonly description: string | null; readonly alias: string | null; readonly type: string | null; readonly mtu: number | null; readonly mac: string | null; readonly aggregate?: string })[]; readonly neighbours: readonly ({ readonly protocol: 'lldp' | 'cdp' | 'other'; readonly localPort: string | null; readonly remoteName: string | null; readonly remotePort: string | null; readonly remoteChassis: string | null })[]; readonly parts: readonly ({ readonly name: string; readonly kind: string; readonly description: string | null; readonly model: string | null; readonly serial: string | null; readonly version: string | null; readonly within: string | null })[]; readonly vlans: readonly ({ readonly id: number; readonly name: string | null; readonly untagged: readonly (string)[]; readonly tagged: readonly (string)[] })[]; readonly stations: readonly ({ readonly mac: string; readonly port: string; readonly vlan: number | null })[]; readonly arp: readonly ({ readonly address: string; readonly mac: string })[]; readonly hardware: readonly (string)[]; readonly behind: { readonly device: string; readonly port: string | null; readonly proof: 'both' | 'one' | 'address'; readonly protocol: string | null } | null; readonly attachedTo?: { readonly device: string; readonly as: string | null }; readonly checks: readonly (Schemas['Check'])[]; readonly incidents: readonly (Schemas['Incident'])[]; readonly lately: readonly ({ readonly at: string; readonly what: 'incident' | 'resolved' | 'change' | 'configuration'; readonly state: string; readonly summary: string; readonly id: string; readonly lasted: number | null })[] };
  readonly Difference: { readonly path: string; readonly before: unknown; readonly after: unknown };
  readonly DiscoveryReport: { readonly sites: readonly (string)[]; readonly addresses: number; readonly alive: number; readonly fingerprinted: number; readonly devices: readonly (string)[]; readonly added: readonly (string)[]; readonly unmatched: readonly (string)[]; readonly elapsedMs: number; readonly problems: readonly ({ readonly address: string; readonly plugin: string | null; readonly where: string; readonly code: string; readonly message: string; readonly hint: string })[] };
  readonly Drift: { readonly device: string; readonly deviceName: string; readonly site: string; readonly plugin: string; readonly resource: string; readonly key: { readonly [name: string]: unknown }; readonly title: string; readonly state: 'equal' | 'drifting' | 'unknown' | 'pending'; readonly change: string; readonly changeTitle: string; readonly person: string; readonly pushedAt: string; readonly accepted: { readonly person: string; readonly at: string } | null; readonly checkedAt: string | null; readonly equalAt: string; readonly since: string | null; readonly differences: readonly (Schemas['Difference'])[]; readonly message: string | null };
  readonly Explanation: { readonly key: string; readonly value: unknown; readonly layers: readonly ({ readonly layer: string; readonly name: string; readonly value: unknown; readonly place: { readonly file: string; readonly line: number; readonly column: number } | null; readonly effective: boolean })[] };
  readonly FileWritten: { readonly file: string; readonly etag: string; readonly changed: boolean; readonly atNextStart: readonly (string)[] };
  readonly History: { readonly device: string; readonly deviceName: string; readonly taken: { readonly version: Schemas['Version']; readonly fresh: boolean; readonly unread: readonly ({ readonly title: string; readonly message: string })[] } | null; readonly versions: readonly (Schemas['Version'])[] };
  readonly HostKey: { readonly address: string; readonly port: number; readonly fingerprint: string; readonly firstSeen: string; readonly status: 'accepted' | 'changed' | 'asked'; readonly offered: string | null };
  readonly Incident: { readonly id: string; readonly device: string; readonly plugin: string; readonly check: string; readonly item: string | null; readonly state: 'ok' | 'warning' | 'critical' | 'unknown'; readonly summary: string; readonly status: 'open' | 'acknowledged' | 'resolved'; readonly openedAt: string; readonly resolvedAt: string | null; readonly acknowledged?: { readonly by: string; readonly at: string; readonly until: string | null } };
  readonly IncidentNote: { readonly at: string; readonly person: string; readonly what: 'opened' | 'comment' | 'acknowledged' | 'lapsed' | 'delegated' | 'task closed' | 'resolved'; readonly text: string };
  readonly IncidentOfDevice: { readonly id: string; readonly device: string; readonly plugin: string; readonly check: string; readonly item: string | null; readonly state: 'ok' | 'warning' | 'critical' | 'unknown'; readonly summary: string; readonly status: 'open' | 'acknowledged' | 'resolved'; readonly openedAt: string; readonly resolvedAt: string | null; readonly acknowledged?: { readonly by: string; readonly at: string; readonly until: string | null }; readonly deviceName: string; readonly site: string | null };
  readonly InstalledPlugin: { readonly id: string; readonly packageName: string; readonly version: string; readonly title: string; readonly checks: readonly (string)[]; readonly discovery: readonly (string)[]; readonly resources: readonly ({ readonly name: string; readonly title: string; readonly key: readonly (string)[]; readonly commitClass: 'confirm' | 'session' | 'timer' | 'snapshot' | 'irreversible' })[]; readonly dashboards: { readonly [name: string]: { readonly title: string; readonly groups: readonly ({ readonly title: string; readonly metrics: readonly (string)[] })[] } }; readonly metrics: readonly ({ readonly check: string; readonly name: string; readonly title: string; readonly unit: string })[]; readonly off: unknown; readonly contributions: readonly ({ readonly kind: 'discovery' | 'check' | 'resource' | 'watcher' | 'notifier' | 'dashboard'; readonly name: string; readonly title: string })[]; readonly permissions: readonly ({ readonly words: string; readonly writes: boolean })[]; readonly hasSettings: boolean; readonly level: 'observe' | 'apply' | 'confirm'; readonly publisher: string | null; readonly source: string | null; readonly granted: { readonly by: string; readonly at: string } | null };
  readonly Invitation: { readonly name: string; readonly secret: string; readonly expiresAt: string };
  readonly ItemDifference: { readonly title: string; readonly kind: 'changed' | 'added' | 'removed'; readonly differences: readonly (Schemas['Difference'])[] };
  readonly KeptPlan: { readonly plan: Schemas['Plan']; readonly given: readonly ({ readonly person: string; readonly at: string })[]; readonly change: string | null };
  readonly KeysSet: { readonly file: string; readonly etag: string; readonly changed: boolean; readonly atNextStart: readonly (string)[]; readonly edited: readonly ({ readonly key: string; readonly before: unknown; readonly after: unknown })[]; readonly against: readonly ({ readonly key: string; readonly layer: string; readonly name: string; readonly file: string; readonly line: number })[] };
  readonly Link: { readonly proof: 'both' | 'one' | 'address'; readonly protocol: 'lldp' | 'cdp' | 'other' | null; readonly ends: readonly ({ readonly device: string; readonly name: string; readonly site: string; readonly port: string | null; readonly aggregate: string | null })[] };
  readonly LoginWays: { readonly password: true; readonly passkey: boolean; readonly oidc: { readonly title: string } | null };
  readonly Maintenance: { readonly id: string; readonly reason: string; readonly person: string; readonly begunAt: string; readonly endsAt: string; readonly endedBy: string | null; readonly at: string; readonly device: string | null };
  readonly MatrixCell: { readonly plugin: string; readonly enabled: boolean; readonly enabledBy: { readonly layer: string; readonly name: string; readonly place: { readonly file: string; readonly line: number; readonly column: number } | null } | null; readonly pinned: string | null; readonly pinnedBy: { readonly layer: string; readonly name: string; readonly place: { readonly file: string; readonly line: number; readonly column: number } | null } | null; readonly version: string | null; readonly grant: { readonly given: 'read' | 'write' | 'exact'; readonly by: { readonly layer: string; readonly name: string; readonly place: { readonly file: string; readonly line: number; readonly column: number } | null } | null; readonly state: 'none' | 'granted' | 'differs' | 'needs-approval' | 'not-run'; readonly withheld: readonly ({ readonly words: string; readonly writes: boolean })[] }; readonly devices: number; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | null };
  readonly MergeProposal: { readonly id: string; readonly devices: readonly (string)[]; readonly names: readonly (string)[]; readonly because: readonly ({ readonly type: string; readonly value: string })[]; readonly proposedAt: string };
  readonly NewToken: { readonly id: string; readonly title: string; readonly role: 'viewer' | 'operator' | 'approver' | 'manager' | 'admin'; readonly at: string; readonly madeBy: string; readonly createdAt: string; readonly expiresAt: string; readonly usedAt: string | null; readonly token: string };
  readonly Notification: { readonly id: string; readonly kind: 'incidents' | 'test' | 'report'; readonly route: string; readonly channel: string; readonly site: string | null; readonly title: string; readonly devices: readonly (string)[]; readonly state: 'waiting' | 'sent' | 'failed'; readonly attempts: number; readonly madeAt: string; readonly sentAt: string | null; readonly nextAt: string | null; readonly reason: string };
  readonly NotificationRoutes: { readonly routes: readonly ({ readonly name: string; readonly site: string; readonly to: readonly (string)[]; readonly states: readonly ('ok' | 'warning' | 'critical' | 'unknown')[]; readonly resolved: boolean; readonly afterMs: number | null; readonly repeatMs: number | null; readonly quiet: { readonly from: string; readonly to: string; readonly days?: readonly (string)[]; readonly zone?: string } | null })[]; readonly channels: readonly ({ readonly name: string; readonly site: string | null; readonly kind: 'mail' | 'webhook' | 'plugin'; readonly target: string })[] };
  readonly OpenedSession: { readonly person: string; readonly csrf: string };
  readonly Organization: { readonly id: string; readonly title: string; readonly regions: readonly ({ readonly id: string; readonly title: string; readonly districts: readonly ({ readonly id: string; readonly title: string; readonly sites: readonly ({ readonly id: string; readonly title: string })[] })[] })[] };
  readonly Passkey: { readonly id: string; readonly title: string; readonly synced: boolean; readonly createdAt: string; readonly usedAt: string | null };
  readonly Person: { readonly name: string; readonly createdAt: string; readonly hasPassword: boolean; readonly hasPasskey: boolean; readonly hasIdentity: boolean; readonly roles: readonly ({ readonly role: 'viewer' | 'operator' | 'approver' | 'manager' | 'admin'; readonly at: string; readonly from: 'manager' | 'groups' })[] };
  readonly Plan: { readonly format: 1; readonly id: string; readonly title: string; readonly author: string; readonly createdAt: string; readonly expiresAt: string; readonly steps: readonly ({ readonly device: string; readonly deviceName: string; readonly plugin: string; readonly pluginVersion: string; readonly resource: string; readonly key: { readonly [name: string]: unknown }; readonly commitClass: 'confirm' | 'session' | 'timer' | 'snapshot' | 'irreversible'; readonly wave: number; readonly unit: string; readonly current: { readonly [name: string]: unknown }; readonly wanted: { readonly [name: string]: unknown }; readonly differences: readonly (Schemas['Difference'])[] })[]; readonly unchanged: number; readonly rollout: { readonly waves: number; readonly soakMs: number; readonly recoveryMs?: number; readonly maxFailures: number; readonly atOnce: number }; readonly windows: readonly ({ readonly from: string; readonly to: string; readonly days?: readonly (string)[]; readonly zone?: string })[]; readonly cautions?: readonly (string)[]; readonly warnings?: readonly (string)[]; readonly ownWay?: { readonly risk: 'refuse' | 'allow'; readonly ways: readonly (string)[] }; readonly approvals: number; readonly blastRadius: { readonly devices: readonly (string)[]; readonly sites: readonly (string)[]; readonly behind: readonly (string)[] }; readonly hash: string };
  readonly PluginMatrix: { readonly plugins: readonly ({ readonly id: string; readonly title: string; readonly version: string | null; readonly versions: readonly (string)[]; readonly kept: string | null; readonly granted: { readonly by: string; readonly at: string } | null; readonly upgrade: { readonly from: string; readonly to: string; readonly added: readonly ({ readonly words: string; readonly writes: boolean })[]; readonly removed: readonly ({ readonly words: string; readonly writes: boolean })[] } | null })[]; readonly sites: readonly ({ readonly site: string; readonly title: string; readonly region: string; readonly district: string; readonly plugins: readonly (Schemas['MatrixCell'])[] })[] };
  readonly Plugins: { readonly clockMs: number; readonly crashes: readonly (unknown)[]; readonly plugins: readonly (Schemas['PluginStatus'])[]; readonly refused: readonly ({ readonly directory: string; readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[] } })[]; readonly installed: readonly (Schemas['InstalledPlugin'])[] };
  readonly PluginStatus: { readonly id: string; readonly version: string; readonly state: 'idle' | 'starting' | 'active' | 'restarting' | 'quarantined' | 'stopped'; readonly pid: number | null; readonly activation: { readonly reason: string; readonly at: string; readonly readyMs: number } | null; readonly restarts: number; readonly lastExit: string | null; readonly cpuMs: number; readonly pssBytes: number | null; readonly calls: number; readonly openCalls: number; readonly messages: number; readonly waiting: number; readonly operations: number; readonly refused: number; readonly lastErrors: readonly ({ readonly at: string; readonly code: string; readonly message: string; readonly device: string })[]; readonly fences: readonly (string)[]; readonly sdk: string | null; readonly deprecated: readonly ({ readonly code: string; readonly text: string })[] };
  readonly Problem: { readonly type: string; readonly title: string; readonly status: number; readonly detail: string; readonly code: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[]; readonly now?: { readonly file: string; readonly etag: string; readonly text: string } };
  readonly Recoverability: readonly ({ readonly site: string; readonly score: number | null; readonly parts: readonly ({ readonly deviceName: string; readonly check: string; readonly title: string; readonly state: string; readonly summary: string; readonly share: number })[] })[];
  readonly Recovery: { readonly device: string; readonly deviceName: string; readonly replacement: string; readonly replacementName: string; readonly version: number; readonly versionSeenAt: string; readonly begun: { readonly person: string; readonly at: string } | null; readonly steps: readonly ({ readonly kind: 'replacement' | 'configuration' | 'data' | 'checks'; readonly name: string; readonly done: boolean; readonly summary: string; readonly person: string | null; readonly at: string | null; readonly copies: readonly ({ readonly deviceName: string; readonly site: string; readonly copiedAt: string | null; readonly command: string })[] })[]; readonly leftOut: readonly ({ readonly title: string; readonly path: string | null; readonly reason: string })[]; readonly cautions: readonly (string)[] };
  readonly Reload: { readonly kind: 'swapped' | 'unchanged' | 'refused'; readonly errors: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[]; readonly missing: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[]; readonly atNextStart: readonly (string)[]; readonly since: string | null };
  readonly Report: { readonly month: string; readonly madeAt: string; readonly sites: readonly ({ readonly site: string; readonly upMs: number; readonly downMs: number; readonly unknownMs: number; readonly maintenanceMs: number; readonly percent: number | null; readonly devices: number; readonly title: string; readonly zone: string; readonly from: string; readonly to: string; readonly target: number | null; readonly met: boolean | null })[]; readonly classes: readonly ({ readonly site: string; readonly upMs: number; readonly downMs: number; readonly unknownMs: number; readonly maintenanceMs: number; readonly percent: number | null; readonly devices: number; readonly kind: string })[]; readonly devices: readonly ({ readonly site: string; readonly upMs: number; readonly downMs: number; readonly unknownMs: number; readonly maintenanceMs: number; readonly percent: number | null; readonly device: string; readonly deviceName: string; readonly kind: string })[]; readonly incidents: readonly ({ readonly id: string; readonly site: string; readonly deviceName: string; readonly state: string; readonly summary: string; readonly openedAt: string; readonly resolvedAt: string | null; readonly acknowledgedMs: number | null; readonly repairedMs: number | null })[]; readonly repair: readonly ({ readonly site: string; readonly incidents: number; readonly meanAcknowledgedMs: number | null; readonly meanRepairedMs: number | null; readonly medianRepairedMs: number | null })[]; readonly changes: readonly ({ readonly id: string; readonly title: string; readonly person: string; readonly startedAt: string; readonly state: string; readonly outcome: 'kept' | 'undone' | 'held' | 'under way'; readonly sites: readonly (string)[] })[]; readonly backups: readonly ({ readonly site: string; readonly deviceName: string; readonly check: string; readonly state: string; readonly share: number; readonly summary: string })[]; readonly capacity: readonly ({ readonly site: string; readonly deviceName: string; readonly item: string; readonly state: string; readonly summary: string })[] };
  readonly ReportFile: { readonly name: string; readonly type: string; readonly text: string };
  readonly Resource: { readonly plugin: string; readonly pluginTitle: string; readonly version: string; readonly name: string; readonly title: string; readonly key: readonly (string)[]; readonly commitClass: 'confirm' | 'session' | 'timer' | 'snapshot' | 'irreversible'; readonly schema: { readonly [name: string]: unknown } };
  readonly Restore: { readonly plan: Schemas['Plan']; readonly leftOut: readonly ({ readonly title: string; readonly path: string | null; readonly reason: string })[] };
  readonly Rollout: { readonly id: string; readonly title: string; readonly person: string; readonly begun: string; readonly ended: string | null; readonly state: 'running' | 'paused' | 'stopped' | 'undoing' | 'aborted' | 'done'; readonly why: string | null; readonly set: readonly ({ readonly key: string; readonly value: unknown })[]; readonly unset: readonly (string)[]; readonly soakMs: number; readonly wave: number; readonly waves: readonly (readonly ({ readonly site: string; readonly state: 'waiting' | 'written' | 'healthy' | 'worse' | 'put-back'; readonly at: string | null; readonly before: { readonly critical: number; readonly warning: number; readonly unknown: number } | null; readonly now: { readonly critical: number; readonly warning: number; readonly unknown: number } | null })[])[] };
  readonly Sample: { readonly at: string; readonly value: number };
  readonly Schemas: { readonly [name: string]: unknown };
  readonly Session: { readonly person: string; readonly csrf: string | null; readonly organization: 'viewer' | 'operator' | 'approver' | 'manager' | 'admin' | null; readonly sites: readonly ({ readonly site: string; readonly role: 'viewer' | 'operator' | 'approver' | 'manager' | 'admin' })[] };
  readonly SessionFacts: { readonly id: string; readonly way: 'password' | 'passkey' | 'oidc' | 'link'; readonly address: string; readonly agent: string; readonly openedAt: string; readonly usedAt: string; readonly current: boolean };
  readonly SettingField: { readonly key: string; readonly group: 'enablement' | 'checks' | 'settings'; readonly title: string; readonly description: string | null; readonly unit: string | null; readonly schema: unknown; readonly secret: boolean; readonly value: unknown; readonly own: { readonly value: unknown } | null; readonly layers: readonly ({ readonly layer: string; readonly name: string; readonly value: unknown; readonly effective: boolean; readonly place: { readonly file: string; readonly line: number; readonly column: number } | null })[] };
  readonly SettingsForm: { readonly plugin: string | null; readonly version: string | null; readonly at: string; readonly device: string | null; readonly file: string; readonly etag: string; readonly writable: boolean; readonly schema: unknown; readonly fields: readonly (Schemas['SettingField'])[] };
  readonly Site: { readonly id: string; readonly title: string; readonly region: string; readonly district: string; readonly networks: readonly (string)[]; readonly devices: number; readonly checks: { readonly ok: number; readonly warning: number; readonly critical: number; readonly unknown: number; readonly pending: number }; readonly incidents: number; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | null };
  readonly Status: { readonly pid: number; readonly version: string; readonly startedAt: string; readonly directory: string; readonly organization: string; readonly sites: number; readonly devices: number; readonly checks: { readonly ok: number; readonly warning: number; readonly critical: number; readonly unknown: number; readonly pending: number }; readonly incidents: { readonly open: number; readonly acknowledged: number }; readonly plugins: readonly (Schemas['PluginStatus'])[]; readonly refused: readonly ({ readonly directory: string; readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[] } })[]; readonly complaints: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[] })[]; readonly unmade: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[] })[]; readonly schedule: { readonly scheduled: number; readonly inFlight: number; readonly runs: number; readonly skipped: number; readonly droppedMetrics: number; readonly unsaved: number; readonly lagMs: { readonly p50: number; readonly p95: number; readonly max: number } }; readonly storage: { readonly database: { readonly waiting: number; readonly lost: number; readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[] } | null }; readonly log: { readonly waiting: number; readonly lost: number; readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[] } | null } }; readonly transports: readonly ({ readonly thread: string; readonly operations: number; readonly failures: number; readonly inFlight: number; readonly restarts: number; readonly sshLoginMs: { readonly p50: number; readonly p95: number; readonly max: number } })[]; readonly traps: { readonly address: string; readonly port: number; readonly listening: boolean; readonly received: number; readonly accepted: number; readonly acknowledged: number; readonly dropped: { readonly [name: string]: number }; readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[] } | null } | null };
  readonly Task: { readonly id: string; readonly incident: string; readonly device: string; readonly deviceName: string; readonly site: string | null; readonly title: string; readonly to: { readonly kind: 'person' | 'team'; readonly name: string }; readonly by: string; readonly comment: string; readonly madeAt: string; readonly dueAt: string | null; readonly state: 'open' | 'closed'; readonly closedAt: string | null; readonly closedBy: string | null };
  readonly TextCheck: { readonly errors: readonly (Schemas['TextError'])[] };
  readonly TextError: { readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly file: string | null; readonly line: number | null; readonly column: number | null };
  readonly Token: { readonly id: string; readonly title: string; readonly role: 'viewer' | 'operator' | 'approver' | 'manager' | 'admin'; readonly at: string; readonly madeBy: string; readonly createdAt: string; readonly expiresAt: string; readonly usedAt: string | null };
  readonly Traps: { readonly receiver: { readonly address: string; readonly port: number; readonly listening: boolean; readonly received: number; readonly accepted: number; readonly acknowledged: number; readonly dropped: { readonly [name: string]: number }; readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly where: string; readonly more: readonly ({ readonly code: string; readonly message: string; readonly hint: string; readonly where: string })[] } | null } | null; readonly sites: readonly ({ readonly site: string | null; readonly kept: number; readonly dropped: number; readonly devices: readonly ({ readonly device: string; readonly name: string; readonly kept: number; readonly last: { readonly at: string; readonly address: string; readonly oid: string; readonly kind: 'trap' | 'inform'; readonly version: '1' | '3' | '2c' } })[]; readonly droppedFrom: readonly ({ readonly address: string; readonly dropped: number; readonly last: string })[] })[] };
  readonly Version: { readonly version: number; readonly hash: string; readonly takenAt: string; readonly seenAt: string; readonly cause: 'schedule' | 'change' | 'request'; readonly person: string; readonly change: string | null; readonly resources: number; readonly changed: readonly (string)[] };
  readonly VersionContent: { readonly version: number; readonly hash: string; readonly takenAt: string; readonly seenAt: string; readonly cause: 'schedule' | 'change' | 'request'; readonly person: string; readonly change: string | null; readonly resources: number; readonly changed: readonly (string)[]; readonly items: readonly ({ readonly plugin: string; readonly pluginVersion: string; readonly resource: string; readonly key: { readonly [name: string]: unknown }; readonly title: string; readonly state: { readonly [name: string]: unknown } })[] };
  readonly WaitingPlan: { readonly id: string; readonly title: string; readonly author: string; readonly createdAt: string; readonly expiresAt: string; readonly hash: string; readonly steps: number; readonly devices: readonly (string)[]; readonly sites: readonly (string)[]; readonly commitClasses: readonly ('confirm' | 'session' | 'timer' | 'snapshot' | 'irreversible')[]; readonly needed: number; readonly given: readonly ({ readonly person: string; readonly at: string })[] };
  readonly Where: { readonly what: string; readonly devices: readonly (string)[]; readonly links: readonly (Schemas['Link'])[]; readonly seen: readonly ({ readonly mac: string; readonly device: string; readonly site: string; readonly port: string; readonly vlan: number | null; readonly isEdge: boolean; readonly lastSeen: string | null })[] };
  readonly Why: { readonly incident: string; readonly check: { readonly plugin: string; readonly check: string; readonly title: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | 'pending'; readonly summary: string; readonly since: string | null; readonly items: readonly ({ readonly name: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown'; readonly summary: string })[] }; readonly path: readonly ({ readonly device: string; readonly deviceName: string; readonly site: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | 'pending'; readonly incident: string | null })[]; readonly cause: string | null; readonly suppressed: readonly ({ readonly device: string; readonly deviceName: string; readonly plugin: string; readonly check: string; readonly why: string; readonly by: string | null })[]; readonly behind: readonly ({ readonly device: string; readonly deviceName: string; readonly state: 'ok' | 'warning' | 'critical' | 'unknown' | 'pending' })[]; readonly lastChange: { readonly id: string; readonly title: string; readonly person: string; readonly state: string; readonly startedAt: string; readonly devices: readonly ({ readonly device: string; readonly deviceName: string })[] } | null; readonly maintenance: readonly (Schemas['Maintenance'])[] };
}

/** What each operation takes, and what it answers. */
export interface Operations {
  /** How people can log in. */
  readonly loginWays: { readonly input: object; readonly answer: Schemas['LoginWays'] };
  /** Log in; the session is kept in a cookie. */
  readonly logIn: { readonly input: { readonly name: string; readonly password: string }; readonly answer: Schemas['OpenedSession'] };
  /** Who is logged in, and what they may do where. */
  readonly session: { readonly input: object; readonly answer: Schemas['Session'] };
  /** End the session. */
  readonly logOut: { readonly input: object; readonly answer: {  } };
  /** What a browser is to log in with a passkey by. */
  readonly beginPasskeyLogin: { readonly input: object; readonly answer: { readonly challenge: string } };
  /** Log in with a passkey. */
  readonly logInByPasskey: { readonly input: { readonly credential: { readonly id: string; readonly rawId: string; readonly type: "public-key"; readonly response: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string; readonly userHandle: string } } }; readonly answer: Schemas['OpenedSession'] };
  /** Where the browser goes to log in at the identity provider. */
  readonly beginProviderLogin: { readonly input: { readonly again?: boolean }; readonly answer: { readonly url: string } };
  /** Log in with what the identity provider sent the browser back with. */
  readonly logInByProvider: { readonly input: { readonly returned: string }; readonly answer: Schemas['OpenedSession'] };
  /** Choose a password by a set-up link, and log in. */
  readonly setUp: { readonly input: { readonly secret: string; readonly name: string; readonly password: string }; readonly answer: Schemas['OpenedSession'] };
  /** Take another password; ends all other sessions. */
  readonly changePassword: { readonly input: { readonly current: string; readonly password: string }; readonly answer: Schemas['OpenedSession'] };
  /** Where the caller is logged in. */
  readonly sessions: { readonly input: object; readonly answer: readonly (Schemas['SessionFacts'])[] };
  /** End all sessions of the caller but this one. */
  readonly endOtherSessions: { readonly input: object; readonly answer: { readonly ended: number } };
  /** End one of the caller’s sessions. */
  readonly endSession: { readonly input: { readonly session: string }; readonly answer: { readonly ended: number } };
  /** The caller’s passkeys. */
  readonly passkeys: { readonly input: object; readonly answer: readonly (Schemas['Passkey'])[] };
  /** Keep the passkey that the browser made. */
  readonly addPasskey: { readonly input: { readonly title: string; readonly credential: { readonly id: string; readonly rawId: string; readonly type: "public-key"; readonly response: { readonly clientDataJSON: string; readonly attestationObject: string; readonly transports?: readonly (string)[] } } }; readonly answer: Schemas['Passkey'] };
  /** What a browser is to make a passkey by. */
  readonly beginPasskey: { readonly input: object; readonly answer: { readonly challenge: string } };
  /** Remove a passkey. */
  readonly removePasskey: { readonly input: { readonly passkey: string }; readonly answer: { readonly passkey: string } };
  /** People with roles at places that the caller manages. */
  readonly people: { readonly input: object; readonly answer: readonly (Schemas['Person'])[] };
  /** Add a person, who chooses a password by the link. */
  readonly addPerson: { readonly input: { readonly name: string; readonly role: 'viewer' | 'operator' | 'approver' | 'manager' | 'admin'; readonly at: string }; readonly answer: Schemas['Invitation'] };
  /** One person, with the roles at places that the caller manages. */
  readonly person: { readonly input: { readonly name: string }; readonly answer: Schemas['Person'] };
  /** Remove a person with sessions and tokens. */
  readonly removePerson: { readonly input: { readonly name: string }; readonly answer: { readonly name: string } };
  /** A new set-up link, for a forgotten password. */
  readonly invitePerson: { readonly input: { readonly name: string }; readonly answer: Schemas['Invitation'] };
  /** Give a role at a place, or take it away with `null`. */
  readonly setRole: { readonly input: { readonly name: string; readonly at: string; readonly role: 'viewer' | 'operator' | 'approver' | 'manager' | 'admin' | null }; readonly answer: Schemas['Person'] };
  /** End all sessions of a person. */
  readonly logOutPerson: { readonly input: { readonly name: string }; readonly answer: { readonly name: string; readonly ended: number } };
  /** Tokens: the caller’s own, and those of places that the caller manages. */
  readonly tokens: { readonly input: object; readonly answer: readonly (Schemas['Token'])[] };
  /** Make a token for a program, with no more than the caller may do. */
  readonly createToken: { readonly input: { readonly title: string; readonly role: 'viewer' | 'operator' | 'approver' | 'manager' | 'admin'; readonly at: string; readonly expires: string }; readonly answer: Schemas['NewToken'] };
  /** Revoke a token. */
  readonly revokeToken: { readonly input: { readonly token: string }; readonly answer: { readonly token: string } };
  /** The host, its checks and its plugins at one glance. */
  readonly status: { readonly input: object; readonly answer: Schemas['Status'] };
  /** The tree of regions, districts and sites. */
  readonly organization: { readonly input: object; readonly answer: Schemas['Organization'] };
  /** Sites, with how they are. */
  readonly sites: { readonly input: { readonly limit?: number; readonly cursor?: string; readonly region?: readonly (string)[]; readonly district?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['Site'])[]; readonly next: string | null } };
  /** One site. */
  readonly site: { readonly input: { readonly site: string }; readonly answer: Schemas['Site'] };
  /** Devices by name. */
  readonly devices: { readonly input: { readonly site?: string; readonly ports?: boolean; readonly limit?: number; readonly cursor?: string; readonly name?: readonly (string)[]; readonly kind?: readonly (string)[]; readonly vendor?: readonly (string)[]; readonly model?: readonly (string)[]; readonly os?: readonly (string)[]; readonly version?: readonly (string)[]; readonly serial?: readonly (string)[]; readonly plugins?: readonly (string)[]; readonly addresses?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['Device'])[]; readonly next: string | null } };
  /** A device with its ports, neighbours, checks and incidents. */
  readonly device: { readonly input: { readonly device: string }; readonly answer: Schemas['DeviceDetail'] };
  /** Take a device out of the inventory. */
  readonly removeDevice: { readonly input: { readonly device: string }; readonly answer: { readonly id: string; readonly name: string } };
  /** The topology: which device hangs at which. */
  readonly links: { readonly input: { readonly site?: string; readonly device?: string }; readonly answer: readonly (Schemas['Link'])[] };
  /** Where a device or a hardware address is plugged in. */
  readonly where: { readonly input: { readonly what: string }; readonly answer: Schemas['Where'] };
  /** What nobody reaches without a device, or without one of its ports. */
  readonly behind: { readonly input: { readonly device: string; readonly port?: string }; readonly answer: Schemas['Behind'] };
  /** SNMP traps received, kept and dropped, by site. */
  readonly traps: { readonly input: { readonly site?: string }; readonly answer: Schemas['Traps'] };
  /** How surely each site could get back what it loses. */
  readonly recoverability: { readonly input: { readonly site?: string | null }; readonly answer: Schemas['Recoverability'] };
  /** Devices that may be one: a person decides. */
  readonly proposals: { readonly input: object; readonly answer: readonly (Schemas['MergeProposal'])[] };
  /** Look for devices at a site, or everywhere; answers when it is over. */
  readonly discover: { readonly input: { readonly site?: string }; readonly answer: Schemas['DiscoveryReport'] };
  /** Say that two devices are one, or are not. */
  readonly decideProposal: { readonly input: { readonly proposal: string; readonly merge: boolean }; readonly answer: { readonly proposal: string; readonly merged: boolean } };
  /** Undo the last merge into a device. */
  readonly splitDevice: { readonly input: { readonly device: string }; readonly answer: { readonly device: string; readonly split: string; readonly id: string } };
  /** The last outcome of every check. */
  readonly checks: { readonly input: { readonly limit?: number; readonly cursor?: string; readonly site?: readonly (string)[]; readonly device?: readonly (string)[]; readonly deviceName?: readonly (string)[]; readonly plugin?: readonly (string)[]; readonly check?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['CheckOfDevice'])[]; readonly next: string | null } };
  /** Samples of one metric, oldest first; averages of an hour for long spans. */
  readonly samples: { readonly input: { readonly device: string; readonly metric: string; readonly item?: string; readonly from: string; readonly to: string }; readonly answer: readonly (Schemas['Sample'])[] };
  /** Incidents, newest first; those that are resolved with `all=true`. */
  readonly incidents: { readonly input: { readonly status?: 'open' | 'acknowledged' | 'resolved'; readonly device?: string; readonly all?: boolean; readonly limit?: number; readonly cursor?: string; readonly site?: readonly (string)[]; readonly deviceName?: readonly (string)[]; readonly plugin?: readonly (string)[]; readonly check?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['IncidentOfDevice'])[]; readonly next: string | null } };
  /** One incident; the first letters of its id are enough while it is not resolved. */
  readonly incident: { readonly input: { readonly incident: string }; readonly answer: Schemas['IncidentOfDevice'] };
  /** Run the checks of a device now, or one of them. */
  readonly runChecks: { readonly input: { readonly device: string; readonly check?: string }; readonly answer: readonly (Schemas['Check'])[] };
  /** Say that an incident is being looked after. */
  readonly acknowledge: { readonly input: { readonly incident: string; readonly for?: string; readonly comment?: string }; readonly answer: { readonly incident: string } };
  /** What happened to an incident and what was said of it, oldest first. */
  readonly incidentNotes: { readonly input: { readonly incident: string }; readonly answer: readonly (Schemas['IncidentNote'])[] };
  /** Say something of an incident. */
  readonly noteIncident: { readonly input: { readonly incident: string; readonly comment: string }; readonly answer: { readonly incident: string } };
  /** Why it is red: check, way, what waits for it, last change on the way, maintenance. */
  readonly why: { readonly input: { readonly incident: string }; readonly answer: Schemas['Why'] };
  /** Give an incident to a person or a team: a task that ends when the check is ok again. */
  readonly delegate: { readonly input: { readonly incident: string; readonly assignee: string; readonly due?: string; readonly comment?: string }; readonly answer: Schemas['Task'] };
  /** Tasks that are open, the first due first; closed ones with `all=true`, those of who asks with `mine=true`. */
  readonly tasks: { readonly input: { readonly mine?: boolean; readonly all?: boolean; readonly limit?: number; readonly cursor?: string; readonly site?: readonly (string)[]; readonly deviceName?: readonly (string)[]; readonly incident?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['Task'])[]; readonly next: string | null } };
  /** Say that a task is done. */
  readonly taskDone: { readonly input: { readonly task: string }; readonly answer: Schemas['Task'] };
  /** Maintenance in force. */
  readonly maintenance: { readonly input: { readonly limit?: number; readonly cursor?: string; readonly at?: readonly (string)[]; readonly person?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['Maintenance'])[]; readonly next: string | null } };
  /** Begin a maintenance now, of a device or of all below a node of the tree. */
  readonly beginMaintenance: { readonly input: { readonly at: string; readonly for: string; readonly reason: string }; readonly answer: Schemas['Maintenance'] };
  /** End a maintenance before its time. */
  readonly endMaintenance: { readonly input: { readonly maintenance: string }; readonly answer: Schemas['Maintenance'] };
  /** Messages to people, newest first, and what became of them. */
  readonly notifications: { readonly input: { readonly limit?: number; readonly cursor?: string; readonly state?: readonly (string)[]; readonly channel?: readonly (string)[]; readonly route?: readonly (string)[]; readonly kind?: readonly (string)[]; readonly site?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['Notification'])[]; readonly next: string | null } };
  /** Who is told what at each site, and where messages go. */
  readonly notificationRoutes: { readonly input: { readonly site?: string }; readonly answer: Schemas['NotificationRoutes'] };
  /** Send a test message to a channel, and say how it went. */
  readonly testNotification: { readonly input: { readonly channel: string; readonly site?: string }; readonly answer: Schemas['Notification'] };
  /** A month in figures, of the sites in sight or of one: availability, incidents, changes, backups, capacity. */
  readonly report: { readonly input: { readonly month: string; readonly site?: string }; readonly answer: Schemas['Report'] };
  /** The same as a file: `report.html` to print, or a table such as `sites.csv`. */
  readonly reportFile: { readonly input: { readonly month: string; readonly site?: string; readonly file: string }; readonly answer: Schemas['ReportFile'] };
  /** Changes, newest first. */
  readonly changes: { readonly input: { readonly limit?: number; readonly cursor?: string; readonly person?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['Change'])[]; readonly next: string | null } };
  /** Apply a plan; answers when the change has begun. */
  readonly apply: { readonly input: { readonly plan: unknown }; readonly answer: Schemas['Change'] };
  /** One change; the first letters of its id are enough. */
  readonly change: { readonly input: { readonly change: string }; readonly answer: Schemas['Change'] };
  /** Plans that wait to be approved or applied, newest first. */
  readonly plans: { readonly input: { readonly limit?: number; readonly cursor?: string; readonly author?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['WaitingPlan'])[]; readonly next: string | null } };
  /** Plan a change file: reads the devices, alters nothing. */
  readonly plan: { readonly input: { readonly text: string; readonly file: string }; readonly answer: Schemas['Plan'] };
  /** One plan, whole, by its id or by that of the change it became. */
  readonly keptPlan: { readonly input: { readonly plan: string }; readonly answer: Schemas['KeptPlan'] };
  /** What devices can be given, with the JSON Schema of each. */
  readonly resources: { readonly input: object; readonly answer: readonly (Schemas['Resource'])[] };
  /** Resources that were pushed, as they compared last. */
  readonly drift: { readonly input: { readonly device?: string; readonly site?: string; readonly resource?: string }; readonly answer: readonly (Schemas['Drift'])[] };
  /** Versions of the configuration of a device, newest first. */
  readonly history: { readonly input: { readonly device: string }; readonly answer: Schemas['History'] };
  /** Read the configuration of a device now. */
  readonly takeVersion: { readonly input: { readonly device: string }; readonly answer: Schemas['History'] };
  /** What a version holds, secrets replaced. */
  readonly historyVersion: { readonly input: { readonly device: string; readonly version: number }; readonly answer: Schemas['VersionContent'] };
  /** How two versions differ. */
  readonly historyDifferences: { readonly input: { readonly device: string; readonly from: number; readonly to: number }; readonly answer: readonly (Schemas['ItemDifference'])[] };
  /** Say yes to a plan of somebody else. */
  readonly approve: { readonly input: { readonly plan: unknown }; readonly answer: Schemas['Approvals'] };
  /** Apply a plan outside of its windows, and without approvals of what can be undone, with the reason. */
  readonly applyInEmergency: { readonly input: { readonly plan: unknown; readonly emergency?: string }; readonly answer: Schemas['Change'] };
  /** Undo a change by another one; answers when that has begun. */
  readonly undo: { readonly input: { readonly change: string }; readonly answer: Schemas['Change'] };
  /** Have a running change wait. */
  readonly pauseChange: { readonly input: { readonly change: string }; readonly answer: Schemas['Change'] };
  /** Let a change go on. */
  readonly resumeChange: { readonly input: { readonly change: string }; readonly answer: Schemas['Change'] };
  /** Have a running change put everything back. */
  readonly abortChange: { readonly input: { readonly change: string }; readonly answer: Schemas['Change'] };
  /** Whether all changes are stopped, by whom and why. */
  readonly changesStopped: { readonly input: object; readonly answer: Schemas['ChangesStopped'] };
  /** Stop all changes: none begins, those that run are put back or wait. */
  readonly stopChanges: { readonly input: { readonly reason: string; readonly hold?: boolean }; readonly answer: Schemas['ChangesStop'] };
  /** Let changes begin again. */
  readonly liftStop: { readonly input: object; readonly answer: Schemas['ChangesStopped'] };
  /** Tell devices to save what was kept and is not saved. */
  readonly saveChange: { readonly input: { readonly change: string }; readonly answer: Schemas['Change'] };
  /** Read devices now, and compare them with what was pushed. */
  readonly compareDrift: { readonly input: { readonly device?: string; readonly site?: string; readonly resource?: string }; readonly answer: readonly (Schemas['Drift'])[] };
  /** Plan to push again what drifts. */
  readonly replanDrift: { readonly input: { readonly device?: string; readonly site?: string; readonly resource?: string }; readonly answer: Schemas['Plan'] };
  /** From now on what a device has is what it is to have. */
  readonly acceptDrift: { readonly input: { readonly device: string; readonly site?: string; readonly resource?: string }; readonly answer: readonly (Schemas['Drift'])[] };
  /** Plan a change back to a version. */
  readonly restoreVersion: { readonly input: { readonly device: string; readonly version: number }; readonly answer: Schemas['Restore'] };
  /** How far the replacement of a lost device is. */
  readonly recovery: { readonly input: { readonly device: string }; readonly answer: Schemas['Recovery'] };
  /** Begin to replace a lost device. */
  readonly beginRecovery: { readonly input: { readonly device: string; readonly onto: string | null; readonly at: string | null }; readonly answer: Schemas['Recovery'] };
  /** Plan the remembered configuration for the replacement. */
  readonly planRecovery: { readonly input: { readonly device: string }; readonly answer: Schemas['Restore'] };
  /** Say that data was restored. */
  readonly recovered: { readonly input: { readonly device: string; readonly step: string }; readonly answer: Schemas['Recovery'] };
  /** The files of the configuration that you may read. */
  readonly configurationFiles: { readonly input: object; readonly answer: readonly (Schemas['ConfigurationFile'])[] };
  /** What stands in a file of the configuration, without secrets. */
  readonly configurationFile: { readonly input: { readonly file: string }; readonly answer: Schemas['ConfigurationText'] };
  /** Write a file of the configuration whole: taken over, or refused with all that is wrong. */
  readonly writeConfigurationFile: { readonly input: { readonly file: string; readonly text: string; readonly etag?: string }; readonly answer: Schemas['FileWritten'] };
  /** Set keys of a place, or take them away: enablement, versions, schedules, windows, settings. */
  readonly setConfiguration: { readonly input: { readonly at: string; readonly device?: string; readonly set?: readonly ({ readonly key: string; readonly value: unknown })[]; readonly unset?: readonly (string)[]; readonly etag?: string }; readonly answer: Schemas['KeysSet'] };
  /** What would be wrong if a file of the configuration said that; writes nothing. */
  readonly checkConfigurationFile: { readonly input: { readonly file: string; readonly text: string }; readonly answer: Schemas['TextCheck'] };
  /** What is wrong with the text of a change file; asks no device. */
  readonly checkChangeFile: { readonly input: { readonly text: string; readonly file?: string }; readonly answer: Schemas['TextCheck'] };
  /** JSON Schemas of all files that people write, for editors. */
  readonly schemas: { readonly input: object; readonly answer: Schemas['Schemas'] };
  /** Settings of a plugin, or of the host, as a form: each key with its value, who said it and what that hides. */
  readonly settingsForm: { readonly input: { readonly at: string; readonly device?: string; readonly plugin?: string }; readonly answer: Schemas['SettingsForm'] };
  /** Credentials by name, with where their secrets are kept and where they are used; never a secret. */
  readonly credentials: { readonly input: object; readonly answer: Schemas['Credentials'] };
  /** Make credentials, or give them other values or secrets; these go into the vault. */
  readonly setCredential: { readonly input: { readonly credential: string; readonly kind?: string; readonly values?: { readonly [name: string]: string }; readonly secrets?: { readonly [name: string]: string } }; readonly answer: Schemas['CredentialSet'] };
  /** Remove credentials that nothing names. */
  readonly removeCredential: { readonly input: { readonly credential: string }; readonly answer: { readonly name: string } };
  /** Rollouts, newest first. */
  readonly rollouts: { readonly input: { readonly limit?: number; readonly cursor?: string; readonly state?: readonly (string)[]; readonly person?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['Rollout'])[]; readonly next: string | null } };
  /** Set keys at the sites of a place, a canary first, then in waves while no check gets worse. */
  readonly beginRollout: { readonly input: { readonly title: string; readonly at: string; readonly canary?: string; readonly size?: number; readonly soak?: string; readonly set?: readonly ({ readonly key: string; readonly value: unknown })[]; readonly unset?: readonly (string)[] }; readonly answer: Schemas['Rollout'] };
  /** One rollout; the first letters of its id are enough. */
  readonly rollout: { readonly input: { readonly rollout: string }; readonly answer: Schemas['Rollout'] };
  /** Have a rollout write no further site. */
  readonly pauseRollout: { readonly input: { readonly rollout: string }; readonly answer: Schemas['Rollout'] };
  /** Let a rollout go on; what is bad by now counts as known. */
  readonly resumeRollout: { readonly input: { readonly rollout: string }; readonly answer: Schemas['Rollout'] };
  /** End a rollout, with the sites as they are. */
  readonly abortRollout: { readonly input: { readonly rollout: string }; readonly answer: Schemas['Rollout'] };
  /** End a rollout, and put back what its sites said before. */
  readonly undoRollout: { readonly input: { readonly rollout: string }; readonly answer: Schemas['Rollout'] };
  /** Plugins: what is installed, and how it runs. */
  readonly plugins: { readonly input: object; readonly answer: Schemas['Plugins'] };
  /** Sites and plugins: who enabled what where, in which version, with which grant, and how it goes. */
  readonly pluginMatrix: { readonly input: object; readonly answer: Schemas['PluginMatrix'] };
  /** The value of a setting, and every layer that set or hid it. */
  readonly explain: { readonly input: { readonly key: string; readonly site?: string; readonly device?: string }; readonly answer: Schemas['Explanation'] };
  /** SSH host keys seen, and those that changed. */
  readonly hostKeys: { readonly input: object; readonly answer: readonly (Schemas['HostKey'])[] };
  /** Accept the key that a device offers now. */
  readonly acceptHostKey: { readonly input: { readonly address: string; readonly port?: number }; readonly answer: { readonly address: string; readonly port: number } };
  /** Who did what, newest first; of one device, or of all. */
  readonly audit: { readonly input: { readonly limit?: number; readonly device?: string; readonly change?: string; readonly verify?: boolean }; readonly answer: Schemas['Audit'] };
  /** End the quarantine of a plugin. */
  readonly releasePlugin: { readonly input: { readonly plugin: string }; readonly answer: { readonly plugin: string } };
  /** Read the configuration anew; the old one stays if it is wrong. */
  readonly reload: { readonly input: object; readonly answer: Schemas['Reload'] };
}

/** Where each operation is. */
export const places: { readonly [Name in keyof Operations]: { readonly method: string; readonly path: string } } = {
  loginWays: { method: 'GET', path: '/api/session/ways' },
  logIn: { method: 'POST', path: '/api/session' },
  session: { method: 'GET', path: '/api/session' },
  logOut: { method: 'DELETE', path: '/api/session' },
  beginPasskeyLogin: { method: 'POST', path: '/api/session/passkey/begin' },
  logInByPasskey: { method: 'POST', path: '/api/session/passkey' },
  beginProviderLogin: { method: 'POST', path: '/api/session/oidc/begin' },
  logInByProvider: { method: 'POST', path: '/api/session/oidc' },
  setUp: { method: 'POST', path: '/api/set-up' },
  changePassword: { method: 'PUT', path: '/api/session/password' },
  sessions: { method: 'GET', path: '/api/sessions' },
  endOtherSessions: { method: 'DELETE', path: '/api/sessions' },
  endSession: { method: 'DELETE', path: '/api/sessions/{session}' },
  passkeys: { method: 'GET', path: '/api/passkeys' },
  addPasskey: { method: 'POST', path: '/api/passkeys' },
  beginPasskey: { method: 'POST', path: '/api/passkeys/begin' },
  removePasskey: { method: 'DELETE', path: '/api/passkeys/{passkey}' },
  people: { method: 'GET', path: '/api/people' },
  addPerson: { method: 'POST', path: '/api/people' },
  person: { method: 'GET', path: '/api/people/{name}' },
  removePerson: { method: 'DELETE', path: '/api/people/{name}' },
  invitePerson: { method: 'POST', path: '/api/people/{name}/invite' },
  setRole: { method: 'PUT', path: '/api/people/{name}/roles/{at}' },
  logOutPerson: { method: 'DELETE', path: '/api/people/{name}/sessions' },
  tokens: { method: 'GET', path: '/api/tokens' },
  createToken: { method: 'POST', path: '/api/tokens' },
  revokeToken: { method: 'DELETE', path: '/api/tokens/{token}' },
  status: { method: 'GET', path: '/api/status' },
  organization: { method: 'GET', path: '/api/organization' },
  sites: { method: 'GET', path: '/api/sites' },
  site: { method: 'GET', path: '/api/sites/{site}' },
  devices: { method: 'GET', path: '/api/devices' },
  device: { method: 'GET', path: '/api/devices/{device}' },
  removeDevice: { method: 'DELETE', path: '/api/devices/{device}' },
  links: { method: 'GET', path: '/api/links' },
  where: { method: 'GET', path: '/api/where' },
  behind: { method: 'GET', path: '/api/devices/{device}/behind' },
  traps: { method: 'GET', path: '/api/traps' },
  recoverability: { method: 'GET', path: '/api/recoverability' },
  proposals: { method: 'GET', path: '/api/proposals' },
  discover: { method: 'POST', path: '/api/discovery' },
  decideProposal: { method: 'POST', path: '/api/proposals/{proposal}' },
  splitDevice: { method: 'POST', path: '/api/devices/{device}/split' },
  checks: { method: 'GET', path: '/api/checks' },
  samples: { method: 'GET', path: '/api/devices/{device}/samples' },
  incidents: { method: 'GET', path: '/api/incidents' },
  incident: { method: 'GET', path: '/api/incidents/{incident}' },
  runChecks: { method: 'POST', path: '/api/devices/{device}/checks' },
  acknowledge: { method: 'POST', path: '/api/incidents/{incident}/acknowledge' },
  incidentNotes: { method: 'GET', path: '/api/incidents/{incident}/notes' },
  noteIncident: { method: 'POST', path: '/api/incidents/{incident}/notes' },
  why: { method: 'GET', path: '/api/incidents/{incident}/why' },
  delegate: { method: 'POST', path: '/api/incidents/{incident}/delegate' },
  tasks: { method: 'GET', path: '/api/tasks' },
  taskDone: { method: 'POST', path: '/api/tasks/{task}/done' },
  maintenance: { method: 'GET', path: '/api/maintenance' },
  beginMaintenance: { method: 'POST', path: '/api/maintenance' },
  endMaintenance: { method: 'POST', path: '/api/maintenance/{maintenance}/end' },
  notifications: { method: 'GET', path: '/api/notifications' },
  notificationRoutes: { method: 'GET', path: '/api/notification-routes' },
  testNotification: { method: 'POST', path: '/api/notifications/test' },
  report: { method: 'GET', path: '/api/reports/{month}' },
  reportFile: { method: 'GET', path: '/api/reports/{month}/files/{file}' },
  changes: { method: 'GET', path: '/api/changes' },
  apply: { method: 'POST', path: '/api/changes' },
  change: { method: 'GET', path: '/api/changes/{change}' },
  plans: { method: 'GET', path: '/api/plans' },
  plan: { method: 'POST', path: '/api/plans' },
  keptPlan: { method: 'GET', path: '/api/plans/{plan}' },
  resources: { method: 'GET', path: '/api/resources' },
  drift: { method: 'GET', path: '/api/drift' },
  history: { method: 'GET', path: '/api/devices/{device}/history' },
  takeVersion: { method: 'POST', path: '/api/devices/{device}/history' },
  historyVersion: { method: 'GET', path: '/api/devices/{device}/history/{version}' },
  historyDifferences: { method: 'GET', path: '/api/devices/{device}/history-differences' },
  approve: { method: 'POST', path: '/api/plans/approve' },
  applyInEmergency: { method: 'POST', path: '/api/changes/emergency' },
  undo: { method: 'POST', path: '/api/changes/{change}/undo' },
  pauseChange: { method: 'POST', path: '/api/changes/{change}/pause' },
  resumeChange: { method: 'POST', path: '/api/changes/{change}/resume' },
  abortChange: { method: 'POST', path: '/api/changes/{change}/abort' },
  changesStopped: { method: 'GET', path: '/api/changes-stop' },
  stopChanges: { method: 'POST', path: '/api/changes-stop' },
  liftStop: { method: 'POST', path: '/api/changes-stop/lift' },
  saveChange: { method: 'POST', path: '/api/changes/{change}/save' },
  compareDrift: { method: 'POST', path: '/api/drift/compare' },
  replanDrift: { method: 'POST', path: '/api/drift/plan' },
  acceptDrift: { method: 'POST', path: '/api/drift/accept' },
  restoreVersion: { method: 'POST', path: '/api/devices/{device}/history/{version}/plan' },
  recovery: { method: 'GET', path: '/api/devices/{device}/recovery' },
  beginRecovery: { method: 'POST', path: '/api/devices/{device}/recovery' },
  planRecovery: { method: 'POST', path: '/api/devices/{device}/recovery/plan' },
  recovered: { method: 'POST', path: '/api/devices/{device}/recovery/done' },
  configurationFiles: { method: 'GET', path: '/api/configuration/files' },
  configurationFile: { method: 'GET', path: '/api/configuration/file' },
  writeConfigurationFile: { method: 'PUT', path: '/api/configuration/file' },
  setConfiguration: { method: 'PUT', path: '/api/configuration/keys' },
  checkConfigurationFile: { method: 'POST', path: '/api/configuration/check' },
  checkChangeFile: { method: 'POST', path: '/api/changes/check' },
  schemas: { method: 'GET', path: '/api/schemas' },
  settingsForm: { method: 'GET', path: '/api/settings' },
  credentials: { method: 'GET', path: '/api/credentials' },
  setCredential: { method: 'PUT', path: '/api/credentials/{credential}' },
  removeCredential: { method: 'DELETE', path: '/api/credentials/{credential}' },
  rollouts: { method: 'GET', path: '/api/rollouts' },
  beginRollout: { method: 'POST', path: '/api/rollouts' },
  rollout: { method: 'GET', path: '/api/rollouts/{rollout}' },
  pauseRollout: { method: 'POST', path: '/api/rollouts/{rollout}/pause' },
  resumeRollout: { method: 'POST', path: '/api/rollouts/{rollout}/resume' },
  abortRollout: { method: 'POST', path: '/api/rollouts/{rollout}/abort' },
  undoRollout: { method: 'POST', path: '/api/rollouts/{rollout}/undo' },
  plugins: { method: 'GET', path: '/api/plugins' },
  pluginMatrix: { method: 'GET', path: '/api/plugins/matrix' },
  explain: { method: 'GET', path: '/api/explain' },
  hostKeys: { method: 'GET', path: '/api/hostkeys' },
  acceptHostKey: { method: 'POST', path: '/api/hostkeys' },
  audit: { method: 'GET', path: '/api/audit' },
  releasePlugin: { method: 'POST', path: '/api/plugins/{plugin}/release' },
  reload: { method: 'POST', path: '/api/reload' },
};
