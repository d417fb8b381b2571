/** What a phone says of itself when it registers. */
export interface PhoneFacts {
  readonly vendor: string | null;
  readonly model: string | null;
  readonly version: string | null;
  /** Hardware address as `00:15:…`; some phones tell theirs. */
  readonly mac: string | null;
}

/** How makers write their user agents; the first that fits counts. Names are as people say them. */
const makers: readonly (readonly [vendor: string, pattern: RegExp])[] = [
  ['Yealink', /^Yealink (?:SIP-)?(?<model>\S+) (?<version>\d\S*)/i],
  ['Snom', /^(?<model>snom\S*?)(?:-SIP)?[/ ](?<version>\d\S*)/i],
  ['Grandstream', /^Grandstream (?<model>\S+) (?<version>\d\S*)/i],
  ['Poly', /^(?:Polycom|Poly)\S*?[-_](?<model>(?:VVX|SPIP|SSIP|EDGE|CCX|Trio)[-_]?\w+)(?:-UA)?\/(?<version>\d\S*)/i],
  ['Cisco', /^Cisco[/-](?<model>[A-Z0-9]+(?:-3PCC)?)[/-](?<version>\d\S*)/i],
  ['Fanvil', /^Fanvil (?<model>\S+) (?<version>\d\S*)/i],
  ['Gigaset', /^Gigaset (?<model>[^/]+)\/(?<version>\d\S*)/i],
  ['Mitel', /^(?:Aastra|Mitel) (?<model>\S+?)\/(?<version>\d\S*)/i],
  ['Panasonic', /^Panasonic[_-](?<model>KX-[^/]+)\/(?<version>\d\S*)/i],
  ['AudioCodes', /^AUDC-IPPhone[/-](?<model>[^_/]+)[_/](?<version>\d\S*)/i],
  ['Htek', /^Htek (?<model>\S+) V?(?<version>\d\S*)/i],
];

/** Other PBXs, gateways and proxies register too, and are no phones. */
const noPhone = /asterisk|freepbx|fpbx|freeswitch|kamailio|opensips|3cx|pbx|gateway|\bsbc\b|mediant|patton|audiocodes-sip-gateway/i;

function macOf(agent: string): string | null {
  const digits = /(?:^|[\s(_-])(?<mac>[0-9a-f]{12}|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})(?:$|[\s)])/i.exec(agent)?.groups?.['mac']?.replaceAll(/[:-]/g, '').toLowerCase();
  // Twelve decimal digits are a serial or a date, unless they begin as addresses of makers do.
  if (digits === undefined || /^(?:0{12}|f{12})$/.test(digits) || (/^\d{12}$/.test(digits) && !digits.startsWith('00'))) return null;
  return (digits.match(/../g) ?? []).join(':');
}

/** Null for what is no phone. An agent that nobody knows has at most a model and a version, as `Name/1.2`. */
export function phoneFacts(agent: string): PhoneFacts | null {
  const text = agent.trim().slice(0, 200);
  if (text === '' || noPhone.test(text)) return null;
  const mac = macOf(text);
  for (const [vendor, pattern] of makers) {
    const { model, version } = pattern.exec(text)?.groups ?? {};
    if (model !== undefined && version !== undefined) return { vendor, model: model.replaceAll('_', ' '), version, mac };
  }
  const { model, version } = /^(?<model>[^/]{1,60})\/v?(?<version>\d[\w.-]*)/.exec(text)?.groups ?? {};
  return { vendor: null, model: model?.trim() ?? null, version: version ?? null, mac };
}
