// Its SDK is newer than the host's, speaks the same protocol, and has deprecated a function that the plugin calls.
import { channel } from 'node:diagnostics_channel';

const check = async ({ host }) => {
  channel('jackfield.deprecated').publish('JFD901');
  channel('jackfield.deprecated').publish('JFD901');
  return { state: 'ok', summary: host.capabilities.includes('netconf') ? 'with netconf' : `without netconf, on SDK ${host.sdk}`, items: [], metrics: [] };
};
const implementations = { discovery: new Map(), checks: new Map([['name', check]]), resources: new Map(), watchers: new Map() };
export default { name: 'jackfield-plugin-future-calls', version: '1.0.0', protocol: 1, sdk: '0.9.0', requires: [], implementations };
