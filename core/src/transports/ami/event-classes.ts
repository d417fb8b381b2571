/**
 * Classes of the events that Asterisk tells by itself, as its `Privilege:` header has them. A session that wants few events
 * asks for their classes alone: a busy PBX tells hundreds of others for each of them.
 */
const classes: { readonly [event: string]: string } = {
  fullybooted: 'system', shutdown: 'system', reload: 'system', load: 'system', unload: 'system', registry: 'system', contactstatus: 'system', peerstatus: 'system',
  challengesent: 'security', challengeresponsefailed: 'security', successfulauth: 'security', invalidpassword: 'security', invalidaccountid: 'security', failedacl: 'security',
  requestbadformat: 'security', requestnotallowed: 'security', sessionlimit: 'security', unexpectedaddress: 'security', invalidtransport: 'security',
  devicestatechange: 'call', extensionstatus: 'call', newchannel: 'call', newstate: 'call', hangup: 'call', dialbegin: 'call', dialstate: 'call', dialend: 'call', originateresponse: 'call',
  bridgecreate: 'call', bridgeenter: 'call', bridgeleave: 'call', bridgedestroy: 'call', messagewaiting: 'call',
  queuememberadded: 'agent', queuememberremoved: 'agent', queuememberpause: 'agent', queuememberstatus: 'agent', queuecallerjoin: 'agent', queuecallerleave: 'agent',
  queuecallerabandon: 'agent', agentcalled: 'agent', cdr: 'cdr', userevent: 'user', rtcpsent: 'reporting', rtcpreceived: 'reporting', varset: 'dialplan', newexten: 'dialplan',
};

/** The `Events:` header for a session that wants these: their classes, or all where one is of a class that we do not know. */
export function eventMask(names: Iterable<string>): string {
  const wanted = new Set(['system']);
  for (const name of names) {
    const own = Object.hasOwn(classes, name.toLowerCase()) ? classes[name.toLowerCase()] : undefined;
    if (own === undefined) return 'on';
    wanted.add(own);
  }
  return [...wanted].join(',');
}
