// Written from core/schemas/openapi.json by the test of core/src/api/rest/client-text.ts: not edited.

import type { Schemas } from './schemas.ts';

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
  readonly devices: { readonly input: { readonly site?: string; readonly ports?: boolean; readonly search?: string; readonly command?: string; readonly limit?: number; readonly cursor?: string; readonly name?: readonly (string)[]; readonly kind?: readonly (string)[]; readonly vendor?: readonly (string)[]; readonly model?: readonly (string)[]; readonly os?: readonly (string)[]; readonly version?: readonly (string)[]; readonly serial?: readonly (string)[]; readonly plugins?: readonly (string)[]; readonly addresses?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['Device'])[]; readonly next: string | null } };
  /** A device with its ports, neighbours, checks and incidents. */
  readonly device: { readonly input: { readonly device: string }; readonly answer: Schemas['DeviceDetail'] };
  /** Take a device out of the inventory. */
  readonly removeDevice: { readonly input: { readonly device: string }; readonly answer: { readonly id: string; readonly name: string } };
  /** The topology: which device hangs at which. */
  readonly links: { readonly input: { readonly site?: string; readonly device?: string }; readonly answer: readonly (Schemas['Link'])[] };
  /** Where a device or a hardware address is plugged in. */
  readonly where: { readonly input: { readonly what: string }; readonly answer: Schemas['Where'] };
  /** Who loses what without a device, or without one of its ports. */
  readonly behind: { readonly input: { readonly device: string; readonly port?: string }; readonly answer: Schemas['Behind'] };
  /** SNMP traps received, kept and dropped, by site. */
  readonly traps: { readonly input: { readonly site?: string }; readonly answer: Schemas['Traps'] };
  /** How surely each site could get back what it loses. */
  readonly recoverability: { readonly input: { readonly site?: string | null }; readonly answer: Schemas['Recoverability'] };
  /** Devices that may be one: a person decides. */
  readonly proposals: { readonly input: object; readonly answer: readonly (Schemas['MergeProposal'])[] };
  /** Look for devices at a site, or everywhere; answers when it is over. */
  readonly discover: { readonly input: { readonly site?: string; readonly network?: string }; readonly answer: Schemas['DiscoveryReport'] };
  /** Discoveries since the start of the host, newest first, as far as they are. */
  readonly discoveries: { readonly input: object; readonly answer: readonly (Schemas['DiscoveryRun'])[] };
  /** Look for devices at a site, in a network of one, or everywhere; answers when it has begun. */
  readonly beginDiscovery: { readonly input: { readonly site?: string; readonly network?: string }; readonly answer: Schemas['DiscoveryRun'] };
  /** End a discovery before its time; what it found stays. */
  readonly endDiscovery: { readonly input: { readonly run: string }; readonly answer: Schemas['DiscoveryRun'] };
  /** Say that two devices are one, or are not. */
  readonly decideProposal: { readonly input: { readonly proposal: string; readonly merge: boolean }; readonly answer: { readonly proposal: string; readonly merged: boolean } };
  /** Undo the last merge into a device. */
  readonly splitDevice: { readonly input: { readonly device: string }; readonly answer: { readonly device: string; readonly split: string; readonly id: string } };
  /** Notes on a device, newest first. */
  readonly deviceNotes: { readonly input: { readonly device: string }; readonly answer: readonly (Schemas['DeviceNote'])[] };
  /** Write a note on a device. */
  readonly addDeviceNote: { readonly input: { readonly device: string; readonly text: string }; readonly answer: Schemas['DeviceNote'] };
  /** Write a note anew; the audit keeps what it said. */
  readonly editDeviceNote: { readonly input: { readonly device: string; readonly note: string; readonly text: string; readonly etag?: string }; readonly answer: Schemas['DeviceNote'] };
  /** Remove a note; the audit keeps what it said. */
  readonly removeDeviceNote: { readonly input: { readonly device: string; readonly note: string; readonly etag?: string }; readonly answer: Schemas['DeviceNote'] };
  /** Recordings that the host keeps of a device, and how far the one is that is made. */
  readonly recordings: { readonly input: { readonly device: string }; readonly answer: Schemas['Recordings'] };
  /** Record a device: all that its plugins do without writing; answers when it has begun. */
  readonly beginRecording: { readonly input: { readonly device: string }; readonly answer: Schemas['RecordingProgress'] };
  /** A recording with its text, secrets replaced. */
  readonly recording: { readonly input: { readonly device: string; readonly recording: string }; readonly answer: Schemas['Recording'] };
  /** Remove a recording. */
  readonly removeRecording: { readonly input: { readonly device: string; readonly recording: string }; readonly answer: { readonly device: string; readonly recording: string } };
  /** The newest traps and informs of a device, of a site or of all, with what they triggered. */
  readonly recentTraps: { readonly input: { readonly device?: string; readonly site?: string; readonly limit?: number }; readonly answer: Schemas['RecentTraps'] };
  /** Saved views of the device table, of who asks. */
  readonly views: { readonly input: object; readonly answer: readonly (Schemas['SavedView'])[] };
  /** Keep a view of the device table under a name, in place of one that has it. */
  readonly keepView: { readonly input: { readonly name: string; readonly query: string }; readonly answer: readonly (Schemas['SavedView'])[] };
  /** Forget a saved view. */
  readonly forgetView: { readonly input: { readonly name: string }; readonly answer: readonly (Schemas['SavedView'])[] };
  /** The last outcome of every check. */
  readonly checks: { readonly input: { readonly limit?: number; readonly cursor?: string; readonly site?: readonly (string)[]; readonly device?: readonly (string)[]; readonly deviceName?: readonly (string)[]; readonly plugin?: readonly (string)[]; readonly check?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['CheckOfDevice'])[]; readonly next: string | null } };
  /** Samples of one metric, oldest first; averages of an hour for long spans. */
  readonly samples: { readonly input: { readonly device: string; readonly metric: string; readonly item?: string; readonly from: string; readonly to: string }; readonly answer: readonly (Schemas['Sample'])[] };
  /** Incidents, newest first; those that are resolved with `all=true`. */
  readonly incidents: { readonly input: { readonly status?: 'open' | 'acknowledged' | 'resolved'; readonly device?: string; readonly all?: boolean; readonly limit?: number; readonly cursor?: string; readonly site?: readonly (string)[]; readonly deviceName?: readonly (string)[]; readonly plugin?: readonly (string)[]; readonly check?: readonly (string)[]; readonly state?: readonly (string)[] }; readonly answer: { readonly items: readonly (Schemas['IncidentOfDevice'])[]; readonly next: string | null } };
  /** One incident; the first letters of its id are enough while it is not resolved. */
  readonly incident: { readonly input: { readonly incident: string }; readonly answer: Schemas['IncidentOfDevice'] };
  /** Run the checks of a device now, or one of them. */
  readonly runChecks: { readonly input: { readonly device: string; readonly check?: string; readonly plugin?: string }; readonly answer: readonly (Schemas['Check'])[] };
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
  /** Who would lose what if a plan went wrong, by what is known of the network now. */
  readonly planBehind: { readonly input: { readonly plan: string }; readonly answer: Schemas['PlanBehind'] };
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
  /** Installed packages, held against what is on disk. */
  readonly packages: { readonly input: object; readonly answer: readonly (Schemas['InstalledPackage'])[] };
  /** What was done to the packages, newest first. */
  readonly packageHistory: { readonly input: { readonly limit?: number }; readonly answer: readonly (Schemas['PackageRecord'])[] };
  /** Packages that were handed over and wait for a person, with all that is new in them. */
  readonly waitingPackages: { readonly input: object; readonly answer: readonly (Schemas['WaitingPackage'])[] };
  /** Hand over the file of a package: it is proven and looked at, and waits; nothing of it runs. */
  readonly offerPackage: { readonly input: { readonly name: string; readonly plugin?: string; readonly file: Blob }; readonly answer: Schemas['WaitingPackage'] };
  /** Have the host fetch a package from its npm registry, to wait like one that was handed over. */
  readonly fetchPackage: { readonly input: { readonly from?: string; readonly plugin?: string }; readonly answer: Schemas['WaitingPackage'] };
  /** Install a waiting package that asks for nothing new. */
  readonly installPackage: { readonly input: { readonly plugin: string; readonly integrity: string; readonly before: string | null; readonly downgrade?: boolean }; readonly answer: Schemas['PackageInstalled'] };
  /** Grant a waiting package all that it asks for, and install it. */
  readonly approvePackage: { readonly input: { readonly plugin: string; readonly integrity: string; readonly before: string | null; readonly downgrade?: boolean }; readonly answer: Schemas['PackageInstalled'] };
  /** Throw a waiting package away; what runs goes on. */
  readonly refusePackage: { readonly input: { readonly plugin: string; readonly integrity: string }; readonly answer: Schemas['WaitingPackage'] };
  /** Go back to the version that ran before, with its grant. */
  readonly rollbackPackage: { readonly input: { readonly plugin: string }; readonly answer: { readonly plugin: string; readonly version: string; readonly before: string; readonly granted: { readonly by: string; readonly at: string }; readonly taken: boolean } };
  /** Take a package away, with the version that is kept. */
  readonly removePackage: { readonly input: { readonly plugin: string; readonly force?: boolean }; readonly answer: { readonly plugin: string; readonly version: string; readonly edited: readonly (string)[]; readonly taken: boolean } };
  /** Let a plugin work at a site. */
  readonly enablePlugin: { readonly input: { readonly plugin: string; readonly site: string; readonly grant?: 'read' | 'write' }; readonly answer: { readonly plugin: string; readonly site: string; readonly file: string; readonly enabled: boolean; readonly grant: string; readonly before: { readonly enabled: boolean; readonly grant: string }; readonly calls: boolean; readonly permissions: readonly ({ readonly words: string; readonly writes: boolean })[]; readonly changed: boolean; readonly taken: boolean; readonly against: readonly (string)[] } };
  /** Keep a plugin from working at a site. */
  readonly disablePlugin: { readonly input: { readonly plugin: string; readonly site: string; readonly grant?: 'read' | 'write' }; readonly answer: { readonly plugin: string; readonly site: string; readonly file: string; readonly enabled: boolean; readonly grant: string; readonly before: { readonly enabled: boolean; readonly grant: string }; readonly calls: boolean; readonly permissions: readonly ({ readonly words: string; readonly writes: boolean })[]; readonly changed: boolean; readonly taken: boolean; readonly against: readonly (string)[] } };
  /** Plugins: what is installed, and how it runs. */
  readonly plugins: { readonly input: object; readonly answer: Schemas['Plugins'] };
  /** Sites and plugins: who enabled what where, in which version, with which grant, and how it goes. */
  readonly pluginMatrix: { readonly input: object; readonly answer: Schemas['PluginMatrix'] };
  /** What plugins offer to start, of what the caller may; on a device, or on any. */
  readonly commands: { readonly input: { readonly device?: string }; readonly answer: Schemas['Commands'] };
  /** The value of a setting, and every layer that set or hid it. */
  readonly explain: { readonly input: { readonly key: string; readonly site?: string; readonly device?: string }; readonly answer: Schemas['Explanation'] };
  /** SSH host keys seen, and those that changed. */
  readonly hostKeys: { readonly input: object; readonly answer: readonly (Schemas['HostKey'])[] };
  /** Accept the key that a device offers now. */
  readonly acceptHostKey: { readonly input: { readonly address: string; readonly port?: number; readonly comment?: string; readonly fingerprint?: string }; readonly answer: { readonly address: string; readonly port: number } };
  /** Who did what, newest first; of one device, or of all. */
  readonly audit: { readonly input: { readonly limit?: number; readonly device?: string; readonly change?: string; readonly verify?: boolean }; readonly answer: Schemas['Audit'] };
  /** Say that the key that a device offers now is not to be trusted. */
  readonly refuseHostKey: { readonly input: { readonly address: string; readonly port?: number; readonly comment?: string; readonly fingerprint?: string }; readonly answer: { readonly address: string; readonly port: number } };
  /** End the quarantine of a plugin. */
  readonly releasePlugin: { readonly input: { readonly plugin: string }; readonly answer: { readonly plugin: string } };
  /** Read the configuration anew; the old one stays if it is wrong. */
  readonly reload: { readonly input: object; readonly answer: Schemas['Reload'] };
  /** A V8 CPU profile of a running plugin; answers when it is taken. */
  readonly profilePlugin: { readonly input: { readonly plugin: string; readonly seconds: number }; readonly answer: { readonly nodes: readonly ({ readonly id: number; readonly callFrame: { readonly functionName: string; readonly scriptId: string | number; readonly url: string; readonly lineNumber: number; readonly columnNumber: number }; readonly hitCount?: number; readonly children?: readonly (number)[]; readonly positionTicks?: readonly ({ readonly line: number; readonly ticks: number })[]; readonly deoptReason?: string })[]; readonly startTime: number; readonly endTime: number; readonly samples: readonly (number)[]; readonly timeDeltas: readonly (number)[] } };
  /** Backups of the database that lie on the host, newest first. */
  readonly backups: { readonly input: object; readonly answer: readonly (Schemas['Backup'])[] };
  /** Copy the database into a backup on the host; the five newest are kept. */
  readonly makeBackup: { readonly input: object; readonly answer: Schemas['Backup'] };
}
